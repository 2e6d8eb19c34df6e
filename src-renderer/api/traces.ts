import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { TraceOutcomeFilter, TraceSource } from '../../src-preload/contract/views/traces.ts'
import { ask } from '../lib/ipcClient.ts'

export interface TraceFilter {
  readonly text: string
  readonly doorId: number | null
  readonly outcome: TraceOutcomeFilter
  /** Code of a debug session. */
  readonly debugSession: string | null
  readonly from: string | null
  readonly to: string | null
}

/** A code of ours, one on the lock, or one that is both. */
export interface CodeInQuestion {
  readonly doorId: number
  readonly credentialId: number | null
  readonly vendorPinId: string | null
}

type Key = readonly (string | number | null)[]

export const traceKeys = {
  all: ['traces'] as const,
  list: (filter: TraceFilter) => ['traces', 'list', filter] as const,
  codeStory: (code: CodeInQuestion) => ['traces', 'code', code] as const,
  comparable: (source: TraceSource): Key => ['traces', ...keyOf(source), 'comparable'],
  places: (things: readonly string[]) => ['traces', 'places', things] as const,
  detail: (source: TraceSource): Key => [...keyOf(source), 'detail'],
}

/** An export or an import, by the name that the page gave it. */
export function fileProgressQuery(taskId: string | null) {
  return queryOptions({
    queryKey: ['trace-file', taskId],
    queryFn: () => ask(window.lockstep.traces.fileProgress({ taskId: taskId ?? '' })),
    enabled: taskId !== null,
    refetchInterval: PROGRESS_EVERY_MS,
  })
}

const PROGRESS_EVERY_MS = 250

/** Changes with the settings, not with every trace. */
export const retentionKey = ['log-retention'] as const

/** Files stand apart: they do not change when the database does. */
function keyOf(source: TraceSource): Key {
  return source.kind === 'live' ? ['traces', source.correlationId] : ['imported-traces', source.importId]
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

export function traceQuery(source: TraceSource) {
  return queryOptions({
    queryKey: traceKeys.detail(source),
    queryFn: () =>
      source.kind === 'live'
        ? ask(window.lockstep.traces.get({ correlationId: source.correlationId }))
        : ask(window.lockstep.traces.getImported({ importId: source.importId })),
  })
}

export function comparableQuery(source: TraceSource) {
  return queryOptions({
    queryKey: traceKeys.comparable(source),
    queryFn: () => ask(window.lockstep.traces.findComparable({ trace: source })),
  })
}

/** Runs to compare with: those of the same door, or whatever the words find. */
export function runsQuery(source: TraceSource, text: string) {
  return infiniteQueryOptions({
    queryKey: [...traceKeys.comparable(source), 'runs', text],
    queryFn: ({ pageParam }) =>
      ask(window.lockstep.traces.findRuns({ trace: source, text, after: pageParam })),
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
}

export function codeStoryQuery(code: CodeInQuestion) {
  return queryOptions({
    queryKey: traceKeys.codeStory(code),
    queryFn: () => ask(window.lockstep.traces.codeStory(code)),
  })
}

/** Where the things of a record stand; asked once for each record that is looked at. */
export function placesQuery(things: readonly string[]) {
  return queryOptions({
    queryKey: traceKeys.places(things),
    queryFn: () => ask(window.lockstep.traces.places({ things: [...things] })),
    enabled: things.length > 0,
  })
}

/** Changes with what the person keeps, not with every trace. */
export const savedFiltersKey = ['saved-trace-filters'] as const

export const savedFiltersQuery = queryOptions({
  queryKey: savedFiltersKey,
  queryFn: () => ask(window.lockstep.traces.savedFilters({})),
})

export const retentionQuery = queryOptions({
  queryKey: retentionKey,
  queryFn: () => ask(window.lockstep.traces.retention({})),
})

/** The changes and decisions after those that came with the trace; asked again when something changed. */
export function traceHeadQuery(source: TraceSource, after: string | null) {
  return infiniteQueryOptions({
    queryKey: [...traceKeys.detail(source), 'head', after],
    queryFn: ({ pageParam }) => ask(window.lockstep.traces.head({ trace: source, after: pageParam })),
    initialPageParam: after,
    getNextPageParam: (page) => page.next,
    enabled: after !== null,
  })
}

/**
 * The log rows after those that came with the trace; off when there are none. Rows never change and new ones come at
 * the end, so that no page is asked for twice.
 */
export function traceLogsQuery(
  source: TraceSource,
  { after, sourceIds }: { readonly after: string | null; readonly sourceIds: readonly string[] },
) {
  return infiniteQueryOptions({
    queryKey: ['trace-logs', ...keyOf(source), after, ...sourceIds],
    queryFn: ({ pageParam }) => ask(window.lockstep.traces.logs({ trace: source, after: pageParam })),
    initialPageParam: after,
    getNextPageParam: (page) => page.next,
    enabled: after !== null,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** A change or a log row with what stayed behind in the lists; neither ever changes. */
export function recordQuery(
  source: TraceSource,
  record: { readonly kind: 'audit' | 'log'; readonly id: number },
) {
  return queryOptions({
    queryKey: ['trace-record', ...keyOf(source), record.kind, record.id],
    queryFn: () => ask(window.lockstep.traces.record({ trace: source, ...record })),
    staleTime: Number.POSITIVE_INFINITY,
  })
}
