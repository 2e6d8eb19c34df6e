/**
 * What comes from there will run as this program: encrypted, or from this computer itself. Judged for the feed, each file
 * it names and each redirect.
 */
export function isUpdateAddressAllowed(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  if (username !== '' || password !== '') return false
  if (protocol === 'https:') return true
  return protocol === 'http:' && LOOPBACK.test(hostname)
}

const LOOPBACK = /^(?:localhost|\[::1\]|127(?:\.\d{1,3}){3})$/
