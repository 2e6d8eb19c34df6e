import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { ask } from '../lib/ipcClient.ts'

export const debugSessionKeys = {
  all: ['debug-sessions'] as const,
  list: ['debug-sessions', 'list'] as const,
  current: ['debug-sessions', 'current'] as const,
  imported: (importId: number) => ['imported-sessions', importId] as const,
}

export const debugSessionsQuery = infiniteQueryOptions({
  queryKey: debugSessionKeys.list,
  queryFn: ({ pageParam }) => ask(window.lockstep.debugSessions.list({ before: pageParam })),
  // The first page has no cursor.
  initialPageParam: null as number | null,
  getNextPageParam: (page) => page.next,
})

export const currentDebugSessionQuery = queryOptions({
  queryKey: debugSessionKeys.current,
  queryFn: () => ask(window.lockstep.debugSessions.current({})),
})

/** Files do not change when the database does. */
export function importedSessionQuery(importId: number) {
  return queryOptions({
    queryKey: debugSessionKeys.imported(importId),
    queryFn: () => ask(window.lockstep.debugSessions.getImported({ importId })),
  })
}
