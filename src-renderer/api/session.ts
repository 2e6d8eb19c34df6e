import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { SessionView } from '../../src-preload/contract/views/session.ts'
import { ask } from '../lib/ipcClient.ts'

export const sessionKeys = {
  all: ['session'] as const,
  state: ['session', 'state'] as const,
  status: ['status'] as const,
  operators: ['operators'] as const,
}

export const sessionQuery = queryOptions({
  queryKey: sessionKeys.state,
  queryFn: () => ask(window.lockstep.session.state({})),
})

/** The status bar also asks every half minute: the quota moves without an event. What failed is asked sooner. */
export const statusQuery = queryOptions({
  queryKey: sessionKeys.status,
  queryFn: () => ask(window.lockstep.session.status({})),
  refetchInterval: ({ state }) => (state.status === 'error' ? 5_000 : 30_000),
})

export const operatorsQuery = queryOptions({
  queryKey: sessionKeys.operators,
  queryFn: () => ask(window.lockstep.operators.list({})),
})

/** Another operator or profile sees other data: nothing of the earlier session stays. */
export function enterSession(queryClient: QueryClient, session: SessionView): void {
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKeys.all[0] })
  queryClient.setQueryData(sessionKeys.state, session)
}
