import type { AccountId } from '../domain/ids.ts'
import type { LockProvider } from './lockProvider.ts'

/** A provider client and what it knows of its account besides the answers. */
export interface AccountClient extends LockProvider {
  /** Our clock minus the provider's in ms; null before the first answer. */
  clockOffsetMs(): number | null
  /** A person asked to try again: what was suspended after failures may be tried at once. */
  endSuspension(externalId: string): void
}

/** The provider clients of the profile's accounts, one each, made when first asked for. */
export interface Providers {
  forAccount(id: AccountId): AccountClient
  /** Forgets the client after its account's region or secrets changed. */
  reset(id: AccountId): Promise<void>
  closeAll(): Promise<void>
}
