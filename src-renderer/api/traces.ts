import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { ask } from '../lib/ipcClient.ts'

export interface TraceFilter {
  readonly text: string
  readonly doorId: number | null
  readonly onlyFailures: boolean
  readonly from: string | null
  readonly to: string | null
}

export const traceKeys = {
  all: ['traces'] as const,
  list: (filter: TraceFilter) => ['traces', 'list', filter] as const,
  detail: (correlationId: string) => ['traces', 'detail', correlationId] as const,
  logs: (correlationId: string, after: string | null) => ['traces', 'logs', correlationId, after] as const,
}

export function tracesQuery(filter: TraceFilter) {
  return infiniteQueryOptions({
    queryKey: traceKeys.list(filter),
    queryFn: ({ pageParam }) => ask(window.lockstep.traces.search({ ...filter, after: pageParam })),
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
}

export function traceQuery(correlationId: string) {
  return queryOptions({
    queryKey: traceKeys.detail(correlationId),
    queryFn: () => ask(window.lockstep.traces.get({ correlationId })),
  })
}

/** The pages after the one that came with the trace; off when there are none. */
export function traceLogsQuery(correlationId: string, after: string | null) {
  return infiniteQueryOptions({
    queryKey: traceKeys.logs(correlationId, after),
    queryFn: ({ pageParam }) => ask(window.lockstep.traces.logs({ correlationId, after: pageParam })),
    initialPageParam: after,
    getNextPageParam: (page) => page.next,
    enabled: after !== null,
  })
}
