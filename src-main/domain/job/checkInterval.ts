/** What is left of the provider's monthly calls. */
export interface CallBudget {
  readonly remaining: number
  /** Epoch ms at which the month's calls are renewed. */
  readonly renewsAtMs: number
}

/** Of what is left a fifth is kept for clicks and due windows, which never wait for the budget. */
const SHARE_FOR_CHECKS = 0.8
/** One page of codes; a lock with more than 200 costs more, a check that finds work too. */
const CALLS_PER_CHECK = 1

/**
 * Time between two background checks of a door: the larger of the shortest allowed and what the rest of the month's
 * calls gives each of the account's doors. With nothing left it is the time until the renewal.
 * @param doorCount doors of the account, at least 1
 */
export function checkIntervalMs(
  budget: CallBudget,
  doorCount: number,
  limits: { readonly shortestMs: number; readonly nowMs: number },
): number {
  const leftMs = Math.max(0, budget.renewsAtMs - limits.nowMs)
  const checksPerDoor = (budget.remaining * SHARE_FOR_CHECKS) / (CALLS_PER_CHECK * Math.max(1, doorCount))
  const sparingMs = checksPerDoor < 1 ? leftMs : leftMs / checksPerDoor
  return Math.max(limits.shortestMs, Math.ceil(sparingMs))
}
