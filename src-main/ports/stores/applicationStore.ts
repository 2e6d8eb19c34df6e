import type { ApplicationId } from '../../domain/ids.ts'

/** What an application is known by. An account belongs to the one that has its address and its client id. */
export interface ApplicationKey {
  readonly baseUrl: string
  readonly clientId: string
}

export interface ApplicationRecord extends ApplicationKey {
  readonly id: ApplicationId
  readonly callsPerMonth: number
}

/** Calls of one of the provider's months. */
export interface MonthUse {
  readonly used: number
  /** When the provider counted them itself; null while only our own calls were counted. */
  readonly countedAt: string | null
}

/** The provider counts the calls of an application together, whichever of its accounts made them. */
export interface ApplicationStore {
  /** Null for one that no account was ever connected with. */
  find(key: ApplicationKey): ApplicationRecord | null
  callsPerMonth(id: ApplicationId): number
  setCallsPerMonth(id: ApplicationId, calls: number): void
  monthUse(id: ApplicationId, monthStartsAt: string): MonthUse | null
  /**
   * Stored with the next commit, whoever's it is, at the latest after a tenth of a second; `read` is asked then. Announces
   * nothing: it comes with every call.
   */
  noteUseSoon(id: ApplicationId, read: () => MonthUse & { readonly monthStartsAt: string }): void
}
