/** The lengths one can choose from, minutes. A session that nobody ends is over by itself. */
export const DEBUG_SESSION_MINUTES = [10, 30, 60, 240] as const

export type DebugSessionState = 'recording' | 'stopped' | 'ended'

/** Times are ISO 8601 UTC, all of one form, so that they compare as texts. */
export function debugSessionState(
  session: { readonly endsAt: string; readonly stoppedAt: string | null },
  nowIso: string,
): DebugSessionState {
  if (session.stoppedAt !== null) return 'stopped'
  return session.endsAt > nowIso ? 'recording' : 'ended'
}
