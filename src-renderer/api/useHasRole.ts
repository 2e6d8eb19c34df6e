import { useQuery } from '@tanstack/react-query'
import type { Role } from '../../src-preload/contract/route.ts'
import { sessionQuery } from './session.ts'

/** What a role may not do is not offered to it. Main decides again whatever the screen shows. */
export function useHasRole(...roles: readonly Role[]): boolean {
  const session = useQuery(sessionQuery)
  const role = session.data?.operator?.role
  return role !== undefined && roles.includes(role)
}
