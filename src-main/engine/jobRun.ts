import type { OperationId } from '../domain/ids.ts'
import type { CallContext } from '../ports/lockProvider.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import type { JobRecord } from '../ports/stores/jobStore.ts'
import type { DoorGate } from './doorGate.ts'
import type { EngineContext } from './engineContext.ts'

/** One claimed run of a job: what a handler gets beside the engine's context. */
export interface JobRun {
  readonly job: JobRecord
  /** Aborts when the lease is lost or the program ends. */
  readonly signal: AbortSignal
  readonly gate: DoorGate
  /** False when another holder took the job up: nothing more may be sent. */
  isLeaseHeld(): boolean
  /** True when a person asked to cancel: the handler ends before its next operation. */
  isCancelRequested(): boolean
}

export function callContext(
  run: JobRun,
  door: DoorRecord | null,
  operationId: OperationId | null = null,
): CallContext {
  return {
    correlationId: run.job.correlationId,
    jobId: run.job.id,
    doorId: door?.id ?? null,
    doorName: door?.name ?? null,
    operationId,
    attempt: run.job.attemptCount,
    priority: run.job.priority,
    // A command in flight is never cut off: its outcome would be unknown. Its own timeout bounds it.
    ...(operationId === null ? { signal: run.signal } : { turnSignal: run.signal }),
  }
}

/** `TTLOCK:28991110`, the key under which everything that concerns one lock is grouped. */
function lockKeyOf(door: DoorRecord): string {
  return `${door.deviceType}:${door.externalId}`
}

/** Writes one step of our own engine into the trace of the run. */
export function recordStep(
  context: EngineContext,
  run: Pick<JobRun, 'job'>,
  step: {
    readonly action: string
    readonly door: DoorRecord | null
    readonly request: unknown
    readonly response: unknown
    readonly ok?: boolean
    readonly errorMessage?: string | null
    readonly operationId?: OperationId | null
    readonly startedAtMs?: number
    readonly correlationId?: JobRecord['correlationId']
    readonly jobId?: JobRecord['id']
  },
): void {
  const nowMs = context.clock.nowMs()
  const startedAtMs = step.startedAtMs ?? nowMs
  context.recorder.record(
    {
      action: step.action,
      ok: step.ok ?? true,
      providerType: 'ACCESS_BROKER',
      lockKey: step.door ? lockKeyOf(step.door) : 'ACCESS_BROKER:unknown',
      correlationId: step.correlationId ?? run.job.correlationId,
      jobId: step.jobId ?? run.job.id,
      doorId: step.door?.id ?? null,
      doorName: step.door?.name ?? null,
      externalId: step.door?.externalId ?? null,
      operationId: step.operationId ?? null,
      request: step.request,
      response: step.response,
      errorMessage: step.errorMessage ?? null,
      startedAtMs,
      durationMs: Math.max(0, nowMs - startedAtMs),
      attempt: run.job.attemptCount,
      httpStatus: null,
    },
    [],
  )
}
