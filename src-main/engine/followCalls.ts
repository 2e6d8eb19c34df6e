import type { AccountId } from '../domain/ids.ts'
import { fromIso, toIso } from '../domain/instant.ts'
import { JOB_PRIORITIES } from '../domain/job/job.ts'
import { CALLS_CHANGED_SETTING } from '../planning/checkSpacing.ts'
import { sharedFacts } from '../planning/doorFacts.ts'
import { type PlanningRun, planLines } from '../planning/planLines.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import type { JobChange, JobRecord } from '../ports/stores/jobStore.ts'
import type { EngineContext } from './engineContext.ts'
import { moveJob } from './moveJob.ts'
import { CHECKS_PER_RECORD_SYNC, intervalMs, spread } from './nextCheck.ts'
import { release } from './release.ts'

const RECENT_JOBS = 20
/** Their plans are made from a last reading each: so many hold up what else the program does for a tenth of a second. */
const DOORS_AT_ONCE = 100

/**
 * Where the calls a month of an application were changed: with calls left, what waits for them is tried at once; background
 * work that is scheduled moves where the new number wants it sooner or allows it only later. True while there are doors left
 * for another turn; which ones is stored with what was done.
 */
export function followCalls(context: EngineContext): boolean {
  const { store } = context
  const after = store.settings.read(CALLS_CHANGED_SETTING)
  if (typeof after !== 'number') return false
  const left = store.doors.allIds().filter((id) => id > after)
  const now = left.slice(0, DOORS_AT_ONCE)
  const last = left.length > now.length ? now.at(-1) : undefined
  store.write(() => {
    if (after === 0) releaseWaiting(context)
    const everyMs = new Map<AccountId, number>()
    const plans = lazyPlans(context)
    for (const doorId of now) {
      const door = store.doors.get(doorId)
      const accountId = door?.integrationCustomerId ?? null
      if (!door || accountId === null) continue
      const spacingMs = everyMs.get(accountId) ?? intervalMs(context, accountId)
      everyMs.set(accountId, spacingMs)
      followAtDoor(context, plans, door, spacingMs)
    }
    store.settings.write(CALLS_CHANGED_SETTING, last ?? null)
  })
  return last !== undefined
}

function releaseWaiting(context: EngineContext): void {
  const { store, providers } = context
  const hasCallsLeft = (id: AccountId) => providers.forAccount(id).quota().remaining > 0
  for (const { id } of store.accounts.list()) {
    if (hasCallsLeft(id)) providers.forAccount(id).forgetUsedUpMonth()
  }
  for (const job of store.jobs.waiting(['quota'])) {
    if (job.accountId === null || hasCallsLeft(job.accountId)) release(context, job)
  }
}

/** What its last reading says of a door's next look; what all doors share is gathered for the first of them. */
type NextDue = (door: DoorRecord) => number | null

function lazyPlans({ store, vault, clock }: EngineContext): NextDue {
  let run: PlanningRun | null = null
  return (door) => {
    const { lastReadAt } = store.doors.state(door.id)
    if (lastReadAt === null) return null
    run ??= { store, vault, shared: sharedFacts(store), nowMs: clock.nowMs() }
    const plan = planLines(run, door, fromIso(lastReadAt))
    return plan.kind === 'planned' ? plan.nextDueAtMs : null
  }
}

function followAtDoor(context: EngineContext, nextDue: NextDue, door: DoorRecord, everyMs: number): void {
  const nowMs = context.clock.nowMs()
  const queued = context.store.jobs.ofDoor(door.id, RECENT_JOBS).filter(({ status }) => status === 'queued')
  for (const job of queued) {
    const spacingMs = job.type === 'record_sync' ? CHECKS_PER_RECORD_SYNC * everyMs : everyMs
    const spreadMs = spread(context, spacingMs)
    // A hold is looked at as often as a check comes. What ends it early is not known here: it is not put off.
    if (job.heldUntil !== null && fromIso(job.heldUntil) > nowMs + spreadMs) release(context, job)
    if (!isScheduled(job) || job.nextRunAt === null) continue
    const atMs = fromIso(job.nextRunAt)
    const madeMs = Math.min(fromIso(job.createdAt), nowMs)
    // While there are calls for every check, those that a start has spread closer stay so.
    const isTooSoon = everyMs > context.settings.checkIntervalMs && atMs > nowMs && atMs < madeMs + spacingMs
    if (atMs > nowMs + spreadMs) reschedule(context, job, nowMs + spreadMs)
    else if (isTooSoon)
      putOff(context, { job, untilMs: madeMs + spreadMs, dueMs: isCheck(job) ? nextDue(door) : null })
  }
}

/** Background work that nothing but its time keeps from running. */
function isScheduled(job: JobRecord): boolean {
  const { type, priority, heldBy, lastError } = job
  return (
    (isCheck(job) || type === 'record_sync') &&
    priority === JOB_PRIORITIES.periodic &&
    heldBy === null &&
    lastError === null
  )
}

function isCheck({ type }: JobRecord): boolean {
  return type === 'drift_enforce_lock_truth'
}

/** A window that makes a difference at the door until then does not wait for it. */
function putOff(
  context: EngineContext,
  {
    job,
    untilMs,
    dueMs,
  }: { readonly job: JobRecord; readonly untilMs: number; readonly dueMs: number | null },
): void {
  if (dueMs === null || dueMs >= untilMs) reschedule(context, job, untilMs)
  else reschedule(context, job, dueMs, { priority: JOB_PRIORITIES.due_window })
}

function reschedule(
  context: EngineContext,
  job: JobRecord,
  atMs: number,
  change: Pick<Partial<JobChange>, 'priority'> = {},
): void {
  const { attemptCount } = job
  moveJob(context, job, { kind: 'retry_asked' }, { attemptCount, nextRunAt: toIso(atMs), ...change })
}
