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
