/** Windows that are known to open and to close at an account's doors before its calls are renewed. */
export interface WindowsAhead {
  readonly openings: number
  readonly closings: number
}

/** What is left of the provider's monthly calls. */
export interface CallBudget {
  readonly remaining: number
  /** What the windows ahead will need of them. */
  readonly keptForWindows: number
  /** Epoch ms at which the month's calls are renewed. */
  readonly renewsAtMs: number
}

/** Of what is left besides, a fifth is kept for clicks and for windows not yet decided, which never wait for the budget. */
const SHARE_FOR_CHECKS = 0.8
/** One page of codes; a lock with more than 200 or a decided open schedule costs more, a check that finds work too. */
const CALLS_PER_CHECK = 1
/** A code is put on the lock between two lists, and looked at when it begins to count. */
const CALLS_PER_OPENING = 4
/** It is taken off between two lists. */
const CALLS_PER_CLOSING = 3

export function callsForWindows({ openings, closings }: WindowsAhead): number {
  return openings * CALLS_PER_OPENING + closings * CALLS_PER_CLOSING
}

/**
 * Time between two background checks of a door: the larger of the shortest allowed and what the rest of the month's
 * calls, without those kept for windows, gives each of the application's doors. With nothing left it is the time until the
 * renewal.
 * @param doorCount doors of all accounts of the application
 */
export function checkIntervalMs(
  budget: CallBudget,
  doorCount: number,
  limits: { readonly shortestMs: number; readonly nowMs: number },
): number {
  const leftMs = Math.max(0, budget.renewsAtMs - limits.nowMs)
  const free = Math.max(0, budget.remaining - budget.keptForWindows)
  const checksPerDoor = (free * SHARE_FOR_CHECKS) / (CALLS_PER_CHECK * Math.max(1, doorCount))
  const sparingMs = checksPerDoor < 1 ? leftMs : leftMs / checksPerDoor
  return Math.max(limits.shortestMs, Math.ceil(sparingMs))
}
