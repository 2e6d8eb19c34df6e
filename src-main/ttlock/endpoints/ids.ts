import type { ProviderError } from '../../domain/providerError/providerError.ts'
import { invalidRequest } from '../failures.ts'

/** The seed's logs hold ids as numbers; one too large for that is no id. */
export function lockNumber(externalId: string): number | null {
  const value = /^[1-9]\d{0,15}$/.test(externalId) ? Number(externalId) : Number.NaN
  return Number.isSafeInteger(value) ? value : null
}

export function invalidLockId(): ProviderError {
  return invalidRequest('The lock id must be a whole number, as the TTLock app shows it.')
}

export function refuse(error: ProviderError): { readonly ok: false; readonly error: ProviderError } {
  return { ok: false, error }
}
