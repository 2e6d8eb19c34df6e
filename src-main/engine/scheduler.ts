import { fromIso, toIso } from '../domain/instant.ts'
import type { JobType } from '../domain/job/job.ts'
import { CONNECTION_REASONS } from '../domain/job/retryPolicy.ts'
import { nextState } from '../domain/job/transitions.ts'
import type { Wake } from '../ports/wake.ts'
import type { EngineContext } from './engineContext.ts'
import { takeBack } from './recovery.ts'
import { type JobHandler, runJob, toChange } from './worker.ts'

/** After the system slept or its clock was set, a timer may be late or early: due times are looked at again. */
const LONGEST_SLEEP_MS = 15 * 60_000

export interface Scheduler extends Wake {
  /** Takes back what an earlier run of the program left running, then works until stopped. */
  start(): void
  /** Claims nothing more and resolves when the operations in flight have ended; jobs in hand go back to the queue. */
  stop(): Promise<void>
  readonly runningCount: number
  /** Resolves when nothing runs and nothing is due. For tests and for a clean end. */
  idle(): Promise<void>
}

/** Runs due jobs: one timer armed for the nearest due time, woken by every enqueue. There is no polling. */
export function createScheduler(
  context: EngineContext,
  handlers: Readonly<Partial<Record<JobType, JobHandler>>>,
): Scheduler {
  const stopping = new AbortController()
  const inHand = new Set<Promise<void>>()
  let idleWaiters: (() => void)[] = []
  let timer: NodeJS.Timeout | null = null
  let isStarted = false
  let isPumpQueued = false

  function pump(): void {
    isPumpQueued = false
    if (!isStarted || stopping.signal.aborted) return
    const now = context.clock.nowMs()
    takeBack(context, context.store.jobs.expiredLeases(toIso(now)), 'lease_ended')
    while (inHand.size < context.settings.jobsAtOnce) {
      const job = context.store.jobs.claimNext({
        nowIso: toIso(context.clock.nowMs()),
        leaseToken: context.random.token(),
        leaseExpiresAt: toIso(context.clock.nowMs() + context.settings.leaseMs),
      })
      if (!job) break
      const task: Promise<void> = runJob(context, handlers, job, stopping.signal)
        .then((outcome) => {
          if (outcome.kind === 'done' || outcome.kind === 'awaiting_approval') releaseOffline()
        })
        .catch((error: unknown) => {
          context.reportFault(error, { jobId: job.id, correlationId: job.correlationId })
        })
        .finally(() => {
          inHand.delete(task)
          queuePump()
        })
      inHand.add(task)
    }
    arm()
    tellIdle()
  }

  /** An answer came, so the way to the provider is open: everything that waited for it is due now. */
  function releaseOffline(): void {
    const nowMs = context.clock.nowMs()
    for (const job of context.store.jobs.waiting(CONNECTION_REASONS)) {
      if (job.nextRunAt !== null && fromIso(job.nextRunAt) <= nowMs) continue
      const next = nextState(
        { type: job.type, status: job.status, attemptCount: job.attemptCount, waitingSinceMs: null },
        { kind: 'retry_asked' },
        { nowMs, random: context.random.fraction() },
      )
      if (!next) continue
      context.store.jobs.transition(
        job.id,
        { status: job.status, leaseToken: null },
        toChange({ ...next, attemptCount: job.attemptCount }),
        toIso(nowMs),
      )
    }
  }

  function arm(): void {
    if (timer) clearTimeout(timer)
    timer = null
    if (stopping.signal.aborted) return
    const dueAt = context.store.jobs.nextDueAt()
    if (dueAt === null) return
    const inMs = fromIso(dueAt) - context.clock.nowMs()
    // Already due and not claimed: its door is busy, or all places are taken; the end of a run pumps again.
    if (inMs <= 0 && inHand.size > 0) return
    timer = setTimeout(queuePump, Math.min(Math.max(inMs, 1), LONGEST_SLEEP_MS))
  }

  function queuePump(): void {
    if (isPumpQueued) return
    isPumpQueued = true
    setImmediate(pump)
  }

  function isQuiet(): boolean {
    if (inHand.size > 0 || isPumpQueued) return false
    const dueAt = context.store.jobs.nextDueAt()
    return dueAt === null || fromIso(dueAt) > context.clock.nowMs()
  }

  function tellIdle(): void {
    if (idleWaiters.length === 0 || !isQuiet()) return
    const waiters = idleWaiters
    idleWaiters = []
    for (const waiter of waiters) waiter()
  }

  return {
    start() {
      isStarted = true
      takeBack(context, context.store.jobs.running(), 'program_ended')
      queuePump()
    },
    wake: queuePump,
    async stop() {
      stopping.abort()
      if (timer) clearTimeout(timer)
      timer = null
      await Promise.allSettled(inHand)
    },
    get runningCount() {
      return inHand.size
    },
    idle() {
      return new Promise((resolve) => {
        idleWaiters.push(resolve)
        queuePump()
      })
    },
  }
}
