import { notifications } from '@mantine/notifications'
import { useRef, useState } from 'react'
import { showFailure } from '../../components/showFailure.ts'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import { actInSteps, type Progress } from './model/inSteps.ts'

const words = texts.jobs

type BulkKind = 'retry' | 'cancel'

export interface Bulk {
  /** What is under way, or null. */
  readonly running: { readonly kind: BulkKind; readonly progress: Progress } | null
  start(kind: BulkKind, jobIds: readonly number[]): void
  /** Ends after the step at hand; what was done stays done. */
  stop(): void
}

/** Retry or cancel many jobs, a few at a time. */
export function useBulk(onEnd: () => void): Bulk {
  const [running, setRunning] = useState<Bulk['running']>(null)
  const isStopped = useRef(false)

  async function run(kind: BulkKind, jobIds: readonly number[]): Promise<void> {
    isStopped.current = false
    setRunning({ kind, progress: { handled: 0, total: jobIds.length, done: 0 } })
    try {
      const end = await actInSteps(jobIds, (some) => act(kind, some), {
        onProgress: (progress) => setRunning({ kind, progress }),
        isStopped: () => isStopped.current,
      })
      tell(kind, end)
    } catch (error) {
      showFailure(error)
    } finally {
      setRunning(null)
      onEnd()
    }
  }

  return {
    running,
    start: (kind, jobIds) => void run(kind, jobIds),
    stop() {
      isStopped.current = true
    },
  }
}

async function act(kind: BulkKind, some: readonly number[]): Promise<number> {
  const jobIds = [...some]
  if (kind === 'retry') return (await ask(window.lockstep.jobs.retry({ jobIds }))).retried
  return (await ask(window.lockstep.jobs.cancel({ jobIds }))).cancelled
}

function tell(kind: BulkKind, end: Progress): void {
  const left = end.total - end.handled
  const title = kind === 'retry' ? words.retried(end.done) : words.cancelled(end.done)
  const next = kind === 'retry' ? '' : words.cancelledNext
  notifications.show({ title, message: left > 0 ? words.leftAlone(left) : next })
}
