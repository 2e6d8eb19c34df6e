import { describe, expect, it } from 'vitest'
import { mayStillShowUntil } from './settlingTime.ts'

const SENT_AT_MS = Date.UTC(2026, 1, 5, 16, 28)
const settings = { commandDeadlineMs: 75_000, readBackDelaysMs: [2_000, 5_000, 15_000] }
const at = (ms: number) => new Date(SENT_AT_MS + ms).toISOString()
const sent = { intentAt: at(-10), sentAt: at(0), answeredAt: null, error: null }
const accepted = { ...sent, answeredAt: at(4_000) }
const lost = { ...accepted, error: 'TTLock did not answer in time.' }

describe('mayStillShowUntil', () => {
  it.each([
    ['without an answer, a moment ago', sent, 1_000, 75_000],
    ['without an answer, long ago', sent, 75_000, null],
    ['whose answer was lost', lost, 60_000, 79_000],
    ['whose answer was lost, long ago', lost, 79_000, null],
    ['that was accepted', accepted, 10_000, 26_000],
    ['that was accepted, and a list had time to follow', accepted, 26_000, null],
    ['from just before the clock was set back a little', sent, -60_000, 75_000],
    ['from another day by a clock that was ahead', sent, -86_400_000, null],
  ])('of a command %s, is as long as it can matter', (_what, operation, nowIn, untilIn) => {
    expect(mayStillShowUntil(operation, settings, SENT_AT_MS + nowIn)).toBe(
      untilIn === null ? null : SENT_AT_MS + untilIn,
    )
  })
})
