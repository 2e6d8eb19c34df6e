import { useSyncExternalStore } from 'react'

const STEP_MS = 15_000
let nowMs = Date.now()
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  // Only where no timer keeps it: a new value draws all of them once more, at each row that comes into a list.
  if (timer === undefined) nowMs = Date.now()
  listeners.add(listener)
  timer ??= setInterval(() => {
    nowMs = Date.now()
    for (const notify of listeners) notify()
  }, STEP_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** The current time in steps of 15 s, one timer for all of the screen. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => nowMs)
}
