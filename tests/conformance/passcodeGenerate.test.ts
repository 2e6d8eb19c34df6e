import { expect, test } from 'vitest'
import { dayMs, type Form, hourMs, lockId, type Stage, stage } from './session.ts'

/** Facts 3.1, 3.3 and 3.6: generated codes, which cloud and lock compute alike. */

const path = '/v3/keyboardPwd/get'
/** 16:00 UTC: the staged clock floored to the hour. */
const hour = Date.UTC(2026, 1, 5, 16)
const period: Form = { lockId, keyboardPwdType: 3, startDate: hour + 29 * 60_000, endDate: hour + 3 * dayMs }

async function generate(
  staged: Stage,
  form: Form = period,
): Promise<{ readonly pin: string; readonly id: number }> {
  const { json } = await staged.session.call(path, form)
  return { pin: String(json.keyboardPwd), id: Number(json.keyboardPwdId) }
}

function typeAt({ simulator }: Stage, pin: string, at: number): string {
  return simulator.control.typeAtDoor({ lockId, pin, at }).outcome
}

test('facts 3.6 answer: the digits and the id, without a gateway', async () => {
  const { session } = await stage({ lock: { gateways: [] } })
  const { json } = await session.call(path, period)
  expect(json).toEqual({ keyboardPwd: expect.stringMatching(/^\d{6,9}$/), keyboardPwdId: expect.any(Number) })
})

test('facts 3.1 hour floor: the start is floored to the hour, and the row says isCustom 0', async () => {
  const staged = await stage()
  await generate(staged)
  expect(await staged.session.rows('/v3/lock/listKeyboardPwd', { lockId })).toMatchObject([
    { startDate: hour, endDate: hour + 3 * dayMs, isCustom: 0 },
  ])
})

test('facts 3.1 one period code for an identical start and end', async () => {
  const staged = await stage()
  expect(await generate(staged)).toEqual(await generate(staged))
})

test.each([
  ['one-time', 1, 200],
  ['permanent', 2, 20],
])('facts 3.1 %s codes of type %i: %i for one start, the next is refused', async (_what, type, most) => {
  const staged = await stage()
  const form = { lockId, keyboardPwdType: type, startDate: hour }
  for (let index = 0; index < most; index += 1) await staged.session.call(path, form)
  const { json } = await staged.session.call(path, form)
  const rows = await staged.session.rows('/v3/lock/listKeyboardPwd', { lockId, pageSize: 200 })
  expect([new Set(rows.map((row) => row.keyboardPwd)).size, json.errcode]).toEqual([most, -3009])
})

test('facts 3.1 first use within 24 h: a period code used in time works until its end', async () => {
  const staged = await stage()
  const { pin } = await generate(staged)
  const outcomes = [hour + 23 * hourMs, hour + 2 * dayMs, hour + 3 * dayMs].map((at) =>
    typeAt(staged, pin, at),
  )
  expect(outcomes).toEqual(['opened', 'opened', 'outside its window'])
})

test('facts 3.1 first use within 24 h: a period code first tried after a day is dead', async () => {
  const staged = await stage()
  const { pin } = await generate(staged)
  expect(typeAt(staged, pin, hour + dayMs)).toBe('outside its window')
})

test('facts 3.3 one-time: opens once, within 6 hours', async () => {
  const staged = await stage()
  const form = { lockId, keyboardPwdType: 1, startDate: hour }
  const first = await generate(staged, form)
  const second = await generate(staged, form)
  const outcomes = [
    typeAt(staged, first.pin, hour + hourMs),
    typeAt(staged, first.pin, hour + 2 * hourMs),
    typeAt(staged, second.pin, hour + 6 * hourMs),
  ]
  expect(outcomes).toEqual(['opened', 'outside its window', 'outside its window'])
})

test('facts 3.3 erase code: typing it wipes the other codes', async () => {
  const staged = await stage()
  staged.simulator.control.putCode({ lockId, keyboardPwd: '271836' })
  const { pin } = await generate(staged, { lockId, keyboardPwdType: 4, startDate: hour })
  expect([typeAt(staged, pin, hour + hourMs), typeAt(staged, '271836', hour + hourMs)]).toEqual([
    'erased other codes',
    'unknown code',
  ])
})

test.each([
  ['weekend', 5, [5, 6]],
  ['daily', 6, [0, 1, 2, 3, 4, 5, 6]],
  ['workday', 7, [0, 1, 2, 3, 4]],
  ['Monday', 8, [0]],
  ['Sunday', 14, [6]],
])(
  'facts 3.3 cyclic: a %s code opens on its days, inside its hours',
  async (_name, keyboardPwdType, days) => {
    const staged = await stage({ lock: { timezoneRawOffset: 0 } })
    const monday = Date.UTC(2026, 1, 9)
    const { pin } = await generate(staged, {
      lockId,
      keyboardPwdType,
      startDate: monday + 9 * hourMs,
      endDate: monday + 13 * dayMs + 17 * hourMs,
    })
    const opened = [0, 1, 2, 3, 4, 5, 6].filter(
      (day) => typeAt(staged, pin, monday + day * dayMs + 12 * hourMs) === 'opened',
    )
    const tooLate = [0, 1, 2, 3, 4, 5, 6].filter(
      (day) => typeAt(staged, pin, monday + day * dayMs + 17 * hourMs) === 'opened',
    )
    expect([opened, tooLate]).toEqual([days, []])
  },
)

test.each([
  ['a year', Date.UTC(2027, 1, 5, 16), '-3', undefined],
  ['an hour more than a year', Date.UTC(2027, 1, 5, 17), '-3', -3],
  ['two years', Date.UTC(2028, 1, 5, 16), '-3', -3],
  ['two years', Date.UTC(2028, 1, 5, 16), 'whole months', undefined],
  ['two years and a day', Date.UTC(2028, 1, 6, 16), 'whole months', -3],
  ['two years and an hour', Date.UTC(2028, 1, 5, 17), 'whole months', -3],
] as const)(
  'facts 3.6 over a year: a code for %s (%i) with "%s" answers %s',
  async (_what, endDate, overAYear, errcode) => {
    const { simulator, session } = await stage()
    simulator.control.setSwitches({ generatedOverAYear: overAYear })
    const { json } = await session.call(path, { ...period, endDate })
    expect(json.errcode).toBe(errcode)
  },
)

test('facts 3.6 -1026: a validity that was issued and deleted is refused, another hour is not', async () => {
  const staged = await stage()
  const { id, pin } = await generate(staged)
  typeAt(staged, pin, hour + hourMs)
  await staged.session.call('/v3/keyboardPwd/delete', { lockId, keyboardPwdId: id, deleteType: 2 })
  const again = await staged.session.call(path, period)
  const other = await staged.session.call(path, { ...period, endDate: hour + 3 * dayMs + hourMs })
  expect([again.json.errcode, other.json.errcode]).toEqual([-1026, undefined])
})

test('facts 3.6 -1007: a lock without passcode data', async () => {
  const { simulator, session } = await stage()
  simulator.control.patchLock({ lockId, hasPasscodeData: false })
  const { json } = await session.call(path, period)
  expect(json.errcode).toBe(-1007)
})

test.each([
  ['type 0', { keyboardPwdType: 0 }],
  ['type 15', { keyboardPwdType: 15 }],
  ['an end before the start', { endDate: hour - hourMs }],
])('facts 3.6 parameters: %s is -3', async (_what, form) => {
  const { session } = await stage()
  const { json } = await session.call(path, { ...period, ...form })
  expect(json.errcode).toBe(-3)
})

test('facts 2.10 bit 60: a generated code has no digit that an incomplete keypad lacks', async () => {
  const staged = await stage({ lock: { keypadDigits: '1357' } })
  const pins: string[] = []
  for (let day = 1; day <= 8; day += 1)
    pins.push((await generate(staged, { ...period, endDate: hour + day * dayMs })).pin)
  expect(pins.filter((pin) => !/^[1357]{6,9}$/.test(pin))).toEqual([])
})
