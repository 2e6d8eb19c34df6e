import { describe, expect, it } from 'vitest'
import { judgeSender, type Sender } from './senderPolicy.ts'

const page = { url: 'lockstep-app://ui/#/doors', isMainFrame: true }
const rules = { origins: { devServerOrigin: null }, windows: ['main'] } as const

describe('sender policy (checklist 13)', () => {
  it('accepts the main frame of a known window on our page', () => {
    expect(judgeSender({ windowKind: 'main', frame: page }, rules)).toEqual({
      kind: 'accepted',
      windowKind: 'main',
    })
  })

  it.each<[string, Sender, string]>([
    ['web contents nobody registered', { windowKind: null, frame: page }, 'unknown_web_contents'],
    ['a frame that is gone', { windowKind: 'main', frame: null }, 'frame_gone'],
    ['a sub-frame of our page', { windowKind: 'main', frame: { ...page, isMainFrame: false } }, 'sub_frame'],
    [
      'a foreign page in our window',
      { windowKind: 'main', frame: { url: 'https://example.com/', isMainFrame: true } },
      'foreign_origin',
    ],
    [
      'a host that begins like ours',
      { windowKind: 'main', frame: { url: 'lockstep-app://ui.evil/', isMainFrame: true } },
      'foreign_origin',
    ],
    [
      'a page server in a built program',
      { windowKind: 'main', frame: { url: 'http://localhost:5173/', isMainFrame: true } },
      'foreign_origin',
    ],
    [
      'an error page',
      { windowKind: 'main', frame: { url: 'chrome-error://chromewebdata/', isMainFrame: true } },
      'foreign_origin',
    ],
    [
      'a window of a kind the route excludes',
      { windowKind: 'trace', frame: page },
      'window_kind_not_allowed',
    ],
  ])('refuses %s', (_name, sender, reason) => {
    expect(judgeSender(sender, rules)).toEqual({ kind: 'refused', reason })
  })
})
