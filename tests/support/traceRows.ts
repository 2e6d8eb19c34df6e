import type { Store } from '../../src-main/ports/store.ts'
import type { TraceFilter } from '../../src-main/ports/stores/traceStore.ts'
import { correlation, logRow } from './storeScene.ts'

/** A time on the day of these tests, so many minutes after 17:00. */
export const at = (minutes: number) => new Date(Date.UTC(2026, 1, 5, 17, minutes)).toISOString()

export function appendLog(
  store: Store,
  correlationId: string,
  change: Parameters<typeof logRow>[0] & { minutes?: number } = {},
): number {
  const { minutes = 0, ...rest } = change
  return store.traces.appendLog(
    logRow({
      correlationId: correlation(correlationId),
      startedAt: at(minutes),
      createdAt: at(minutes),
      ...rest,
    }),
  )
}

export function searchTraces(store: Store, change: Partial<TraceFilter> = {}) {
  return store.traces.search({
    text: '',
    doorId: null,
    outcome: 'all',
    debugSession: null,
    from: null,
    to: null,
    after: null,
    limit: 50,
    ...change,
  })
}
