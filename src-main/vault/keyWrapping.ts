import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { deriveScryptKey } from './scryptKey.ts'
import { openSealedText, SealBrokenError, sealText } from './sealedText.ts'

export const DATA_KEY_BYTES = 32
const SALT_BYTES = 16

export interface WrappedKey {
  readonly salt: string
  readonly wrapped: string
}

/** What a wrapping is bound to: the vault and the way in. */
export interface WrappingPlace {
  readonly vaultId: string
  readonly way: `passcode:${number}` | 'recovery'
}

/** A key of its own for each purpose, derived from the data key. */
export function derivePurposeKey(dataKey: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', dataKey, Buffer.alloc(0), `lockstep/${purpose}`, DATA_KEY_BYTES))
}

export function checkOf(dataKey: Uint8Array, vaultId: string): string {
  return createHmac('sha256', derivePurposeKey(dataKey, 'vault-check')).update(vaultId).digest('hex')
}

export async function wrapWithPasscode(
  dataKey: Uint8Array,
  passcode: string,
  place: WrappingPlace,
): Promise<WrappedKey> {
  const salt = randomBytes(SALT_BYTES)
  const key = await deriveScryptKey(passcode, salt, DATA_KEY_BYTES)
  return { salt: salt.toString('base64url'), wrapped: wrap(dataKey, key, place) }
}

/** Null for a wrong passcode, and for a wrapping that was changed or belongs elsewhere. */
export async function unwrapWithPasscode(
  wrapping: WrappedKey,
  passcode: string,
  place: WrappingPlace,
): Promise<Buffer | null> {
  const key = await deriveScryptKey(passcode, Buffer.from(wrapping.salt, 'base64url'), DATA_KEY_BYTES)
  return unwrap(wrapping.wrapped, key, place)
}

/** The recovery key is 160 random bits, so it needs no slow derivation. */
export function wrapWithRecoveryKey(
  dataKey: Uint8Array,
  recoveryKey: Uint8Array,
  place: WrappingPlace,
): WrappedKey {
  const salt = randomBytes(SALT_BYTES)
  return {
    salt: salt.toString('base64url'),
    wrapped: wrap(dataKey, recoveryWrapKey(recoveryKey, salt), place),
  }
}

export function unwrapWithRecoveryKey(
  wrapping: WrappedKey,
  recoveryKey: Uint8Array,
  place: WrappingPlace,
): Buffer | null {
  return unwrap(
    wrapping.wrapped,
    recoveryWrapKey(recoveryKey, Buffer.from(wrapping.salt, 'base64url')),
    place,
  )
}

function recoveryWrapKey(recoveryKey: Uint8Array, salt: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', recoveryKey, salt, 'lockstep/recovery-wrap', DATA_KEY_BYTES))
}

function wrap(dataKey: Uint8Array, key: Uint8Array, place: WrappingPlace): string {
  return sealText(Buffer.from(dataKey).toString('base64url'), { key, aad: aadOf(place) })
}

function unwrap(wrapped: string, key: Uint8Array, place: WrappingPlace): Buffer | null {
  try {
    const dataKey = Buffer.from(openSealedText(wrapped, { key, aad: aadOf(place) }), 'base64url')
    return dataKey.length === DATA_KEY_BYTES ? dataKey : null
  } catch (error) {
    if (error instanceof SealBrokenError) return null
    throw error
  }
}

function aadOf({ vaultId, way }: WrappingPlace): string {
  return `lockstep-vault:1:${vaultId}:${way}`
}
