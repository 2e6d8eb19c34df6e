import { describe, expect, it } from 'vitest'
import { credential, DAY_MS, HOUR_MS, NOW_MS } from '../plan/testSupport/doorPlanBuilder.ts'
import { codeNextDeadlineMs, expectedAt } from './expectedAt.ts'

const OPTIONS = { nowMs: NOW_MS, leadTimeMs: DAY_MS, timezone: 'Europe/Berlin' }

describe('expected at a time', () => {
  it('is by credential id, of active credentials with a grant', () => {
    const { codes } = expectedAt(
      [credential(3), credential(1), credential(2, { isActive: false }), credential(4, { grants: [] })],
      OPTIONS,
    )
    expect(codes.map((code) => code.item.credentialId)).toEqual([1, 3])
  })

  it.each([
    ['Europe/Berlin', Date.UTC(2099, 11, 31, 22, 59)],
    ['America/New_York', Date.UTC(2100, 0, 1, 4, 59)],
    ['Pacific/Kiritimati', Date.UTC(2099, 11, 31, 9, 59)],
  ])('ends an open-ended window in %s at 23:59 of 2099 there', (timezone, endMs) => {
    const startMs = NOW_MS + HOUR_MS
    const { codes } = expectedAt([credential(1, { window: { startMs, endMs: null } })], {
      ...OPTIONS,
      timezone,
    })
    expect(codes[0]?.item.window).toEqual({ kind: 'period', startMs, endMs })
  })

  it('is permanent where it has no end and has begun', () => {
    const window = { startMs: NOW_MS - HOUR_MS, endMs: null }
    expect(expectedAt([credential(1, { window })], OPTIONS).codes[0]?.item.window).toEqual({
      kind: 'permanent',
    })
  })

  it('begins a window that only has an end at a fixed far date, so that it does not move with time', () => {
    const window = { startMs: null, endMs: NOW_MS + HOUR_MS }
    const expected = { kind: 'period', startMs: Date.UTC(1999, 11, 31, 23), endMs: NOW_MS + HOUR_MS }
    expect(expectedAt([credential(1, { window })], OPTIONS).codes[0]?.item.window).toEqual(expected)
  })

  it('keeps a stay over the change to daylight saving at its moments, an hour shorter on the clock', () => {
    // Berlin, 28 March 2026 15:00 (UTC+1) to 29 March 11:00 (UTC+2).
    const window = { startMs: Date.UTC(2026, 2, 28, 14), endMs: Date.UTC(2026, 2, 29, 9) }
    const [code] = expectedAt([credential(1, { window })], { ...OPTIONS, nowMs: window.startMs }).codes
    expect(code?.item.window).toEqual({ kind: 'period', ...window })
  })

  it('is later by more than the lead time only', () => {
    const starts = [NOW_MS + DAY_MS, NOW_MS + DAY_MS + 60_000]
    const { codes } = expectedAt(
      starts.map((startMs, index) => credential(index + 1, { window: { startMs, endMs: null } })),
      OPTIONS,
    )
    expect(codes.map((code) => code.item.isLater)).toEqual([false, true])
  })

  it('refuses a time zone that does not exist', () => {
    const window = { startMs: NOW_MS + HOUR_MS, endMs: null }
    expect(() => expectedAt([credential(1, { window })], { ...OPTIONS, timezone: 'Berlin' })).toThrow(
      'unknown_time_zone',
    )
  })

  it.each([
    ['its lead time begins', NOW_MS - 1, 10 * DAY_MS, NOW_MS + 9 * DAY_MS],
    ['its window opens', NOW_MS, HOUR_MS, NOW_MS + HOUR_MS],
    ['its window closes', NOW_MS + HOUR_MS, HOUR_MS, NOW_MS + 2 * HOUR_MS],
  ])('is due when %s', (_moment, nowMs, startsIn, dueAtMs) => {
    const span = { startMs: NOW_MS + startsIn, endMs: NOW_MS + startsIn + HOUR_MS }
    expect(codeNextDeadlineMs(span, nowMs, DAY_MS)).toBe(dueAtMs)
  })

  it('is never due again once a code without end has opened', () => {
    expect(
      codeNextDeadlineMs({ startMs: NOW_MS, endMs: Number.POSITIVE_INFINITY }, NOW_MS, DAY_MS),
    ).toBeNull()
  })
})
