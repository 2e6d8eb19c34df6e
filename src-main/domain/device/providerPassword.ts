import { createHash } from 'node:crypto'

/** MD5 in lower-case hex: the form in which TTLock takes a password. The typed one is kept nowhere. */
export function providerPasswordOf(password: string): string {
  return createHash('md5').update(password, 'utf8').digest('hex')
}
