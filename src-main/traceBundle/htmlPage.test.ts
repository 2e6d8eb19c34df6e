import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { writeHtml } from './htmlPage.ts'
import { bundleWith, olderBundle } from './testSupport/sampleBundle.ts'

const STYLE = 'body { color: black; }\n'
const HOSTILE = `</title></style><script>alert(1)</script><img src=x onerror=alert(1)>"'&\u202e`

describe('the exported page', () => {
  it('allows nothing but its own style sheet', () => {
    const page = writeHtml(olderBundle(), STYLE)
    const sheet = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? ''
    const hash = createHash('sha256').update(sheet).digest('base64')
    expect(page).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    )
  })

  it('has no script, no address and no style attribute, whatever names it shows', () => {
    const page = writeHtml(
      bundleWith(
        {
          action: HOSTILE,
          lock_key: HOSTILE,
          door_name: HOSTILE,
          error_message: HOSTILE,
          request_json: { [HOSTILE]: HOSTILE },
        },
        { site_name: HOSTILE, outcome: { sentence: HOSTILE, state: 'failed' } },
      ),
      STYLE,
    )
    expect(page).not.toMatch(/<(script|img|iframe|link|object|form)\b/i)
    for (const [tag] of page.matchAll(/<[a-z][^>]*>/gi)) expect(tag).not.toMatch(/\s(on\w+|style|src)\s*=/i)
    expect(page).not.toMatch(/href="(?!#)/)
    expect(page).not.toContain('\u202e')
    expect(page.match(/<\/style>/g)).toHaveLength(1)
  })

  it('says how long all of it took in seconds, once there are many', () => {
    const lasting = (ms: number) => writeHtml(bundleWith({ duration_ms: ms }), STYLE)
    expect(lasting(9_999)).toContain('Course, 9999 ms in all')
    expect(lasting(7_223_541)).toContain('Course, 7,223.5 s in all')
  })

  it('tells each kind of line that was decided', () => {
    const door = {
      changes: [{ code_name: 'AB U9 C6' }],
      replaces: [{ code_name: 'AB U9 C7', reason: 'window_not_changeable' }],
      schedules: [{ line_id: 'schedule' }],
      reported: [{ code_name: 'AB U9 C8', would: 'delete', held_because: 'observe_mode', reason: null }],
      under_way: [{ code_name: 'AB U9 C9' }],
    }
    const response_json = { enforce_plan: { doors: [door] } }
    const jobs = olderBundle().reconcile_jobs
    const page = writeHtml(bundleWith({ response_json }, { reconcile_jobs: jobs }), STYLE)
    const list = /<ul class="plan">([\s\S]*?)<\/ul>/.exec(page)?.[1] ?? ''
    const lines = [...list.matchAll(/<li>(.*?)<\/li>/g)].map(([, line = '']) => line.replace(/<[^>]*>/g, ''))
    expect(lines.map((line) => line.trim())).toEqual([
      '~ AB U9 C6',
      '~ AB U9 C7 window not changeable',
      '~ Open schedule',
      '· AB U9 C8 would delete observe mode',
      '… AB U9 C9',
    ])
  })

  it('says why a line was decided as the plan says it, in the zone of the trace', () => {
    const stray = {
      code_name: 'cleaner',
      reason: 'stray_unmanaged',
      cautions: ['power_saving_lock_must_wake'],
      why: { rule: 'not_expected', facts: { reason: 'stray_unmanaged', madeAtMs: Date.UTC(2026, 1, 5, 16) } },
    }
    const endless = { ...stray, why: { ...stray.why, facts: { reason: 'expired', endedAtMs: 1e20 } } }
    const response_json = { enforce_plan: { doors: [{ deletes: [stray, endless] }] } }
    const jobs = olderBundle().reconcile_jobs
    const page = writeHtml(
      bundleWith(
        { response_json },
        { reconcile_jobs: jobs, timezone: 'Asia/Tokyo', exported_at: '2026-02-06T00:00:00.000Z' },
      ),
      STYLE,
    )
    expect(page).toContain(
      'Not a code you gave out: “cleaner”, made 6 Feb 01:00. This lock sleeps to save power: the command waits until it wakes.',
    )
    expect(page).toContain('The code “cleaner” ended at a time we do not know.')
  })

  it('has the words of the screens for the keys of an older export', () => {
    const page = writeHtml(olderBundle(), STYLE)
    expect(page).toContain(
      '</span> its credential was revoked or is missing here (before its grace time ended)',
    )
    expect(page).toContain('<strong>Bring in step</strong>')
  })

  it('shows the four sections and the outcome on top', () => {
    const page = writeHtml(olderBundle(), STYLE)
    const order = [
      'Door #2: create',
      '1 What changed',
      '2 What the system decided',
      '3 What was sent',
      '4 Timeline',
    ]
    const places = order.map((title) => page.indexOf(title))
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(places).not.toContain(-1)
  })
})
