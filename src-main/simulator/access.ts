import type { Call } from './core.ts'
import { type Refusal, refuse } from './envelope.ts'
import { integerOf } from './parameters.ts'
import type { Ekey, SimulatedLock, World } from './world.ts'

/**
 * Who may do what with a lock (facts 0.2): the top administrator, an authorised administrator (an ekey with
 * keyRight 1), an ordinary ekey user.
 */
export type Role = 'admin' | 'authorised' | 'ekey'

const normalKey = '110401'

function roleOf(world: World, lock: SimulatedLock, uid: number): Role | null {
  if (lock.adminUid === uid) return 'admin'
  const ekey = world.ekeys.find(
    (candidate) => isLive(candidate) && candidate.lockId === lock.lockId && candidate.uid === uid,
  )
  if (ekey === undefined) return null
  return ekey.keyRight === 1 ? 'authorised' : 'ekey'
}

/** The lock that the call names, if its user has one of `roles`; else -3, -1003 or -2018. */
export function lockFor(call: Call, ...roles: readonly Role[]): { readonly lock: SimulatedLock } | Refusal {
  const lockId = integerOf(call.parameters, 'lockId')
  if (lockId === null || Number.isNaN(lockId)) return refuse(-3)
  const lock = call.core.world.locks.get(lockId)
  if (lock === undefined) return refuse(-1003)
  const role = roleOf(call.core.world, lock, call.account.uid)
  return role === null || !roles.includes(role) ? refuse(-2018) : { lock }
}

function isLive(ekey: Ekey): boolean {
  return ekey.keyStatus === normalKey
}
