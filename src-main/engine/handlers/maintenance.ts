import { fromIso, toIso } from '../../domain/instant.ts'
import type { JobOutcome } from '../../domain/job/transitions.ts'
import { LOG_RETENTION_SETTING, logCutoff, logRetentionDays } from '../../domain/trace/retention.ts'
import { abortableDelay } from '../abortableDelay.ts'
import type { EngineContext } from '../engineContext.ts'
import { type JobRun, recordStep } from '../jobRun.ts'

/** Setting: the moment (ISO UTC) before which the last run took log rows away. */
const CUTOFF_SETTING = 'log_cutoff'
/** A clock that is years ahead for a night costs a week of old logs, not all of them; a shortened period takes weeks. */
const LONGEST_ADVANCE_DAYS = 7
const BATCH = 100
const UNDO_LIFE_MS = 24 * 3_600_000
/** Between batches somebody else's transaction gets its turn. */
const PAUSE_MS = 50

/** Takes away log rows older than the site manager's period, a little at a time. The audit is kept for ever. */
export async function maintenance(context: EngineContext, run: JobRun): Promise<JobOutcome> {
  const { store, clock } = context
  eraseOldDigits(context)
  const keptDays = logRetentionDays(store.settings.read(LOG_RETENTION_SETTING))
  const createdBefore = nextCutoff(logCutoff(clock.nowMs(), keptDays), store.settings.read(CUTOFF_SETTING))
  const removed = await inBatches(run, () => store.traces.pruneLogs({ createdBefore, limit: BATCH }))
  if (removed === null) return { kind: 'cancelled' }
  const bodies = await inBatches(run, () => store.traces.pruneLogBodies({ createdBefore, limit: BATCH }))
  if (bodies === null) return { kind: 'cancelled' }
  // What locks noted of people coming in is kept no longer than what was sent to them.
  const uses = await inBatches(run, () => store.doorUse.prune({ storedBefore: createdBefore, limit: BATCH }))
  if (uses === null) return { kind: 'cancelled' }
  store.settings.write(CUTOFF_SETTING, createdBefore)
  const result = { keptDays, createdBefore, removed, removed_uses: uses }
  recordStep(context, run, {
    action: 'MAINTENANCE_JOB:LOGS_REMOVED',
    door: null,
    request: { keptDays },
    response: result,
  })
  return { kind: 'done', result }
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
