import { describe, expect, it } from 'vitest'
import { createMonthCount, type KeptUse } from './monthCount.ts'

/** 2026-02-28 15:59:00 UTC is a minute before March in Beijing. */
const lastMinuteMs = Date.UTC(2026, 1, 28, 15, 59)
const februaryMs = Date.UTC(2026, 0, 31, 16)
const marchMs = Date.UTC(2026, 1, 28, 16)

function monthAt(nowMs: number) {
  const time = { nowMs }
  const kept = new Map<number, KeptUse>()
  const setting = { limit: 30_000 }
  const clock = { nowMs: () => time.nowMs, monotonicMs: () => 0 }
  const start = () =>
    createMonthCount(clock, {
      limit: () => setting.limit,
      read: (monthStartMs) => kept.get(monthStartMs) ?? null,
      keep: (readNow) => {
        const { monthStartMs, ...rest } = readNow()
        kept.set(monthStartMs, rest)
      },
    })
  return { month: start(), start, time, kept, setting }
}

describe('createMonthCount', () => {
  it('counts its own calls on top of the count of the provider', () => {
    const { month } = monthAt(lastMinuteMs)
    month.setCount(23_423)
    month.countCall()

    expect(month.state()).toMatchObject({ used: 23_424, remaining: 6_576, countedAtMs: lastMinuteMs })
  })

  it('with a count of the provider below its own, believes the provider', () => {
    const { month } = monthAt(lastMinuteMs)
    month.setCount(500)
    month.setCount(420)

    expect(month.state().used).toBe(420)
  })

  it('after a start, goes on from what was kept of the month', () => {
    const { month, start } = monthAt(lastMinuteMs)
    month.setCount(29_000)
    month.countCall()

    expect(start().state()).toMatchObject({ used: 29_001, countedAtMs: lastMinuteMs })
  })

  it('after a start in the next month, begins from nothing', () => {
    const { month, start, time } = monthAt(lastMinuteMs)
    month.countCall()
    time.nowMs = marchMs

    expect(start().state()).toMatchObject({ used: 0, countedAtMs: null })
  })

  it('turns the month at midnight in Beijing', () => {
    const { month, time } = monthAt(lastMinuteMs)
    month.setCount(29_999)
    expect(month.state().renewsAtMs).toBe(marchMs)
    time.nowMs = marchMs

    expect(month.state()).toMatchObject({ used: 0, countedAtMs: null, renewsAtMs: Date.UTC(2026, 2, 31, 16) })
  })

  it('with a clock that leaves the month and comes back, finds what it counted of each', () => {
    const { month, time, kept } = monthAt(lastMinuteMs)
    month.setCount(12_000)
    time.nowMs = marchMs
    month.countCall()
    time.nowMs = lastMinuteMs
    month.countCall()

    expect(month.state().used).toBe(12_001)
    expect([...kept.keys()]).toEqual([februaryMs, marchMs])
  })

  it('with another number of calls a month, says at once what is left of it', () => {
    const { month, setting } = monthAt(lastMinuteMs)
    month.setCount(12_000)
    setting.limit = 10_000
    expect(month.state()).toMatchObject({ limit: 10_000, remaining: 0 })
    setting.limit = 100_000

    expect(month.state()).toMatchObject({ limit: 100_000, remaining: 88_000 })
  })

  it('forecasts the month from the pace so far', () => {
    const { month } = monthAt(Date.UTC(2026, 1, 14, 16))
    month.setCount(10_000)

    expect(month.state().forecast).toBe(20_000)
  })

  it('forecasts nothing on the first day of a month', () => {
    const { month, time } = monthAt(februaryMs)
    month.setCount(1_000)
    time.nowMs += 86_400_000 - 1
    expect(month.state().forecast).toBeNull()
    time.nowMs += 1

    expect(month.state().forecast).toBe(28_000)
  })
})
