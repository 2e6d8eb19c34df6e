/** Exact host names that may be opened in the system's browser: the lock vendor's portal and its API documents. */
const EXTERNAL_HOSTS: ReadonlySet<string> = new Set([
  'open.ttlock.com',
  'euopen.ttlock.com',
  'www.ttlock.com',
])

const MAX_LINK_LENGTH = 2_000

export type ExternalLinkVerdict =
  | { readonly kind: 'open'; readonly url: string }
  | {
      readonly kind: 'refused'
      readonly reason:
        | 'too_long'
        | 'not_a_url'
        | 'not_https'
        | 'has_credentials'
        | 'has_port'
        | 'host_not_listed'
    }

/** Gives back the parsed and re-serialised address: what was judged is what is opened. */
export function judgeExternalLink(text: string): ExternalLinkVerdict {
  if (text.length > MAX_LINK_LENGTH) return { kind: 'refused', reason: 'too_long' }
  if (!URL.canParse(text)) return { kind: 'refused', reason: 'not_a_url' }
  const url = new URL(text)
  if (url.protocol !== 'https:') return { kind: 'refused', reason: 'not_https' }
  if (url.username !== '' || url.password !== '') return { kind: 'refused', reason: 'has_credentials' }
  if (url.port !== '') return { kind: 'refused', reason: 'has_port' }
  if (!EXTERNAL_HOSTS.has(url.hostname)) return { kind: 'refused', reason: 'host_not_listed' }
  return { kind: 'open', url: url.href }
}
