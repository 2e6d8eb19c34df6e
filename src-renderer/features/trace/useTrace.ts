import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { TraceSource } from '../../../src-preload/contract/views/traces.ts'
import { traceLogsQuery, traceQuery } from '../../api/traces.ts'

/**
 * A trace and all of its logs: the pages after the first are fetched one by one while the first is read. They are
 * shown by doubling amounts, for each time the whole timeline is laid out anew.
 */
export function useTrace(source: TraceSource) {
  const trace = useQuery(traceQuery(source))
  const after = trace.data?.nextLogs ?? null
  const more = useInfiniteQuery(traceLogsQuery(source, after))
  const { hasNextPage, isFetching, fetchNextPage } = more

  useEffect(() => {
    if (after !== null && hasNextPage && !isFetching) void fetchNextPage()
  }, [after, hasNextPage, isFetching, fetchNextPage])

  const firstLogs = trace.data?.integration_logs
  const morePages = after === null ? undefined : more.data?.pages
  const loaded = morePages?.length ?? 0
  const shown = hasNextPage ? 2 ** Math.floor(Math.log2(Math.max(1, loaded))) : loaded
  // While pages come in, each makes another list of the same first ones; then what is in them may change.
  const changed = hasNextPage ? morePages?.[0] : morePages
  // biome-ignore lint/correctness/useExhaustiveDependencies: `changed` and `shown` say when the shown pages are others
  const logs = useMemo(
    () => [...(firstLogs ?? []), ...(morePages ?? []).slice(0, shown).flatMap((page) => page.rows)],
    [firstLogs, changed, shown],
  )
  return { trace, logs }
}
