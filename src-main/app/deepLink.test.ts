import { describe, expect, it } from 'vitest'
import { createDeepLinkInbox, type DeepLink, findDeepLink, parseDeepLink } from './deepLink.ts'

const ID = '0123456789abcdef0123456789abcdef'
const OTHER_ID = 'f'.repeat(32)

describe('deep link (checklist 17)', () => {
  it('of a trace becomes a typed route', () => {
    expect(parseDeepLink(`lockstep://trace/${ID}`)).toEqual({ kind: 'trace', correlationId: ID })
  })

  it.each([
    ['a path out of the id', 'lockstep://trace/../../x'],
    ['a path after the id', `lockstep://trace/${ID}/../x`],
    ['a trailing slash', `lockstep://trace/${ID}/`],
    ['a query', `lockstep://trace/${ID}?apply=1`],
    ['a fragment', `lockstep://trace/${ID}#x`],
    ['another route', `lockstep://plan/${ID}`],
    ['an id too short', `lockstep://trace/${ID.slice(1)}`],
    ['an id too long', `lockstep://trace/${ID}0`],
    ['upper-case digits', `lockstep://trace/${ID.toUpperCase()}`],
    ['a line break at the end', `lockstep://trace/${ID}\n`],
    ['percent signs', `lockstep://trace/%30${ID.slice(1)}`],
    ['a port', `lockstep://trace:1/${ID}`],
    ['credentials', `lockstep://a@trace/${ID}`],
    ['the page scheme', `lockstep-app://ui/#/trace/${ID}`],
    ['no slashes', `lockstep:trace/${ID}`],
    ['nothing', ''],
  ])('with %s is refused', (_name, text) => {
    expect(parseDeepLink(text)).toBeNull()
  })
})

describe('deep link among arguments (checklist 16, 17)', () => {
  it('is found by its scheme, not by its place', () => {
    const argv = ['/opt/lockstep', '--secure-schemes=lockstep-app', `lockstep://trace/${ID}`, '--x']
    expect(findDeepLink(argv)).toEqual({ kind: 'trace', correlationId: ID })
  })

  it('is absent when the first one is malformed, whatever follows', () => {
    expect(findDeepLink(['lockstep://trace/x', `lockstep://trace/${ID}`])).toBeNull()
  })

  it('is not looked for inside a switch', () => {
    expect(findDeepLink([`--open=lockstep://trace/${ID}`])).toBeNull()
  })
})

describe('deep link inbox (checklist 17)', () => {
  const link = (correlationId: string) => parseDeepLink(`lockstep://trace/${correlationId}`)

  it('keeps the newest link until a window is there and opens it once', () => {
    const opened: DeepLink[] = []
    const inbox = createDeepLinkInbox()
    for (const id of [ID, OTHER_ID]) {
      const parsed = link(id)
      if (parsed !== null) inbox.receive(parsed)
    }
    inbox.start((parsed) => opened.push(parsed))
    expect(opened).toEqual([{ kind: 'trace', correlationId: OTHER_ID }])
  })

  it('opens links at once after the start', () => {
    const opened: DeepLink[] = []
    const inbox = createDeepLinkInbox()
    inbox.start((parsed) => opened.push(parsed))
    const parsed = link(ID)
    if (parsed !== null) inbox.receive(parsed)
    expect(opened).toHaveLength(1)
  })
})
