import type { Gap, TimeScale } from './geometry.ts'
import type { TimelineRecord } from './normalise.ts'

export type TimelineRow =
  | { readonly kind: 'record'; readonly id: string; readonly record: TimelineRecord }
  | { readonly kind: 'gap'; readonly id: string; readonly gap: Gap }

export interface TimelineFilter {
  /** Null: every lock. */
  readonly lockKey: string | null
  readonly action: string | null
  readonly outcome: 'all' | 'ok' | 'failed'
  readonly text: string
}

export const everything: TimelineFilter = { lockKey: null, action: null, outcome: 'all', text: '' }

/** The records that pass, with the folded stretches between them. Linear in records. */
export function buildRows(
  records: readonly TimelineRecord[],
  scale: TimeScale,
  filter: TimelineFilter,
): readonly TimelineRow[] {
  const rows: TimelineRow[] = []
  let nextGap = 0
  for (const record of records) {
    if (!passes(record, filter)) continue
    while (nextGap < scale.gaps.length) {
      const gap = scale.gaps[nextGap]
      if (gap === undefined || gap.fromMs + gap.lengthMs > record.startMs) break
      // A stretch before the first shown record separates nothing.
      if (rows.length > 0) rows.push({ kind: 'gap', id: `gap:${gap.fromMs}`, gap })
      nextGap += 1
    }
    rows.push({ kind: 'record', id: record.id, record })
  }
  return rows
}

export function listLockKeys(records: readonly TimelineRecord[]): readonly string[] {
  return [...new Set(records.flatMap((record) => (record.lockKey === null ? [] : [record.lockKey])))]
}

export function listActions(records: readonly TimelineRecord[]): readonly string[] {
  return [...new Set(records.map((record) => record.action))].sort()
}

/** Places of the rows that have the text in their words. */
export function findRows(rows: readonly TimelineRow[], text: string): readonly number[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return []
  return rows.flatMap((row, index) =>
    row.kind === 'record' && textOf(row.record).toLowerCase().includes(wanted) ? [index] : [],
  )
}

/** The hit that comes after (or before) a place, round the end; null when there is none. */
export function nextHit(hits: readonly number[], from: number, step: 1 | -1): number | null {
  const next = step === 1 ? hits.find((hit) => hit > from) : hits.findLast((hit) => hit < from)
  return next ?? (step === 1 ? hits[0] : hits.at(-1)) ?? null
}

function passes(record: TimelineRecord, filter: TimelineFilter): boolean {
  if (filter.lockKey !== null && record.lockKey !== filter.lockKey) return false
  if (filter.action !== null && record.action !== filter.action) return false
  if (filter.outcome !== 'all' && record.isOk !== (filter.outcome === 'ok')) return false
  if (filter.text === '') return true
  const wanted = filter.text.toLowerCase()
  return textOf(record).toLowerCase().includes(wanted)
}

/** What a search in the timeline looks at: the words of the row, not the JSON behind it. */
function textOf(record: TimelineRecord): string {
  const { source } = record
  if (source.kind === 'audit') return `${record.action} ${source.audit.operator}`
  const { log } = source
  return `${log.action} ${log.lock_key} ${log.door_name ?? ''} ${log.error_message ?? ''}`
}
