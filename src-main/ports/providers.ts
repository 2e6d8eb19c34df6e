import type { AccountId, VendorPinId } from '../domain/ids.ts'
import type { ProviderError } from '../domain/providerError/providerError.ts'
import type { LockProvider, LockServices } from './lockProvider.ts'

/** Use of the application's monthly calls, as last counted by the provider plus what was sent since. */
export interface AccountQuota {
  readonly used: number
  readonly limit: number
  readonly remaining: number
  /** Epoch ms of the provider's own count, or null while only our own calls are counted. */
  readonly countedAtMs: number | null
  /** Epoch ms of the next first of a month in Beijing. */
  readonly renewsAtMs: number
}

/** What a command is about: a code by its id on the lock, one to be added by its digits, or the lock as a whole. */
export interface CommandOnLock {
  readonly externalId: string
  readonly vendorPinId: VendorPinId | null
  readonly pin: string | null
}

/** A provider client and what it knows of its account besides the answers. */
export interface AccountClient
  extends LockProvider,
    Pick<LockServices, 'readWifiDetail' | 'listRecords' | 'readPassageMode' | 'setPassageMode'> {
  /** Our clock minus the provider's in ms; null before the first answer. */
  clockOffsetMs(): number | null
  /** Epoch ms of the last answer that only an account in working order gets, be it a refusal; null before the first. */
  answeredAtMs(): number | null
  quota(): AccountQuota
  /** A person said that the application has more calls: a month that was refused as used up is tried again. */
  forgetUsedUpMonth(): void
  /** A test of the account was let in: a sign-in that was refused is tried again at once. */
  forgetRefusedSignIn(): void
  /** Why a command would not be sent at this moment: its code, its lock or its gateway failed too often. Else null. */
  resting(command: CommandOnLock): ProviderError | null
  /** A person asked to try again: what was suspended after failures may be tried at once. */
  endSuspension(externalId: string): void
}

/** The provider clients of the profile's accounts, one each, made when first asked for. */
export interface Providers {
  forAccount(id: AccountId): AccountClient
  /** The account's address changed: the next who asks gets a new client. Of the old one, what was sent gets its answer. */
  replace(id: AccountId): void
  closeAll(): Promise<void>
}
