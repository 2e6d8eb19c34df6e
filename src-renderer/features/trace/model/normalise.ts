import type { ListedAudit, ListedLog, LogRecordView } from '../../../../src-preload/contract/views/traces.ts'

/** What a bar stands for; each has its own pattern. */
export const PHASES = ['change', 'engine', 'call', 'gateway', 'retry', 'read_back'] as const
export type Phase = (typeof PHASES)[number]

export interface TimelineRecord {
  /** `log:1661` or `audit:7`: keeps a row itself while others come in. */
  readonly id: string
  readonly source:
    | { readonly kind: 'log'; readonly log: ListedLog }
    | { readonly kind: 'audit'; readonly audit: ListedAudit }
  readonly startMs: number
  readonly durationMs: number
  readonly action: string
  readonly lockKey: string | null
  readonly isOk: boolean
  readonly phase: Phase
  /** Time right before it in which its job had nothing under way on this lock: for its turn, a rest, the next try. */
  readonly waitedMs: number
}

const ENGINE_PROVIDER = 'ACCESS_BROKER'

/** Audit and logs as one list in the order of time; equal times keep the audit first, then the id. */
export function normaliseRecords(
  audits: readonly ListedAudit[],
  logs: readonly ListedLog[],
): readonly TimelineRecord[] {
  const ordered = [...logs].sort((a, b) => startOf(a) - startOf(b) || a.id - b.id)
  const changedLocks = new Set<string>()
  const waits = new WaitTimes()
  const records: TimelineRecord[] = audits.map(fromAudit)
  for (const log of ordered) {
    records.push(fromLog(log, { phase: phaseOf(log, changedLocks), waitedMs: waits.before(log) }))
    noteChange(log, changedLocks)
    waits.note(log)
  }
  return records.sort((a, b) => a.startMs - b.startMs || rank(a) - rank(b))
}

function fromAudit(audit: ListedAudit): TimelineRecord {
  return {
    id: `audit:${audit.id}`,
    source: { kind: 'audit', audit },
    startMs: Date.parse(audit.time),
    durationMs: 0,
    action: `${audit.entity} ${audit.action}`,
    lockKey: null,
    isOk: true,
    phase: 'change',
    waitedMs: 0,
  }
}

function fromLog(log: ListedLog, told: Pick<TimelineRecord, 'phase' | 'waitedMs'>): TimelineRecord {
  return {
    id: `log:${log.id}`,
    source: { kind: 'log', log },
    startMs: startOf(log),
    durationMs: Math.max(0, log.duration_ms),
    action: log.action,
    lockKey: log.lock_key,
    isOk: log.ok,
    ...told,
  }
}

/** Calls that TTLock answers only after a gateway has spoken with the lock (docs of the endpoints' `isGatewayCommand`). */
const GATEWAY_ACTIONS: ReadonlySet<string> = new Set([
  'PASSCODE_ADD',
  'PASSCODE_CHANGE',
  'PASSCODE_DELETE',
  'PASSAGE_MODE_SET',
  'LOCK_CLOCK_READ',
  'LOCK_CLOCK_SET',
  'LOCK_OPEN_STATE',
  'LOCK_BATTERY',
])
/** Our own work between two calls is shorter. */
const SHORTEST_WAIT_MS = 50

/** When each job was last busy, with a lock and at all. Expects logs in the order of their start. */
class WaitTimes {
  readonly #busyUntil = new Map<string, number>()

  before(log: LogRecordView): number {
    if (log.provider_type === ENGINE_PROVIDER || log.reconcile_job_id === null) return 0
    const busyUntil =
      this.#busyUntil.get(`${log.reconcile_job_id} ${log.lock_key}`) ??
      this.#busyUntil.get(String(log.reconcile_job_id))
    const waitedMs = busyUntil === undefined ? 0 : startOf(log) - busyUntil
    return waitedMs < SHORTEST_WAIT_MS ? 0 : waitedMs
  }

  note(log: LogRecordView): void {
    if (log.reconcile_job_id === null) return
    const endMs = startOf(log) + Math.max(0, log.duration_ms)
    for (const key of [`${log.reconcile_job_id} ${log.lock_key}`, String(log.reconcile_job_id)])
      this.#busyUntil.set(key, Math.max(endMs, this.#busyUntil.get(key) ?? 0))
  }
}

/** A list after a change on the same lock is the read-back of that change. */
function phaseOf(log: LogRecordView, changedLocks: ReadonlySet<string>): Phase {
  if (log.provider_type === ENGINE_PROVIDER || log.external_id === null) return 'engine'
  if (log.action.endsWith('_LIST') && changedLocks.has(log.lock_key)) return 'read_back'
  if (log.attempt !== null && log.attempt > 1) return 'retry'
  return GATEWAY_ACTIONS.has(log.action) ? 'gateway' : 'call'
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
