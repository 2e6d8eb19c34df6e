import { plainCause } from '../trace/plainCause.ts'
import type { JobType } from './job.ts'
import { outcomeOfStep, startStep } from './jobSteps.ts'
import type { JobOutcome } from './transitions.ts'

/** One log row of a job, as far as its attempts are told by it. Times are ISO UTC. */
export interface AttemptStep {
  readonly action: string
  readonly startedAt: string
  readonly ok: boolean
  readonly errorMessage: string | null
  readonly isProviderCall: boolean
}

/** One run of a job, from the claim to what it came to. */
export interface JobAttempt {
  readonly startedAt: string
  /** Null while it runs, and where the program ended in the midst of it. */
  readonly endedAt: string | null
  /** `running` for the last one without an end, while the job runs. */
  readonly outcome: JobOutcome['kind'] | 'running'
  /** Why it ended so: the provider's own words where a call failed, before what the job made of them. */
  readonly causes: readonly string[]
  readonly calls: number
}

/** The attempts of one job, oldest first, from its log rows in their order. */
export function listAttempts(
  steps: readonly AttemptStep[],
  job: { readonly type: JobType; readonly isRunning: boolean },
): readonly JobAttempt[] {
  const runs: AttemptStep[][] = []
  for (const step of steps) {
    if (step.action === startStep(job.type)) runs.push([step])
    else runs.at(-1)?.push(step)
  }
  return runs.map((run, index) => attemptOf(run, job, index === runs.length - 1))
}

function attemptOf(
  run: readonly AttemptStep[],
  job: { readonly type: JobType; readonly isRunning: boolean },
  isLast: boolean,
): JobAttempt {
  const end = run.findLast((step) => outcomeOfStep(job.type, step.action) !== null)
  const outcome = end ? outcomeOfStep(job.type, end.action) : null
  const calls = run.filter((step) => step.isProviderCall)
  const failedCall = calls.findLast((step) => !step.ok && step.errorMessage !== null)
  const isGood = outcome === 'done' || outcome === 'awaiting_approval'
  const causes = isGood ? [] : [failedCall?.errorMessage, end?.errorMessage]
  return {
    startedAt: run[0]?.startedAt ?? '',
    endedAt: end?.startedAt ?? null,
    outcome: outcome ?? (isLast && job.isRunning ? 'running' : 'abandoned'),
    causes: withoutRepeats(causes.flatMap((cause) => (cause == null ? [] : plainCause(cause)))),
    calls: calls.length,
  }
}

/** A job's sentence often ends what the call said. */
function withoutRepeats(causes: readonly string[]): readonly string[] {
  return causes.filter((cause, index) => !causes.slice(0, index).some((earlier) => earlier.includes(cause)))
}
