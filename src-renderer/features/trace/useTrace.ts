import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { TraceSource } from '../../../src-preload/contract/views/traces.ts'
import { traceLogsQuery, traceQuery } from '../../api/traces.ts'

/** A trace and all of its logs: the pages after the first are fetched one by one while the first is read. */
export function useTrace(source: TraceSource) {
  const trace = useQuery(traceQuery(source))
  const after = trace.data?.nextLogs ?? null
  const more = useInfiniteQuery(traceLogsQuery(source, after))
  const { hasNextPage, isFetching, fetchNextPage } = more

  useEffect(() => {
    if (after !== null && hasNextPage && !isFetching) void fetchNextPage()
  }, [after, hasNextPage, isFetching, fetchNextPage])

  const firstLogs = trace.data?.integration_logs
  const morePages = more.data?.pages
  const logs = useMemo(
    () => [...(firstLogs ?? []), ...(after === null ? [] : (morePages ?? []).flatMap((page) => page.rows))],
    [firstLogs, morePages, after],
  )
  return { trace, logs }
}
