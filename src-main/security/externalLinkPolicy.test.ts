import { describe, expect, it } from 'vitest'
import { judgeExternalLink } from './externalLinkPolicy.ts'

describe('external link policy (checklist 12)', () => {
  it.each([
    ['https://euopen.ttlock.com/document-pages/', 'https://euopen.ttlock.com/document-pages/'],
    ['HTTPS://EUOPEN.TTLOCK.COM/x', 'https://euopen.ttlock.com/x'],
    ['https://open.ttlock.com:443/', 'https://open.ttlock.com/'],
  ])('opens %s as %s', (text, url) => {
    expect(judgeExternalLink(text)).toEqual({ kind: 'open', url })
  })

  it.each([
    ['plain http', 'http://open.ttlock.com/', 'not_https'],
    ['a file', 'file:///etc/passwd', 'not_https'],
    ['a script', 'javascript:alert(1)', 'not_https'],
    ['a program of the system', 'ms-msdt:/id', 'not_https'],
    ['our own link', 'lockstep://trace/0', 'not_https'],
    ['a host that is not listed', 'https://example.com/', 'host_not_listed'],
    ['a host that ends like a listed one', 'https://evil-open.ttlock.com.example/', 'host_not_listed'],
    ['a sub-domain of a listed one', 'https://x.open.ttlock.com/', 'host_not_listed'],
    ['a look-alike letter', 'https://оpen.ttlock.com/', 'host_not_listed'],
    ['a trailing dot', 'https://open.ttlock.com./', 'host_not_listed'],
    ['a listed host as user name', 'https://open.ttlock.com@example.com/', 'has_credentials'],
    ['a port', 'https://open.ttlock.com:8443/', 'has_port'],
    ['a back slash before the host', 'https:\\\\example.com\\@open.ttlock.com/', 'host_not_listed'],
    ['no url', 'open.ttlock.com', 'not_a_url'],
    ['a relative path', '//open.ttlock.com/', 'not_a_url'],
    ['an overlong one', `https://open.ttlock.com/${'a'.repeat(3_000)}`, 'too_long'],
  ])('refuses %s', (_name, text, reason) => {
    expect(judgeExternalLink(text)).toEqual({ kind: 'refused', reason })
  })
})
