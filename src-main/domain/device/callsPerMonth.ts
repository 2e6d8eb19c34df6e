/** What TTLock grants a new application (reported since 2026; its console shows each application's own number). */
export const USUAL_CALLS_PER_MONTH = 30_000

/** Under a thousand a single door with a few guests is not kept in step; no plan with ten million is known. */
export const CALLS_PER_MONTH_RANGE = { least: 1_000, most: 10_000_000 } as const

export function isCallsPerMonth(calls: number): boolean {
  const { least, most } = CALLS_PER_MONTH_RANGE
  return Number.isInteger(calls) && calls >= least && calls <= most
}
