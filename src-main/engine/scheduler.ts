import { fromIso, toIso } from '../domain/instant.ts'
import { type StoreTrouble, storeTroubleCode } from '../domain/storeTrouble.ts'
import type { JobRecord } from '../ports/stores/jobStore.ts'
import type { Wake } from '../ports/wake.ts'
import { gatewaysOfJob, type JobInHand, roomBeside } from './claimRoom.ts'
import { isClockTrusted } from './clockTrust.ts'
import { createClockWatch } from './clockWatch.ts'
import { DoorGate } from './doorGate.ts'
import type { EngineContext } from './engineContext.ts'
import { ensureSettled } from './ensureSettled.ts'
import { expirePlans } from './expirePlans.ts'
import { followCalls } from './followCalls.ts'
import { moveJob } from './moveJob.ts'
import { ensureChecks } from './nextCheck.ts'
import { takeBack } from './recovery.ts'
import { distrustFutureTimes, followRun, releaseAll } from './release.ts'
import { FAULT_SENTENCE, type JobHandlers, runJob } from './worker.ts'

/** After the system slept or its clock was set, a timer may be late or early: due times are looked at again. */
const LONGEST_SLEEP_MS = 15 * 60_000
/** Plans live for hours: a look now and then is enough. */
const EXPIRY_LOOK_MS = 60_000
const LONGEST_TROUBLE_PAUSE_MS = 30_000

type Asked = 'start' | 'look_again' | 'follow_calls'

interface UnfinishedRun {
  readonly job: JobRecord
  /** A fault of ours, not of the store. */
  readonly isFault: boolean
}

interface RunInHand extends JobInHand {
  readonly leaseToken: string | null
  readonly ended: Promise<void>
}

export interface Scheduler extends Wake {
  /** Takes back what an earlier run of the program left running, then works until stopped. */
  start(): void
  /** Claims nothing more and resolves when the operations in flight have ended; jobs in hand go back to the queue. */
  stop(): Promise<void>
  /** The network may be back, or the computer woke up: what waits for a connection is tried at once. */
  lookAgain(): void
  /** A person's write met a store that takes none: it is said as if a job had met it, and tried again until it ends. */
  storeRefused(cause: unknown): void
  readonly runningCount: number
  /** Why nothing is claimed at the moment: the store takes no writes. Null while all is well. */
  readonly trouble: StoreTrouble | null
  /** Resolves when nothing runs and nothing is due. For tests and for a clean end. */
  idle(): Promise<void>
}

/** Runs due jobs: one timer armed for the nearest due time, woken by every enqueue. There is no polling. */
export function createScheduler(context: EngineContext, handlers: JobHandlers): Scheduler {
  const stopping = new AbortController()
  const gate = new DoorGate()
  const clockWatch = createClockWatch(context.clock)
  const inHand = new Map<JobRecord['id'], RunInHand>()
  /** Ran to their end here, but no outcome was stored. */
  const unfinished = new Map<JobRecord['id'], UnfinishedRun>()
  /** Asked for, and done when the store can. */
  const asked = new Set<Asked>()
  let idleWaiters: (() => void)[] = []
  let timer: NodeJS.Timeout | null = null
  let isStarted = false
  let isPumpQueued = false
  let expiredAtMs = Number.NEGATIVE_INFINITY
  let trouble: StoreTrouble | null = null
  let { troublePauseMs } = context.settings
  let restsUntilMonotonicMs = 0

  function pump(): void {
    isPumpQueued = false
    if (!isStarted || stopping.signal.aborted) return
    const restMs = restsUntilMonotonicMs - context.clock.monotonicMs()
    if (restMs > 0) {
      setTimer(restMs)
      return
    }
    try {
      // Any write tells; this one is read by nobody.
      if (trouble) context.store.settings.write('engine_wrote_at', toIso(context.clock.nowMs()))
      takeUp()
      const claimedAtMs = claimDue()
      tellTrouble(null)
      arm(claimedAtMs)
    } catch (error) {
      rest(error)
      return
    }
    tellIdle()
  }

  /** What must be put right before anything is claimed. */
  function takeUp(): void {
    if (asked.delete('start')) {
      putBack('start', () => {
        takeBack(context, context.store.jobs.running(), 'program_ended')
        distrustFutureTimes(context)
        ensureChecks(context)
        ensureSettled(context)
      })
    }
    takeBackUnfinished()
    const jump = clockWatch.look()
    if (jump === 'back') distrustFutureTimes(context)
    if (jump === 'ahead') asked.add('look_again')
    if (asked.delete('look_again')) putBack('look_again', () => releaseAll(context))
    if (asked.delete('follow_calls')) putBack('follow_calls', followSomeCalls)
    expireInTime()
    // A run in this process holds its job whatever the wall clock says of the lease.
    const expired = context.store.jobs.expiredLeases(toIso(context.clock.nowMs()))
    takeBack(
      context,
      expired.filter((job) => !inHand.has(job.id)),
      'lease_ended',
    )
  }

  function followSomeCalls(): void {
    if (followCalls(context)) askToFollowCalls()
  }

  function askToFollowCalls(): void {
    asked.add('follow_calls')
    queuePump()
  }

  function expireInTime(): void {
    const nowMs = context.clock.nowMs()
    if (Math.abs(nowMs - expiredAtMs) < EXPIRY_LOOK_MS || !isClockTrusted(context)) return
    expirePlans(context)
    expiredAtMs = nowMs
  }

  function askToLookAgain(): void {
    asked.add('look_again')
    queuePump()
  }

  /** Does it, or keeps it asked for when the store cannot. */
  function putBack(what: Asked, work: () => void): void {
    try {
      work()
    } catch (error) {
      asked.add(what)
      throw error
    }
  }

  function takeBackUnfinished(): void {
    for (const { job, isFault } of unfinished.values()) {
      // A fault of ours costs an attempt, so that it cannot go on for ever.
      if (isFault) moveJob(context, job, { kind: 'retry', error: FAULT_SENTENCE })
      else takeBack(context, [job], 'end_not_written')
      unfinished.delete(job.id)
    }
  }

  /** Gives the moment that it went by. */
  function claimDue(): number {
    const nowMs = context.clock.nowMs()
    const jobs = context.store.jobs.claimDue({
      nowIso: toIso(nowMs),
      leaseExpiresAt: toIso(nowMs + context.settings.leaseMs),
      newLeaseToken: () => context.random.token(),
      limit: context.settings.jobsAtOnce - inHand.size,
      room: roomBeside(context, inHand.values()),
    })
    for (const job of jobs) {
      const gateways = gatewaysOfJob(context.store, job)
      const { id, type, leaseToken } = job
      inHand.set(id, { type, gateways, leaseToken, ended: work(job) })
    }
    return nowMs
  }

  async function work(job: JobRecord): Promise<void> {
    const startedAtMs = context.clock.nowMs()
    try {
      const outcome = await runJob(context, { handlers, gate, stop: stopping.signal }, job)
      if (outcome) followRun(context, { job, outcome, startedAtMs })
      troublePauseMs = context.settings.troublePauseMs
    } catch (error) {
      const isFault = storeTroubleCode(error) === null
      unfinished.set(job.id, { job, isFault })
      if (isFault) context.reportFault(error, { jobId: job.id, correlationId: job.correlationId })
      else rest(error)
    } finally {
      // A job that comes back at once may have been claimed again in the very commit that ended this run.
      if (inHand.get(job.id)?.leaseToken === job.leaseToken) inHand.delete(job.id)
      queuePump()
    }
  }

  /** The store takes no writes: told once, and tried again after a growing pause. Nothing is claimed meanwhile. */
  function rest(error: unknown): void {
    const code = storeTroubleCode(error) ?? 'unknown'
    if (trouble?.code !== code) {
      tellTrouble({ code, sinceMs: trouble?.sinceMs ?? context.clock.nowMs() })
      context.reportFault(error, { store: code })
    }
    restsUntilMonotonicMs = context.clock.monotonicMs() + troublePauseMs
    setTimer(troublePauseMs)
    troublePauseMs = Math.min(2 * troublePauseMs, LONGEST_TROUBLE_PAUSE_MS)
  }

  function tellTrouble(now: StoreTrouble | null): void {
    if (trouble === now) return
    trouble = now
    context.onTrouble?.(now)
  }

  /** @param claimedAtMs what became due since was not looked at yet */
  function arm(claimedAtMs: number): void {
    const { jobs } = context.store
    const dueAt = jobs.nextDueAt()
    // Already due and not claimed: its door is busy, or all places are taken; the end of a run pumps again.
    const isBlocked = dueAt !== null && fromIso(dueAt) <= claimedAtMs
    // What is blocked must not hide what becomes due elsewhere meanwhile.
    const nextAt = isBlocked ? jobs.nextDueAt(toIso(claimedAtMs)) : dueAt
    const nextInMs = nextAt === null ? LONGEST_SLEEP_MS : Math.max(fromIso(nextAt) - context.clock.nowMs(), 1)
    setTimer(Math.min(nextInMs, isBlocked ? blockedPauseMs() : LONGEST_SLEEP_MS))
  }

  /** With nothing in hand, only the lease of a run that is not ours can block: it is waited for without haste. */
  function blockedPauseMs(): number {
    return inHand.size > 0 ? LONGEST_SLEEP_MS : context.settings.leaseMs / 3
  }

  function setTimer(ms: number): void {
    if (timer) clearTimeout(timer)
    timer = stopping.signal.aborted ? null : setTimeout(queuePump, ms)
  }

  function queuePump(): void {
    if (isPumpQueued) return
    isPumpQueued = true
    setImmediate(pump)
  }

  function isQuiet(): boolean {
    if (inHand.size > 0 || unfinished.size > 0 || isPumpQueued) return false
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
      asked.add('start').add('follow_calls')
      queuePump()
    },
    wake: queuePump,
    callsChanged: askToFollowCalls,
    lookAgain() {
      askToLookAgain()
      // What is in hand may have met the network before it came back, and would go to wait after this.
      for (const { ended } of inHand.values()) void ended.then(askToLookAgain, askToLookAgain)
    },
    storeRefused(cause) {
      if (isStarted && !stopping.signal.aborted) rest(cause)
    },
    async stop() {
      stopping.abort()
      if (timer) clearTimeout(timer)
      timer = null
      await Promise.allSettled([...inHand.values()].map(({ ended }) => ended))
    },
    get runningCount() {
      return inHand.size
    },
    get trouble() {
      return trouble
    },
    idle() {
      return new Promise((resolve) => {
        idleWaiters.push(resolve)
        queuePump()
      })
    },
  }
}
