import type { AuditRecordView, LogRecordView } from '../../../../src-preload/contract/views/traces.ts'

/** What a bar stands for; each has its own pattern. */
export const PHASES = ['change', 'engine', 'call', 'retry', 'read_back'] as const
export type Phase = (typeof PHASES)[number]

export interface TimelineRecord {
  /** `log:1661` or `audit:7`: keeps a row itself while others come in. */
  readonly id: string
  readonly source:
    | { readonly kind: 'log'; readonly log: LogRecordView }
    | { readonly kind: 'audit'; readonly audit: AuditRecordView }
  readonly startMs: number
  readonly durationMs: number
  readonly action: string
  readonly lockKey: string | null
  readonly isOk: boolean
  readonly phase: Phase
}

const ENGINE_PROVIDER = 'ACCESS_BROKER'

/** Audit and logs as one list in the order of time; equal times keep the audit first, then the id. */
export function normaliseRecords(
  audits: readonly AuditRecordView[],
  logs: readonly LogRecordView[],
): readonly TimelineRecord[] {
  const ordered = [...logs].sort((a, b) => startOf(a) - startOf(b) || a.id - b.id)
  const changedLocks = new Set<string>()
  const records: TimelineRecord[] = audits.map(fromAudit)
  for (const log of ordered) {
    records.push(fromLog(log, phaseOf(log, changedLocks)))
    noteChange(log, changedLocks)
  }
  return records.sort((a, b) => a.startMs - b.startMs || rank(a) - rank(b))
}

function fromAudit(audit: AuditRecordView): TimelineRecord {
  return {
    id: `audit:${audit.id}`,
    source: { kind: 'audit', audit },
    startMs: Date.parse(audit.time),
    durationMs: 0,
    action: `${audit.entity} ${audit.action}`,
    lockKey: null,
    isOk: true,
    phase: 'change',
  }
}

function fromLog(log: LogRecordView, phase: Phase): TimelineRecord {
  return {
    id: `log:${log.id}`,
    source: { kind: 'log', log },
    startMs: startOf(log),
    durationMs: Math.max(0, log.duration_ms),
    action: log.action,
    lockKey: log.lock_key,
    isOk: log.ok,
    phase,
  }
}

/** A list after a change on the same lock is the read-back of that change. */
function phaseOf(log: LogRecordView, changedLocks: ReadonlySet<string>): Phase {
  if (log.provider_type === ENGINE_PROVIDER || log.external_id === null) return 'engine'
  if (log.action.endsWith('_LIST') && changedLocks.has(log.lock_key)) return 'read_back'
  return log.attempt !== null && log.attempt > 1 ? 'retry' : 'call'
}

function noteChange(log: LogRecordView, changedLocks: Set<string>): void {
  if (/_(ADD|CHANGE|DELETE)$/.test(log.action)) changedLocks.add(log.lock_key)
}

function startOf(log: LogRecordView): number {
  const started = Date.parse(log.started_at)
  return Number.isNaN(started) ? Date.parse(log.created_at) : started
}

function rank(record: TimelineRecord): number {
  return record.source.kind === 'audit' ? 0 : 1
}
