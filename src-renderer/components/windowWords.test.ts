import { describe, expect, it } from 'vitest'
import { describeLimits, describeWindow } from './windowWords.ts'

const at = { zone: 'Europe/Berlin', nowMs: Date.parse('2026-11-20T10:00:00Z') }

describe('describeWindow', () => {
  it('says only the end of a window that runs', () => {
    const window = {
      kind: 'period',
      startsAt: '2026-11-01T10:00:00Z',
      endsAt: '2026-11-26T10:00:00Z',
    } as const
    expect(describeWindow(window, at)).toBe('until 26 Nov 11:00')
  })

  it('says both ends of a window that has not begun', () => {
    const window = {
      kind: 'period',
      startsAt: '2026-11-24T14:00:00Z',
      endsAt: '2026-11-26T10:00:00Z',
    } as const
    expect(describeWindow(window, at)).toBe('24 Nov 15:00 to 26 Nov 11:00')
  })

  it('calls a permanent code one without end', () => {
    expect(describeWindow({ kind: 'permanent' }, at)).toBe('no end')
  })
})

describe('describeLimits', () => {
  it('reads the far date that providers write as no end', () => {
    expect(describeLimits(null, '2099-12-31T22:59:00Z', at)).toBe('no end')
  })
})
