import { expect, test } from 'vitest'
import { simulatedLogin } from '../support/simulator.ts'
import { dayMs, guestLogin, hourMs, logIn, minuteMs, request, type Stage, stage } from './session.ts'

/** Facts 5 and 6: the monthly count, its limit, and the unpublished short-term limit. */

async function monthCount({ simulator }: Stage): Promise<unknown> {
  const { clientId, clientSecret } = simulatedLogin
  const { json } = await request(`${simulator.url}/app/getMonthRequestCount`, { clientId, clientSecret })
  return json.monthRequestCount
}

test('facts 6 month count: every call counts, the refused ones too', async () => {
  const staged = await stage()
  await staged.session.call('/v3/lock/list')
  await staged.session.call('/v3/lock/detail', { lockId: 1 })
  expect(await monthCount(staged)).toBe(2)
})

test('facts 6 month count: it is of the application, whichever of its accounts calls', async () => {
  const staged = await stage()
  const guest = await logIn(staged.simulator.url, staged.clock, guestLogin)
  await staged.session.call('/v3/lock/list')
  await guest.call('/v3/lock/list')
  expect(await monthCount(staged)).toBe(2)
})

test('facts 8 question 9 month count: refused calls do not count where so switched', async () => {
  const staged = await stage()
  staged.simulator.control.setSwitches({ failedCallsCount: false })
  await staged.session.call('/v3/lock/list')
  await staged.session.call('/v3/lock/detail', { lockId: 1 })
  expect(await monthCount(staged)).toBe(1)
})

test('facts 6 month count: the month is that of UTC+8', async () => {
  const staged = await stage()
  await staged.session.call('/v3/lock/list')
  // 28 February 15:59 UTC is the last minute of February in Beijing.
  staged.clock.advance(Date.UTC(2026, 1, 28, 15, 59) - staged.clock.now())
  const february = await monthCount(staged)
  staged.clock.advance(minuteMs)
  const march = await monthCount(staged)
  expect([february, march]).toEqual([1, 0])
})

test('facts 5 30007: the limit stops calls until the first of the next month', async () => {
  const staged = await stage()
  staged.simulator.control.setQuota({ monthlyLimit: 30_000, monthCount: 29_999 })
  const last = await staged.session.call('/v3/lock/list')
  const over = await staged.session.call('/v3/lock/list')
  staged.clock.advance(24 * dayMs)
  const nextMonth = await staged.session.call('/v3/lock/list')
  expect([last, over, nextMonth].map(({ json }) => json.errcode)).toEqual([undefined, 30007, undefined])
})

test('facts 5 30006: too many calls in a minute are refused, and pass again after it', async () => {
  const staged = await stage()
  staged.simulator.control.setQuota({ perMinuteLimit: 2 })
  const codes: unknown[] = []
  for (let index = 0; index < 3; index += 1)
    codes.push((await staged.session.call('/v3/lock/list')).json.errcode)
  staged.clock.advance(minuteMs)
  codes.push((await staged.session.call('/v3/lock/list')).json.errcode)
  expect(codes).toEqual([undefined, undefined, 30006, undefined])
})

test('facts 5 30006: a call counts for the whole minute after it', async () => {
  const staged = await stage()
  staged.simulator.control.setQuota({ perMinuteLimit: 1 })
  await staged.session.call('/v3/lock/list')
  staged.clock.advance(minuteMs - 1)
  const { json } = await staged.session.call('/v3/lock/list')
  expect(json.errcode).toBe(30006)
})

test('facts 6 month count: id and secret are checked', async () => {
  const staged = await stage()
  const url = `${staged.simulator.url}/app/getMonthRequestCount`
  const unknown = await request(url, { clientId: 'x', clientSecret: 'y' })
  const wrong = await request(url, { clientId: simulatedLogin.clientId, clientSecret: 'y' })
  staged.clock.advance(hourMs)
  expect([unknown.json.errcode, wrong.json.errcode]).toEqual([10000, 10001])
})
