import type { ApplicationId } from '../domain/ids.ts'
import { isoOrNull, msOrNull, toIso } from '../domain/instant.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import type { ApplicationKey } from '../ports/stores/applicationStore.ts'
import {
  type CallsLeft,
  createMonthCount,
  createQuota,
  type MonthCount,
  type MonthMemory,
  type Quota,
} from '../ttlock/provider.ts'

interface Application {
  readonly month: MonthCount
  readonly quota: Quota
}

/** The quota of each application, one for all of its accounts. It begins with what an earlier run of the program counted. */
export interface ApplicationQuotas {
  /** For the clients of its accounts. */
  quotaOf(key: ApplicationKey): Quota
  /** Null for an application no account belongs to. */
  monthOf(key: ApplicationKey): MonthCount | null
  /** Null while nobody counted a call of this month. */
  knownState(key: ApplicationKey): CallsLeft | null
}

export function createApplicationQuotas(store: Store, clock: Clock): ApplicationQuotas {
  const known = new Map<ApplicationId, Application>()

  function applicationOf(key: ApplicationKey): Application | null {
    const record = store.applications.find(key)
    if (!record) return null
    const { id } = record
    const before = known.get(id)
    if (before) return before
    const month = createMonthCount(clock, memoryOf(store, id))
    const made = { month, quota: createQuota(clock, month) }
    known.set(id, made)
    return made
  }

  return {
    quotaOf(key) {
      const application = applicationOf(key)
      if (!application) throw new Error('A quota was asked for an application that no account belongs to')
      return application.quota
    },
    monthOf: (key) => applicationOf(key)?.month ?? null,
    knownState(key) {
      const state = applicationOf(key)?.quota.state() ?? null
      return state !== null && state.used === 0 && state.countedAtMs === null ? null : state
    },
  }
}

/**
 * Kept with the commit that keeps the log rows of the same calls. A kill takes those of the last tenth of a second, which the
 * account's next reading sets right: the provider counted them.
 */
function memoryOf(store: Store, id: ApplicationId): MonthMemory {
  return {
    limit: () => store.applications.callsPerMonth(id),
    read(monthStartMs) {
      const use = store.applications.monthUse(id, toIso(monthStartMs))
      return use && { used: use.used, countedAtMs: msOrNull(use.countedAt) }
    },
    keep(readNow) {
      store.applications.noteUseSoon(id, () => {
        const { used, countedAtMs, monthStartMs } = readNow()
        return { used, countedAt: isoOrNull(countedAtMs), monthStartsAt: toIso(monthStartMs) }
      })
    },
  }
}
