/** What TTLock grants a new application (reported since 2026; its console shows each application's own number). */
export const USUAL_CALLS_PER_MONTH = 30_000
