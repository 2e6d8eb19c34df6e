import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const VERSION = 's1'

/** The sealed text was changed, cut, moved to another place, or sealed with another key. */
export class SealBrokenError extends Error {
  readonly code = 'seal_broken'
  constructor() {
    super('sealed text does not open')
    this.name = 'SealBrokenError'
  }
}

/** `s1.<nonce>.<ciphertext and tag>` in base64url, AES-256-GCM. */
export function sealText(
  plaintext: string,
  { key, aad }: { key: KeyObject | Uint8Array; aad: string },
): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(aad, 'utf8'))
  const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return [VERSION, nonce.toString('base64url'), body.toString('base64url')].join('.')
}

/** Throws SealBrokenError unless key, text and aad are those of the sealing. */
export function openSealedText(
  sealed: string,
  { key, aad }: { key: KeyObject | Uint8Array; aad: string },
): string {
  const [version, nonceText, bodyText, ...rest] = sealed.split('.')
  if (version !== VERSION || nonceText === undefined || bodyText === undefined || rest.length > 0) {
    throw new SealBrokenError()
  }
  const nonce = Buffer.from(nonceText, 'base64url')
  const body = Buffer.from(bodyText, 'base64url')
  if (nonce.length !== NONCE_BYTES || body.length < TAG_BYTES) throw new SealBrokenError()
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(aad, 'utf8'))
  decipher.setAuthTag(body.subarray(body.length - TAG_BYTES))
  try {
    const head = decipher.update(body.subarray(0, body.length - TAG_BYTES))
    return Buffer.concat([head, decipher.final()]).toString('utf8')
  } catch {
    // OpenSSL says only that the state is unsupported; there is nothing in its error to keep.
    throw new SealBrokenError()
  }
}
