import { setTimeout as delay } from 'node:timers/promises'

/** Waits, or ends early when the signal aborts. Says whether the whole time passed. */
export async function abortableDelay(ms: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false
  try {
    await delay(ms, undefined, { signal })
    return true
  } catch (error) {
    if (signal.aborted) return false
    throw error
  }
}
