import { describe, expect, it } from 'vitest'
import {
  done,
  looseFlag,
  looseId,
  looseInt,
  optionalFlag,
  optionalInt,
  optionalMac,
  optionalText,
  pinText,
} from './schemas.ts'

/** What the schema makes of a value; `refused` for nothing. */
function read(schema: typeof looseInt | typeof looseId | typeof optionalMac, value: unknown): unknown {
  const parsed = schema.safeParse(value)
  return parsed.success ? parsed.data : 'refused'
}

describe('a number of an answer', () => {
  it.each([
    [12, 12],
    ['12', 12],
    [' -3 ', -3],
    ['1770305080000', 1_770_305_080_000],
    [1.5, 'refused'],
    ['1.5', 'refused'],
    ['', 'refused'],
    ['12a', 'refused'],
    ['99999999999999999', 'refused'],
    [true, 'refused'],
    [null, 'refused'],
  ])('written %j, is %j', (value, expected) => {
    expect(looseInt.safeParse(value).data ?? 'refused').toEqual(expected)
  })

  it.each([
    [null, null],
    [undefined, null],
    ['7', 7],
  ])('that may be left out, written %j, is %j', (value, expected) => {
    expect(optionalInt.parse(value)).toEqual(expected)
  })
})

describe('a flag of an answer', () => {
  it.each([
    [1, true],
    [0, false],
    ['1', true],
    ['0', false],
    [2, false],
    [true, true],
    [false, false],
  ])('written %j, is %j', (value, expected) => {
    expect(looseFlag.parse(value)).toBe(expected)
  })

  it('that may be left out, is null', () => {
    expect([optionalFlag.parse(null), optionalFlag.parse(undefined)]).toEqual([null, null])
  })
})

describe('an id of an answer', () => {
  it.each([
    [50957532, '50957532'],
    ['50957532', '50957532'],
    ['9223372036854775807', '9223372036854775807'],
    [0, 'refused'],
    [-1, 'refused'],
    ['007', 'refused'],
    [2 ** 60, 'refused'],
  ])('written %j, is %j', (value, expected) => {
    expect(read(looseId, value)).toEqual(expected)
  })
})

describe('a text of an answer', () => {
  it.each([
    ['Lobby', 'Lobby'],
    ['', null],
    ['  ', null],
    [null, null],
    [undefined, null],
    [12, '12'],
  ])('written %j, is %j', (value, expected) => {
    expect(optionalText.parse(value)).toBe(expected)
  })

  it.each(['a4:c1:38:00:00:1f', 'A4:C1:38:00:00:1F', 'a4:C1:38:00:00:1f'])(
    'that is the MAC %s, is in upper case',
    (mac) => {
      expect(read(optionalMac, mac)).toBe('A4:C1:38:00:00:1F')
    },
  )
})

describe('a PIN of an answer', () => {
  it('with leading zeros, keeps them', () => {
    expect(pinText.parse('0012')).toBe('0012')
  })

  it.each([12, '', '12a4', ' 1234', '12345678901234567', null])('written %j, is not guessed', (value) => {
    expect(pinText.safeParse(value).success).toBe(false)
  })
})

describe('the answer to a command', () => {
  it.each([
    [{ errcode: 0 }, true],
    [{ errcode: '0', errmsg: 'none error message or means yes', new: [1] }, true],
    [{}, false],
    [{ errcode: null }, false],
    [{ errcode: 1 }, false],
  ])('%j, is success: %j', (body, isSuccess) => {
    expect(done.safeParse(body).success).toBe(isSuccess)
  })
})
