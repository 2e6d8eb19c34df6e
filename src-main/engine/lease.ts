import { toIso } from '../domain/instant.ts'
import type { JobRecord } from '../ports/stores/jobStore.ts'
import type { EngineContext } from './engineContext.ts'

/** The right to work on a job. Whoever lost it sends nothing more and records no outcome. */
export interface Lease {
  /** Aborts when the lease is found to be somebody else's. */
  readonly lost: AbortSignal
  /**
   * True while the job is still ours by the store's word. Renews a lease that either clock says has aged: the wall
   * clock may have been set, and the monotonic one stands still while the computer sleeps.
   */
  isHeld(): boolean
  /** Ends the renewing. */
  release(): void
}

/** Renews three times within each lease. */
const RENEWALS = 3

export function keepLease(context: EngineContext, job: JobRecord): Lease {
  const { store, clock, settings } = context
  const lost = new AbortController()
  const agedMs = settings.leaseMs / RENEWALS
  let renewedAt = now()
  const timer = setInterval(() => void renewQuietly(), agedMs)

  function now() {
    return { wallMs: clock.nowMs(), monotonicMs: clock.monotonicMs() }
  }

  function isAged(): boolean {
    const { wallMs, monotonicMs } = now()
    const wallAgeMs = wallMs - renewedAt.wallMs
    return wallAgeMs < 0 || wallAgeMs >= agedMs || monotonicMs - renewedAt.monotonicMs >= agedMs
  }

  function renew(): boolean {
    if (lost.signal.aborted || job.leaseToken === null) return false
    const at = now()
    const isOurs = store.jobs.renewLease(job.id, job.leaseToken, toIso(at.wallMs + settings.leaseMs))
    if (isOurs) renewedAt = at
    else lost.abort()
    return isOurs
  }

  /**
   * In one commit with the other jobs that began when this one did. A disk that is full at this moment takes no lease
   * away; the next look tells.
   */
  async function renewQuietly(): Promise<void> {
    try {
      await store.writeTogether(renew)
    } catch (error) {
      context.reportFault(error, { jobId: job.id, correlationId: job.correlationId })
    }
  }

  return {
    lost: lost.signal,
    isHeld() {
      if (lost.signal.aborted) return false
      if (isAged()) return renew()
      const stored = store.jobs.get(job.id)
      const isOurs = stored?.status === 'running' && stored.leaseToken === job.leaseToken
      if (!isOurs) lost.abort()
      return isOurs
    },
    release: () => clearInterval(timer),
  }
}
