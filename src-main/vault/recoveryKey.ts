import { createHash } from 'node:crypto'

/** Crockford's alphabet: no I, L, O or U, so that a key read aloud or copied by hand survives. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
export const RECOVERY_KEY_BYTES = 20
const KEY_SYMBOLS = (RECOVERY_KEY_BYTES * 8) / 5
const CHECK_SYMBOLS = 4
const GROUP = 4

/** Nine groups of four: 160 bits and a 20-bit checksum, e.g. `7ZK4-…-QM0V`. */
export function formatRecoveryKey(key: Uint8Array): string {
  const symbols = encodeBase32(key) + checksumOf(key)
  return (symbols.match(new RegExp(`.{${GROUP}}`, 'g')) ?? []).join('-')
}

/** Null when it was mistyped: a wrong length, a strange character or a checksum that does not fit. */
export function parseRecoveryKey(text: string): Uint8Array | null {
  const symbols = text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  if (symbols.length !== KEY_SYMBOLS + CHECK_SYMBOLS) return null
  const key = decodeBase32(symbols.slice(0, KEY_SYMBOLS))
  return key !== null && checksumOf(key) === symbols.slice(KEY_SYMBOLS) ? key : null
}

function checksumOf(key: Uint8Array): string {
  const digest = createHash('sha256').update('lockstep recovery key').update(key).digest()
  return encodeBase32(digest).slice(0, CHECK_SYMBOLS)
}

function encodeBase32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let pending = 0
  for (const byte of bytes) {
    pending = (pending << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET[(pending >> bits) & 31] ?? ''
    }
    pending &= (1 << bits) - 1
  }
  return bits === 0 ? text : text + (ALPHABET[(pending << (5 - bits)) & 31] ?? '')
}

function decodeBase32(symbols: string): Uint8Array | null {
  const bytes: number[] = []
  let bits = 0
  let pending = 0
  for (const symbol of symbols) {
    const value = ALPHABET.indexOf(symbol)
    if (value < 0) return null
    pending = (pending << 5) | value
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes.push((pending >> bits) & 255)
    pending &= (1 << bits) - 1
  }
  return Uint8Array.from(bytes)
}
