/** When a code counts. Times are epoch milliseconds; a lock knows minutes only, so comparison floors to the minute. */
export type CodeWindow =
  | { readonly kind: 'permanent' }
  | { readonly kind: 'period'; readonly startMs: number; readonly endMs: number }

export const PERMANENT: CodeWindow = { kind: 'permanent' }

export const MINUTE_MS = 60_000

export function floorToMinute(ms: number): number {
  return Math.floor(ms / MINUTE_MS) * MINUTE_MS
}

/** Two windows are the same for a lock when both are permanent, or both periods agree to the minute. */
export function isSameWindow(a: CodeWindow, b: CodeWindow): boolean {
  if (a.kind === 'permanent' || b.kind === 'permanent') return a.kind === b.kind
  return (
    floorToMinute(a.startMs) === floorToMinute(b.startMs) && floorToMinute(a.endMs) === floorToMinute(b.endMs)
  )
}

/** Also of a listed code whose times are of another kind: nothing is known of when those open the door. */
type AnyWindow = CodeWindow | { readonly kind: 'other' }

/** True when the window has ended at `nowMs`; a permanent one never has. */
export function hasEnded(window: AnyWindow, nowMs: number): boolean {
  return window.kind === 'period' && window.endMs <= nowMs
}

/** True when the code opens the door at `nowMs`. */
export function isRunning(window: AnyWindow, nowMs: number): boolean {
  return (
    window.kind === 'permanent' ||
    (window.kind === 'period' && window.startMs <= nowMs && nowMs < window.endMs)
  )
}
