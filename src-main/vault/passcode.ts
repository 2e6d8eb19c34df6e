import { randomBytes, timingSafeEqual } from 'node:crypto'
import { deriveScryptKey, SCRYPT_COST } from './scryptKey.ts'

const SALT_BYTES = 16
const HASH_BYTES = 32
const PATTERN = /^scrypt\$32768\$8\$1\$([A-Za-z0-9_-]{22})\$([A-Za-z0-9_-]{43})$/

/** `scrypt$<N>$<r>$<p>$<salt>$<hash>`, salt and hash in base64url. */
export async function hashPasscode(passcode: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await deriveScryptKey(passcode, salt, HASH_BYTES)
  const { n, r, p } = SCRYPT_COST
  return ['scrypt', n, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/**
 * False for a wrong passcode. A stored text in an unknown form is false as well, after the same work, so that
 * timing does not tell which operators exist.
 */
export async function verifyPasscode(passcode: string, stored: string): Promise<boolean> {
  const match = PATTERN.exec(stored)
  const salt = Buffer.from(match?.[1] ?? '', 'base64url')
  const expected = match === null ? randomBytes(HASH_BYTES) : Buffer.from(match[2] ?? '', 'base64url')
  const actual = await deriveScryptKey(passcode, salt, HASH_BYTES)
  return timingSafeEqual(actual, expected) && match !== null
}
