import { describe, expect, it } from 'vitest'
import { createClockSkew } from './clockSkew.ts'

const noonMs = Date.UTC(2026, 1, 5, 12)

function fakeClock() {
  const time = { wallMs: noonMs, monotonicMs: 1_000 }
  return {
    time,
    clock: { nowMs: () => time.wallMs, monotonicMs: () => time.monotonicMs },
    pass(ms: number) {
      time.wallMs += ms
      time.monotonicMs += ms
    },
  }
}

describe('createClockSkew', () => {
  it('before any answer, knows nothing and holds nothing up', () => {
    const skew = createClockSkew(fakeClock().clock)

    expect([skew.offsetMs(), skew.isTooFar(), skew.ageMs()]).toEqual([null, false, null])
  })

  it.each([
    [4 * 60_000 + 59_000, false],
    [-(4 * 60_000 + 59_000), false],
    [5 * 60_000 + 2_000, true],
    [-(5 * 60_000 + 2_000), true],
  ])('with a clock off by %i ms, says %s', (offMs, isTooFar) => {
    const skew = createClockSkew(fakeClock().clock)
    skew.measure(new Date(noonMs - offMs).toUTCString())

    expect(skew.isTooFar()).toBe(isTooFar)
    expect(Math.abs((skew.offsetMs() ?? 0) - offMs)).toBeLessThanOrEqual(500)
  })

  it('with answers all over a second, is right on average, though their time is cut to the second', () => {
    const offsets = [0, 250, 500, 750, 1_000].map((ms) => {
      const { clock, pass } = fakeClock()
      const skew = createClockSkew(clock)
      pass(ms)
      skew.measure(new Date(noonMs).toUTCString())
      return skew.offsetMs() ?? Number.NaN
    })

    expect(offsets).toEqual([-500, -250, 0, 250, 500])
  })

  it('with each answer that carries another time, believes the newest, and none that carries no time', () => {
    const skew = createClockSkew(fakeClock().clock)
    const offsets = [noonMs, noonMs, noonMs - 60_000, null, noonMs + 2_000].map((providerMs) => {
      skew.measure(providerMs === null ? null : new Date(providerMs).toUTCString())
      return skew.offsetMs()
    })

    expect(offsets).toEqual([-500, -500, 59_500, 59_500, -2_500])
  })

  it('with the time passing, keeps the same offset', () => {
    const { clock, pass } = fakeClock()
    const skew = createClockSkew(clock)
    skew.measure(new Date(noonMs - 60_000).toUTCString())
    const before = skew.offsetMs()
    pass(3_600_000)

    expect(skew.offsetMs()).toBe(before)
    expect(skew.ageMs()).toBe(3_600_000)
  })

  it('with the PC clock corrected, is right again without an answer', () => {
    const { clock, time } = fakeClock()
    const skew = createClockSkew(clock)
    skew.measure(new Date(noonMs - 600_000).toUTCString())
    time.wallMs -= 600_000

    expect(skew.isTooFar()).toBe(false)
  })

  it.each([[null], [''], ['yesterday'], ['2026']])(
    'with the header %j, takes nothing that is no time',
    (header) => {
      const skew = createClockSkew(fakeClock().clock)
      skew.measure(new Date(noonMs).toUTCString())
      skew.measure(header)

      expect(skew.isTooFar()).toBe(false)
    },
  )

  it('with the wall clock set by hand, calls the measurement old', () => {
    const { clock, time } = fakeClock()
    const skew = createClockSkew(clock)
    skew.measure(new Date(noonMs).toUTCString())
    time.wallMs -= 7_200_000

    expect(skew.ageMs()).toBe(7_200_000)
  })
})
