import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import type { ListedLog, TraceSource, TraceView } from '../../../src-preload/contract/views/traces.ts'
import { traceHeadQuery, traceLogsQuery, traceQuery } from '../../api/traces.ts'

/** What comes after the first screen of a trace. */
export interface RestOfTrace {
  /** Why some of it is missing, or null. */
  readonly error: Error | null
  readonly readAgain: () => void
}

/** A trace with all of its records: what comes after the first screen is fetched page by page while it is read. */
export function useTrace(source: TraceSource) {
  const trace = useQuery(traceQuery(source))
  const head = useWholeHead(source, trace.data)
  const logs = useAllLogs(source, trace.data)
  const rest: RestOfTrace = {
    error: head.more.error ?? logs.more.error,
    readAgain: () => {
      readOn(head.more)
      readOn(logs.more)
    },
  }
  return { trace, view: head.view, logs: logs.rows, hasAllLogs: logs.isWhole, rest }
}

interface PagesQuery {
  readonly isError: boolean
  readonly isFetchNextPageError: boolean
  fetchNextPage(): Promise<unknown>
  refetch(): Promise<unknown>
}

/** From the page that failed, or from the first one. */
function readOn({ isError, isFetchNextPageError, fetchNextPage, refetch }: PagesQuery): void {
  if (isError) void (isFetchNextPageError ? fetchNextPage() : refetch())
}

/** The trace with all of its changes and decisions. A page that failed is not asked for again by itself. */
function useWholeHead(source: TraceSource, trace: TraceView | undefined) {
  const after = trace?.nextHead ?? null
  const more = useInfiniteQuery(traceHeadQuery(source, after))
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = more
  useEffect(() => {
    if (after !== null && hasNextPage && !isFetching && !isError) void fetchNextPage()
  }, [after, hasNextPage, isFetching, isError, fetchNextPage])
  const pages = after === null ? undefined : data?.pages
  const view = useMemo(
    () =>
      trace && {
        ...trace,
        app_audit: [...trace.app_audit, ...(pages ?? []).flatMap((page) => page.app_audit)],
        reconcile_jobs: [...trace.reconcile_jobs, ...(pages ?? []).flatMap((page) => page.reconcile_jobs)],
      },
    [trace, pages],
  )
  return { view, more }
}

/** All log rows, shown by doubling amounts: each time the whole timeline is laid out anew. */
function useAllLogs(source: TraceSource, trace: TraceView | undefined) {
  const after = trace?.nextLogs ?? null
  const more = useInfiniteQuery(traceLogsQuery(source, { after, sourceIds: trace?.sourceIds ?? [] }))
  const { isFetching, isError, fetchNextPage } = more
  const pages = after === null ? undefined : more.data?.pages
  const loaded = pages?.length ?? 0
  const isAtEnd = pages?.at(-1)?.hasMore === false
  const logCount = trace?.logCount ?? 0

  // At the end, and after a failure, more is asked for only once the trace counts more rows than when it was last asked.
  const askedAt = useRef(0)
  useEffect(() => {
    if (loaded === 0 || isFetching || ((isAtEnd || isError) && askedAt.current >= logCount)) return
    askedAt.current = logCount
    void fetchNextPage()
  }, [loaded, isFetching, isAtEnd, isError, logCount, fetchNextPage])

  const shown = isAtEnd ? loaded : 2 ** Math.floor(Math.log2(Math.max(1, loaded)))
  const first = trace?.integration_logs
  // While pages come in, each makes another list of the same first ones.
  const changed = isAtEnd ? pages : pages?.[0]
  // biome-ignore lint/correctness/useExhaustiveDependencies: `changed` and `shown` say when the shown pages are others
  const rows = useMemo(
    (): readonly ListedLog[] => [
      ...(first ?? []),
      ...(pages ?? []).slice(0, shown).flatMap((page) => page.rows),
    ],
    [first, changed, shown],
  )
  return { rows, isWhole: after === null || isAtEnd, more }
}
