import type { DoorId, JobId } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import { JOB_PRIORITIES, type JobType } from '../domain/job/job.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import type { NewJob } from '../ports/stores/jobStore.ts'
import { endSuspensions } from './endSuspensions.ts'
import { releaseJob } from './releaseJob.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

/** The target of a door's jobs: one open job for a type and door. */
export function doorTarget(doorId: DoorId): string {
  return `door:${doorId}`
}

/**
 * Enqueues a job that answers a person's change, with its trace row. Belongs in the transaction of that change;
 * the caller wakes the engine after the commit.
 */
export function enqueueForPerson(
  context: UseCaseContext,
  actor: Actor,
  work: {
    readonly type: JobType
    readonly door: DoorRecord | null
    readonly target: string
    readonly accountId: NewJob['accountId']
    readonly planId: NewJob['planId']
    readonly reason: string
    /** The place in the program the change came through, e.g. `door route`. */
    readonly source: string
  },
): JobId {
  const nowMs = context.clock.nowMs()
  const { job, folded } = context.store.jobs.enqueue({
    type: work.type,
    target: work.target,
    doorId: work.door?.id ?? null,
    accountId: work.accountId,
    planId: work.planId,
    reason: work.reason,
    correlationId: actor.correlationId,
    userId: actor.operatorId,
    priority: JOB_PRIORITIES.click,
    dueAt: toIso(nowMs),
  })
  endSuspensions(context, { ...work, doorId: work.door?.id ?? null })
  if (folded && (job.heldBy !== null || job.attemptCount > 0)) releaseJob(context, job)
  context.recorder.record(
    {
      action: 'RECONCILE_ENQUEUED',
      ok: true,
      providerType: 'ACCESS_BROKER',
      lockKey: work.door ? `${work.door.deviceType}:${work.door.externalId}` : 'ACCESS_BROKER:unknown',
      correlationId: actor.correlationId,
      jobId: job.id,
      doorId: work.door?.id ?? null,
      doorName: work.door?.name ?? null,
      externalId: work.door?.externalId ?? null,
      operationId: null,
      request: {
        job_type: work.type,
        reason: work.reason,
        source: work.source,
        user_id: actor.operatorId,
      },
      response: { job_id: job.id, folded },
      errorMessage: null,
      startedAtMs: nowMs,
      durationMs: 0,
      attempt: null,
      httpStatus: null,
    },
    [],
  )
  return job.id
}

/** The job that brings a door in step after a change to what it should hold. */
export function enqueueEnforce(
  context: UseCaseContext,
  actor: Actor,
  door: DoorRecord,
  change: { readonly what: string; readonly source: string },
): JobId {
  return enqueueForPerson(context, actor, {
    type: 'drift_enforce_lock_truth',
    door,
    target: doorTarget(door.id),
    accountId: door.integrationCustomerId,
    planId: null,
    reason: `${change.what} drift_enforce ${door.deviceType} ${door.externalId} door:${door.id} device:${door.integrationDeviceId}`,
    source: change.source,
  })
}
