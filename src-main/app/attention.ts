import type { JobStatus } from '../domain/job/job.ts'
import type { Notifier } from '../ports/notifier.ts'
import type { Power } from '../ports/power.ts'

/** Work changes many rows in a moment; the person and the system hear of its end result. */
const SETTLE_MS = 200

export interface Attention {
  /** Something about jobs changed; `counts` is asked a moment later. */
  jobsChanged(counts: () => Readonly<Record<JobStatus, number>>): void
  /** The profile is closed: nothing runs in it any more, and what awaits in the next one is not news. */
  forget(): void
}

/** Keeps the computer awake while jobs run, and tells the person when a plan came to await approval. */
export function createAttention(options: {
  readonly power: Pick<Power, 'keepAwake'>
  readonly notifier: Notifier
  readonly openPlans: () => void
  readonly settleMs?: number
}): Attention {
  let timer: NodeJS.Timeout | null = null
  let release: (() => void) | null = null
  let known: number | null = null

  function look(counts: Readonly<Record<JobStatus, number>>): void {
    if (counts.running > 0) release ??= options.power.keepAwake()
    else {
      release?.()
      release = null
    }
    const awaiting = counts.awaiting_approval
    if (known !== null && awaiting > known) {
      options.notifier.notify({
        title: awaiting === 1 ? 'A plan awaits your approval' : `${awaiting} plans await your approval`,
        body: 'Nothing is sent to the locks before you approve it.',
        onClick: options.openPlans,
      })
    }
    known = awaiting
  }

  return {
    jobsChanged(counts) {
      timer ??= setTimeout(() => {
        timer = null
        look(counts())
      }, options.settleMs ?? SETTLE_MS)
    },
    forget() {
      known = null
      if (timer) clearTimeout(timer)
      timer = null
      release?.()
      release = null
    },
  }
}
