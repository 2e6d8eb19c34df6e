import { SYSTEM_OPERATOR_ID } from '../../src-main/domain/ids.ts'
import { isoOrNull, toIso } from '../../src-main/domain/instant.ts'
import { nextState } from '../../src-main/domain/job/transitions.ts'
import { DEFAULT_ENGINE_SETTINGS, type EngineContext } from '../../src-main/engine/engineContext.ts'
import { createScheduler } from '../../src-main/engine/scheduler.ts'
import { createTraceRecorder } from '../../src-main/observability/traceRecorder.ts'
import { systemClock } from '../../src-main/platform/systemClock.ts'
import { systemRandom } from '../../src-main/platform/systemRandom.ts'
import type { Store } from '../../src-main/ports/store.ts'
import type { JobRecord } from '../../src-main/ports/stores/jobStore.ts'
import { createTestVault } from '../../tests/support/testVault.ts'

const LEASE_MS = 60_000

let made = 0

/** Due jobs of no account and no door, each with a target of its own, in one transaction. */
export function enqueueJobs(store: Store, count: number): void {
  store.write(() => {
    for (let index = 0; index < count; index++) enqueueJob(store)
  })
}

export function enqueueJob(store: Store): void {
  made += 1
  store.jobs.enqueue({
    // Of the type that may have all places. Without a door its end enqueues nothing.
    type: 'drift_enforce_lock_truth',
    target: `bench:${made}`,
    doorId: null,
    accountId: null,
    planId: null,
    reason: 'benchmark',
    correlationId: systemRandom.correlationId(),
    userId: SYSTEM_OPERATOR_ID,
    priority: 2,
    dueAt: toIso(Date.now() - 1),
  })
}

export function claimJob(store: Store): JobRecord | null {
  return claimJobs(store, 1)[0] ?? null
}

function claimJobs(store: Store, limit: number): readonly JobRecord[] {
  const nowMs = Date.now()
  return store.jobs.claimDue({
    nowIso: toIso(nowMs),
    leaseExpiresAt: toIso(nowMs + LEASE_MS),
    newLeaseToken: () => systemRandom.token(),
    limit,
  })
}

export interface FinishOptions {
  readonly hasAudit: boolean
}

/** In a transaction: the transition that the domain decides, and the audit row that tells of it. */
export function finishJob(store: Store, job: JobRecord, options: FinishOptions): void {
  const nowMs = Date.now()
  const next = nextState(
    { type: job.type, status: 'running', attemptCount: job.attemptCount, waitingSinceMs: null },
    { kind: 'done', result: null },
    { nowMs, random: systemRandom.fraction() },
  )
  if (!next) throw new Error('a running job cannot end')
  const isOurs = store.jobs.transition(
    job.id,
    { status: 'running', leaseToken: job.leaseToken },
    {
      status: next.status,
      attemptCount: next.attemptCount,
      nextRunAt: isoOrNull(next.nextRunAtMs),
      finishedAt: isoOrNull(next.finishedAtMs),
    },
    toIso(nowMs),
  )
  if (!isOurs) throw new Error('the lease was lost')
  if (!options.hasAudit) return
  store.traces.appendAudit(
    {
      operatorId: SYSTEM_OPERATOR_ID,
      entity: `Job #${job.id}`,
      entityId: job.id,
      action: 'job.done',
      before: { status: 'running', attempt: job.attemptCount },
      after: { status: 'done' },
      correlationId: job.correlationId,
    },
    toIso(nowMs),
  )
}

/** Claims, awaits nothing and finishes, one after the other, until `count` are done. */
export async function workOff(store: Store, count: number, options: FinishOptions): Promise<void> {
  for (let done = 0; done < count; done++) {
    const job = claimJob(store)
    if (!job) throw new Error('a due job was not found')
    await Promise.resolve()
    store.write(() => finishJob(store, job, options))
  }
}

/** As the engine works: as many claimed in one commit as have a place, and finished in one when they end in the same turn. */
export async function workOffTogether(store: Store, count: number, options: FinishOptions): Promise<void> {
  for (let done = 0; done < count; ) {
    const jobs = claimJobs(store, Math.min(DEFAULT_ENGINE_SETTINGS.jobsAtOnce, count - done))
    if (jobs.length === 0) throw new Error('a due job was not found')
    await Promise.all(
      jobs.map(async (job) => {
        await Promise.resolve()
        await store.writeTogether(() => finishJob(store, job, options))
      }),
    )
    done += jobs.length
  }
}

/** The same through the scheduler and the worker, with the trace rows of each run. */
export async function workOffByEngine(store: Store): Promise<void> {
  const faults: unknown[] = []
  const context: EngineContext = {
    store,
    recorder: createTraceRecorder(store),
    vault: createTestVault(),
    clock: systemClock,
    random: systemRandom,
    settings: DEFAULT_ENGINE_SETTINGS,
    providers: {
      forAccount: () => {
        throw new Error('no job of this scene has an account')
      },
      replace: () => undefined,
      closeAll: async () => undefined,
    },
    reportFault: (cause) => faults.push(cause),
  }
  const scheduler = createScheduler(context, {
    drift_enforce_lock_truth: async () => ({ kind: 'done', result: null }),
  })
  scheduler.start()
  await scheduler.idle()
  await scheduler.stop()
  if (faults.length > 0) throw faults[0]
}
