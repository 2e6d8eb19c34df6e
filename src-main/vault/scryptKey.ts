import { scrypt } from 'node:crypto'

/** Cost: 32 MiB and about a tenth of a second. Runs on libuv's threads, so the windows stay alive meanwhile. */
export const SCRYPT_COST = { n: 2 ** 15, r: 8, p: 1 } as const

/** Node refuses more than 32 MiB unless told otherwise. */
const MAX_MEMORY_BYTES = 64 * 1_024 * 1_024

/** Passcodes are compared as people mean them: composed and decomposed accents are one. */
export function deriveScryptKey(passcode: string, salt: Uint8Array, length: number): Promise<Buffer> {
  const { n, r, p } = SCRYPT_COST
  return new Promise((resolve, reject) => {
    scrypt(
      passcode.normalize('NFKC'),
      salt,
      length,
      { N: n, r, p, maxmem: MAX_MEMORY_BYTES },
      (error, key) => {
        if (error === null) resolve(key)
        else reject(error)
      },
    )
  })
}
