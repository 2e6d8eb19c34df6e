import type { AccountId } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import { callsForWindows, checkIntervalMs } from '../domain/job/checkInterval.ts'
import type { AccountQuota } from '../ports/providers.ts'
import type { Store } from '../ports/store.ts'

/**
 * From the commit in which calls a month were changed until the engine followed, be it after the next start: the last door at
 * which it did, at first 0. Null otherwise.
 */
export const CALLS_CHANGED_SETTING = 'calls_changed'

/** The time between two background checks of a door: what the month's calls of its application allow all of its doors. */
export function checkSpacingMs(
  { accounts, doors, people }: Pick<Store, 'accounts' | 'doors' | 'people'>,
  accountId: AccountId,
  budget: {
    readonly quota: Pick<AccountQuota, 'remaining' | 'renewsAtMs'>
    readonly shortestMs: number
    readonly nowMs: number
  },
): number {
  const { remaining, renewsAtMs } = budget.quota
  let doorCount = 0
  let keptForWindows = 0
  for (const id of accounts.sharingApplication(accountId)) {
    doorCount += doors.idsOfAccount(id).length
    keptForWindows += callsForWindows(people.windowsAhead(id, toIso(renewsAtMs)))
  }
  return checkIntervalMs({ remaining, keptForWindows, renewsAtMs }, doorCount, budget)
}
