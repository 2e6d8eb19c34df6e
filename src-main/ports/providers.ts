import type { AccountId } from '../domain/ids.ts'
import type { LockProvider } from './lockProvider.ts'

/** The provider clients of the profile's accounts, one each, made when first asked for. */
export interface Providers {
  forAccount(id: AccountId): LockProvider
  /** Forgets the client after its account's region or secrets changed. */
  reset(id: AccountId): Promise<void>
  closeAll(): Promise<void>
}
