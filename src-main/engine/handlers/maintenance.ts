import { isDailyBackupDue } from '../../domain/backup/backup.ts'
import { fromIso, toIso } from '../../domain/instant.ts'
import type { JobOutcome } from '../../domain/job/transitions.ts'
import { LOG_RETENTION_SETTING, logCutoff, logRetentionDays } from '../../domain/trace/retention.ts'
import type { AuditVerdict, Backups } from '../../ports/backups.ts'
import { abortableDelay } from '../abortableDelay.ts'
import { isClockTrusted } from '../clockTrust.ts'
import type { EngineContext } from '../engineContext.ts'
import { type JobRun, recordStep } from '../jobRun.ts'
import type { JobHandler } from '../worker.ts'

/** Setting: the moment (ISO UTC) before which the last run took log rows away. */
const CUTOFF_SETTING = 'log_cutoff'
/** A clock that is years ahead for a night costs a week of old logs, not all of them; a shortened period takes weeks. */
const LONGEST_ADVANCE_DAYS = 7
const BATCH = 100
const UNDO_LIFE_MS = 24 * 3_600_000
/** Between batches somebody else's transaction gets its turn. */
const PAUSE_MS = 50

/** Daily: takes away what is older than the site manager's period, copies the database, and walks the audit. */
export function createMaintenance(backups: Backups): JobHandler {
  return async (context, run) => {
    if (isClockTrusted(context)) eraseOldDigits(context)
    const cleared = await clearOldRows(context, run)
    if (cleared === null) return { kind: 'cancelled' }
    const copied = await makeDailyBackup(context, run, backups)
    if (copied.kind !== 'done') return copied
    const audit = await whileRunning(run, (signal) => backups.verifyAudit(null, signal))
    if (audit === null) return { kind: 'cancelled' }
    recordAudit(context, run, audit)
    const result = { ...cleared, backup: copied.result, audit_rows: audit.rows }
    return audit.firstBadRow === null
      ? { kind: 'done', result }
      : { kind: 'failed', error: auditSentence(audit.firstBadRow), result }
  }
}

/** A little at a time. The audit is kept for ever. Null when the run was ended in between. */
async function clearOldRows(context: EngineContext, run: JobRun) {
  const { store, clock } = context
  const keptDays = logRetentionDays(store.settings.read(LOG_RETENTION_SETTING))
  const createdBefore = nextCutoff(logCutoff(clock.nowMs(), keptDays), store.settings.read(CUTOFF_SETTING))
  const removed = await inBatches(run, () => store.traces.pruneLogs({ createdBefore, limit: BATCH }))
  if (removed === null) return null
  const bodies = await inBatches(run, () => store.traces.pruneLogBodies({ createdBefore, limit: BATCH }))
  if (bodies === null) return null
  // What locks noted of people coming in is kept no longer than what was sent to them.
  const uses = await inBatches(run, () => store.doorUse.prune({ storedBefore: createdBefore, limit: BATCH }))
  if (uses === null) return null
  store.settings.write(CUTOFF_SETTING, createdBefore)
  const result = { keptDays, createdBefore, removed, removed_uses: uses }
  recordStep(context, run, {
    action: 'MAINTENANCE_JOB:LOGS_REMOVED',
    door: null,
    request: { keptDays },
    response: result,
  })
  return result
}

/** Without a whole copy the run is tried again; what is copied already today is not copied again then. */
async function makeDailyBackup(context: EngineContext, run: JobRun, backups: Backups): Promise<JobOutcome> {
  const startedAtMs = context.clock.nowMs()
  const step = { action: 'MAINTENANCE_JOB:BACKED_UP', door: null, request: { kind: 'daily' }, startedAtMs }
  try {
    if (!isDailyBackupDue(backups.list(), startedAtMs)) return { kind: 'done', result: null }
    const backup = await whileRunning(run, (signal) => backups.make('daily', { signal }))
    if (backup === null) return { kind: 'cancelled' }
    const result = { backup: backup.name, octets: backup.octets }
    recordStep(context, run, { ...step, response: result })
    return { kind: 'done', result }
  } catch (cause) {
    const error = backupSentence(cause)
    context.reportFault(cause, { jobId: run.job.id, correlationId: run.job.correlationId })
    recordStep(context, run, { ...step, response: null, ok: false, errorMessage: error })
    return { kind: 'retry', error }
  }
}

/** Null when the run was ended meanwhile; a break-off shows as whatever error the work ends with. */
async function whileRunning<T>(run: JobRun, work: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
  if (run.signal.aborted || run.isCancelRequested()) return null
  try {
    return await work(run.signal)
  } catch (cause) {
    if (run.signal.aborted) return null
    throw cause
  }
}

function recordAudit(context: EngineContext, run: JobRun, { firstBadRow, ...verdict }: AuditVerdict): void {
  recordStep(context, run, {
    action: 'MAINTENANCE_JOB:AUDIT_VERIFIED',
    door: null,
    request: null,
    response: { rows: verdict.rows, head: verdict.head, first_bad_row: firstBadRow },
    ok: firstBadRow === null,
    errorMessage: firstBadRow === null ? null : auditSentence(firstBadRow),
  })
}

function auditSentence(row: number): string {
  return `The audit was changed: row ${row} does not follow from the one before.`
}

function backupSentence(cause: unknown): string {
  const trouble = cause instanceof Error && 'trouble' in cause ? String(cause.trouble) : ''
  if (trouble.startsWith('SQLITE_FULL') || trouble === 'ENOSPC')
    return 'The daily backup could not be made: there is no room on the disk.'
  if (/^(SQLITE_(READONLY|CANTOPEN|PERM)|EACCES|EPERM|EROFS)/.test(trouble))
    return 'The daily backup could not be made: the folder of backups cannot be written to.'
  return 'The daily backup could not be made: the copy was not whole.'
}

/** How many rows went, or null when the run was ended in between. */
async function inBatches(run: JobRun, removeSome: () => number): Promise<number | null> {
  let removed = 0
  for (;;) {
    if (run.signal.aborted || run.isCancelRequested()) return null
    const batch = removeSome()
    removed += batch
    if (batch < BATCH) return removed
    await abortableDelay(PAUSE_MS, run.signal)
  }
}

/** Plans keep the digits they saw for as long as they can be applied or undone, and not longer. */
function eraseOldDigits({ store, clock }: EngineContext): void {
  const before = toIso(clock.nowMs() - UNDO_LIFE_MS)
  store.plans.eraseInventories(before)
  store.operations.eraseStrayPins(before)
}

function nextCutoff(wanted: string, last: unknown): string {
  if (typeof last !== 'string') return wanted
  const furthestMs = fromIso(last) + LONGEST_ADVANCE_DAYS * 86_400_000
  return toIso(Math.min(fromIso(wanted), furthestMs))
}
