import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import type { TraceSource, TraceView } from '../../../src-preload/contract/views/traces.ts'
import { traceHeadQuery, traceLogsQuery, traceQuery } from '../../api/traces.ts'

/** A trace with all of its records: what comes after the first screen is fetched page by page while it is read. */
export function useTrace(source: TraceSource) {
  const trace = useQuery(traceQuery(source))
  return { trace, view: useWholeHead(source, trace.data), logs: useAllLogs(source, trace.data) }
}

/** The trace with all of its changes and decisions. */
function useWholeHead(source: TraceSource, trace: TraceView | undefined): TraceView | undefined {
  const after = trace?.nextHead ?? null
  const { data, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery(traceHeadQuery(source, after))
  useEffect(() => {
    if (after !== null && hasNextPage && !isFetching) void fetchNextPage()
  }, [after, hasNextPage, isFetching, fetchNextPage])
  const pages = after === null ? undefined : data?.pages
  return useMemo(
    () =>
      trace && {
        ...trace,
        app_audit: [...trace.app_audit, ...(pages ?? []).flatMap((page) => page.app_audit)],
        reconcile_jobs: [...trace.reconcile_jobs, ...(pages ?? []).flatMap((page) => page.reconcile_jobs)],
      },
    [trace, pages],
  )
}

/** All log rows, shown by doubling amounts: each time the whole timeline is laid out anew. */
function useAllLogs(source: TraceSource, trace: TraceView | undefined) {
  const after = trace?.nextLogs ?? null
  const more = useInfiniteQuery(traceLogsQuery(source, { after, sourceIds: trace?.sourceIds ?? [] }))
  const { isFetching, fetchNextPage } = more
  const pages = after === null ? undefined : more.data?.pages
  const loaded = pages?.length ?? 0
  const isAtEnd = pages?.at(-1)?.hasMore === false
  const logCount = trace?.logCount ?? 0

  // At the end there is more only once the trace counts more rows than when it was last asked.
  const askedAt = useRef(0)
  useEffect(() => {
    if (loaded === 0 || isFetching || (isAtEnd && askedAt.current >= logCount)) return
    askedAt.current = logCount
    void fetchNextPage()
  }, [loaded, isFetching, isAtEnd, logCount, fetchNextPage])

  const shown = isAtEnd ? loaded : 2 ** Math.floor(Math.log2(Math.max(1, loaded)))
  const first = trace?.integration_logs
  // While pages come in, each makes another list of the same first ones.
  const changed = isAtEnd ? pages : pages?.[0]
  // biome-ignore lint/correctness/useExhaustiveDependencies: `changed` and `shown` say when the shown pages are others
  return useMemo(
    () => [...(first ?? []), ...(pages ?? []).slice(0, shown).flatMap((page) => page.rows)],
    [first, changed, shown],
  )
}
