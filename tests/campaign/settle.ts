import { setTimeout as delay } from 'node:timers/promises'
import { fromIso } from '../../src-main/domain/instant.ts'
import type { JobRecord } from '../../src-main/ports/stores/jobStore.ts'
import { releaseJob } from '../../src-main/useCases/releaseJob.ts'
import type { UseCaseContext } from '../../src-main/useCases/useCaseContext.ts'
import type { EngineParts } from '../support/engineParts.ts'

/** A retry further ahead than this is brought forward instead of waited for. */
const LONGEST_WAIT_MS = 1_000
const MOST_TURNS = 200
/** Far more than any of its work takes on a busy machine: an engine that never rests is a violation, not a wait. */
const RESTS_WITHIN_MS = 45_000

/**
 * Runs the engine until nothing is left but checks scheduled for later: what was put off after a failure is brought
 * forward, what waits a moment for an answer is waited for. Gives what did not come to rest.
 */
export async function settleAll(parts: EngineParts): Promise<readonly string[]> {
  const { useCases } = parts
  const { store, clock } = useCases
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    if (!(await restsInTime(parts))) break
    const open = openJobs(useCases)
    const [next] = open.map(dueAtMs).sort((a, b) => a - b)
    if (next === undefined) return []
    const inMs = next - clock.nowMs()
    if (inMs <= LONGEST_WAIT_MS) await delay(Math.max(1, inMs + 1))
    else store.write(() => open.forEach((job) => void releaseJob(useCases, job)))
    parts.engine().wake()
  }
  return openJobs(useCases).map(
    (job) => `the engine does not come to rest: job ${job.id} is ${job.status}, ${job.lastError}`,
  )
}

async function restsInTime(parts: EngineParts): Promise<boolean> {
  const late = new AbortController()
  const isResting = parts
    .engine()
    .idle()
    .then(() => true)
  const isLate = delay(RESTS_WITHIN_MS, false, { signal: late.signal })
  try {
    return await Promise.race([isResting, isLate])
  } finally {
    late.abort()
    // Nobody waits for it any more.
    isLate.catch(() => undefined)
  }
}

/** Jobs that wait for something, other than checks whose time has not come. */
export function openJobs({ store, clock }: Pick<UseCaseContext, 'store' | 'clock'>): readonly JobRecord[] {
  return store.jobs
    .list({ statuses: ['queued', 'waiting_offline'], text: '', beforeId: null, limit: 10_000 })
    .map(({ job }) => job)
    .filter((job) => !isScheduledCheck(job, clock.nowMs()))
}

/** Never tried, never refused: it is due when its time comes. One that comes in a moment is waited for. */
function isScheduledCheck(job: JobRecord, nowMs: number): boolean {
  const isUntouched = job.status === 'queued' && job.attemptCount === 0 && job.lastError === null
  return isUntouched && dueAtMs(job) > nowMs + LONGEST_WAIT_MS
}

export function dueAtMs(job: JobRecord): number {
  return job.nextRunAt === null ? 0 : fromIso(job.nextRunAt)
}
