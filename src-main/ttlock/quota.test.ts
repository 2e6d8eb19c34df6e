import { describe, expect, it } from 'vitest'
import { createMonthCount } from './monthCount.ts'
import { createQuota } from './quota.ts'

/** 2026-02-28 15:59:00 UTC is a minute before March in Beijing. */
const lastMinuteMs = Date.UTC(2026, 1, 28, 15, 59)

function quotaAt(nowMs: number) {
  const time = { wallMs: nowMs, monotonicMs: 0 }
  const pass = (ms: number) => {
    time.wallMs += ms
    time.monotonicMs += ms
  }
  const clock = { nowMs: () => time.wallMs, monotonicMs: () => time.monotonicMs }
  const month = createMonthCount(clock, { limit: () => 30_000, read: () => null, keep: () => undefined })
  return { quota: createQuota(clock, month), pass }
}

describe('createQuota', () => {
  it('after 30006, pauses a minute and longer each time', () => {
    const { quota, pass } = quotaAt(lastMinuteMs - 86_400_000)
    quota.refused(30006)
    expect(quota.pause()).toEqual({ errcode: 30006, remainingMs: 60_000 })
    pass(60_000)
    expect(quota.pause()).toBeNull()
    quota.refused(30006)

    expect(quota.pause()?.remainingMs).toBe(120_000)
  })

  it('after 30006 to several calls that were under way at once, pauses a minute', () => {
    const { quota, pass } = quotaAt(lastMinuteMs - 86_400_000)
    for (let call = 0; call < 5; call += 1) quota.refused(30006)
    expect(quota.pause()).toEqual({ errcode: 30006, remainingMs: 60_000 })
    pass(60_000)
    expect(quota.pause()).toBeNull()
  })

  it('after 30006 and 30007 to calls that were under way at once, waits for the month', () => {
    const { quota } = quotaAt(lastMinuteMs - 86_400_000)
    for (const errcode of [30006, 30007, 30006]) quota.refused(errcode)
    expect(quota.pause()).toEqual({ errcode: 30007, remainingMs: 15 * 60_000 })
  })

  it('after 30006 again and again, pauses no longer than a quarter of an hour', () => {
    const { quota, pass } = quotaAt(lastMinuteMs - 86_400_000)
    const pauses = Array.from({ length: 7 }, () => {
      quota.refused(30006)
      const { remainingMs = 0 } = quota.pause() ?? {}
      pass(remainingMs)
      return remainingMs / 60_000
    })
    expect(pauses).toEqual([1, 2, 4, 8, 15, 15, 15])
  })

  it('after 30007, asks again in a quarter of an hour, since the plan may have been enlarged', () => {
    const { quota, pass } = quotaAt(lastMinuteMs - 86_400_000)
    quota.refused(30007)
    expect(quota.pause()).toEqual({ errcode: 30007, remainingMs: 15 * 60_000 })
    pass(15 * 60_000)
    expect(quota.pause()).toBeNull()
  })

  it('after 30006 and a call that went through, begins with a minute again', () => {
    const { quota, pass } = quotaAt(lastMinuteMs - 86_400_000)
    quota.refused(30006)
    pass(60_000)
    quota.accepted()
    quota.refused(30006)

    expect(quota.pause()?.remainingMs).toBe(60_000)
  })

  it('with an answer to an earlier call after the refusal, stays paused', () => {
    const { quota } = quotaAt(lastMinuteMs)
    quota.refused(30006)
    quota.accepted()

    expect(quota.pause()).not.toBeNull()
  })

  it('after 30007, goes on when the month turns', () => {
    const { quota, pass } = quotaAt(lastMinuteMs)
    quota.refused(30007)
    expect(quota.pause()).toMatchObject({ errcode: 30007 })
    pass(60_000)

    expect(quota.pause()).toBeNull()
  })

  it('after 30007 and a word of a person that there are more calls, goes on at once', () => {
    const { quota } = quotaAt(lastMinuteMs)
    quota.refused(30007)
    quota.forgetRefusal()

    expect(quota.pause()).toBeNull()
  })

  it('after 30006 and a word of a person that there are more calls, stays paused: the minute is not the month', () => {
    const { quota } = quotaAt(lastMinuteMs)
    quota.refused(30006)
    quota.forgetRefusal()

    expect(quota.pause()).not.toBeNull()
  })

  it('after 30007, says that the month is used up until a call is accepted, whatever was counted', () => {
    const { quota, pass } = quotaAt(lastMinuteMs - 3_600_000)
    quota.setCount(47)
    const isUsedUp = () => quota.state().isUsedUp
    expect(isUsedUp()).toBe(false)
    quota.refused(30007)
    quota.setCount(48)
    expect(isUsedUp()).toBe(true)
    pass(20 * 60_000)
    expect(isUsedUp()).toBe(true)
    quota.accepted()
    expect(isUsedUp()).toBe(false)
  })

  it('after 30007, says no more that the month is used up when it turns', () => {
    const { quota, pass } = quotaAt(lastMinuteMs)
    quota.refused(30007)
    pass(60_000)

    expect(quota.state().isUsedUp).toBe(false)
  })
})
