import { describe, expect, it } from 'vitest'
import { type CallEffect, KNOWN_ERRCODES, meaningOf } from './errorTable.ts'

/** Every code of the vendor's tables, with what it means for an add. */
const EXPECTED = [
  [1, 'unknown_outcome', 'unknown'],
  [-1, 'unknown_outcome', 'unknown'],
  [-3, 'fix_the_data', 'data'],
  [80000, 'stop_the_account', 'clock'],
  [80002, 'fix_the_data', 'data'],
  [90000, 'unknown_outcome', 'provider_down'],
  [10000, 'stop_the_account', 'not_signed_in'],
  [10001, 'stop_the_account', 'not_signed_in'],
  [10002, 'stop_the_account', 'not_signed_in'],
  [10003, 'stop_the_account', 'not_signed_in'],
  [10004, 'stop_the_account', 'not_signed_in'],
  [10005, 'stop_the_account', 'not_signed_in'],
  [10006, 'stop_the_account', 'not_signed_in'],
  [10007, 'stop_the_account', 'not_signed_in'],
  [10008, 'stop_the_account', 'not_signed_in'],
  [10009, 'stop_the_account', 'not_signed_in'],
  [10010, 'stop_the_account', 'not_signed_in'],
  [10011, 'stop_the_account', 'not_signed_in'],
  [20000, 'fix_the_data', 'data'],
  [20001, 'fix_the_data', 'data'],
  [20002, 'fix_the_data', 'data'],
  [20003, 'fix_the_data', 'data'],
  [20004, 'fix_the_data', 'data'],
  [20005, 'fix_the_data', 'data'],
  [20006, 'fix_the_data', 'data'],
  [20007, 'fix_the_data', 'data'],
  [20008, 'fix_the_data', 'data'],
  [30001, 'fix_the_data', 'data'],
  [30002, 'fix_the_data', 'data'],
  [30003, 'fix_the_data', 'data'],
  [30004, 'fix_the_data', 'data'],
  [30005, 'stop_the_account', 'not_signed_in'],
  [30006, 'stop_the_account', 'quota'],
  [30007, 'stop_the_account', 'quota'],
  [30008, 'stop_the_account', 'region'],
  [-1003, 'fix_the_data', 'data'],
  [-1007, 'fix_the_data', 'data'],
  [-1008, 'fix_the_data', 'data'],
  [-1016, 'fix_the_data', 'data'],
  [-1018, 'fix_the_data', 'data'],
  [-1021, 'fix_the_data', 'already_gone'],
  [-1023, 'fix_the_data', 'already_gone'],
  [-1026, 'fix_the_data', 'data'],
  [-1027, 'fix_the_data', 'data'],
  [-2009, 'fix_the_data', 'already_gone'],
  [-2012, 'unreachable', 'no_gateway'],
  [-2018, 'fix_the_data', 'data'],
  [-2019, 'fix_the_data', 'data'],
  [-2020, 'fix_the_data', 'data'],
  [-2023, 'fix_the_data', 'data'],
  [-2025, 'fix_the_data', 'data'],
  [-2032, 'fix_the_data', 'data'],
  [-3002, 'unreachable', 'gateway_offline'],
  [-3003, 'busy', 'busy'],
  [-3006, 'fix_the_data', 'data'],
  [-3007, 'already_so', 'already_exists'],
  [-3008, 'fix_the_data', 'data'],
  [-3009, 'fix_the_data', 'data'],
  [-3011, 'fix_the_data', 'data'],
  [-3016, 'fix_the_data', 'data'],
  [-3034, 'unreachable', 'lock_unreachable'],
  [-3035, 'unreachable', 'lock_unreachable'],
  [-3036, 'unreachable', 'lock_unreachable'],
  [-3037, 'busy', 'busy'],
  [-3039, 'fix_the_data', 'data'],
  [-3046, 'fix_the_data', 'data'],
  [-4037, 'fix_the_data', 'data'],
  [-4043, 'fix_the_data', 'data'],
  [-4056, 'fix_the_data', 'data'],
  [-4063, 'fix_the_data', 'data'],
  [-4064, 'fix_the_data', 'data'],
  [-4067, 'unreachable', 'lock_unreachable'],
  [-4082, 'fix_the_data', 'data'],
] as const

const EFFECTS: readonly CallEffect[] = ['read', 'add', 'change', 'delete', 'sign_in']

describe('meaningOf', () => {
  it.each(EXPECTED)('with %i in answer to an add, says %s because of %s', (errcode, kind, cause) => {
    expect(meaningOf(errcode, 'add')).toMatchObject({ kind, cause, sentence: expect.stringMatching(/\.$/) })
  })

  it('with the vendor tables, has a row and a case for every code and for no other', () => {
    expect(EXPECTED.map(([errcode]): number => errcode).sort((a, b) => a - b)).toEqual(
      [...KNOWN_ERRCODES].sort((a, b) => a - b),
    )
  })

  it('with -2009 in answer to a delete, says that it is so already', () => {
    expect(meaningOf(-2009, 'delete')).toMatchObject({ kind: 'already_so', cause: 'already_gone' })
  })

  it('with -2009 in answer to a change, says that there is nothing to change', () => {
    expect(meaningOf(-2009, 'change')).toMatchObject({ kind: 'fix_the_data', cause: 'already_gone' })
  })

  it.each(['add', 'change', 'delete'] as const)(
    'with an unknown code in answer to a %s, says that nobody knows',
    (effect) => {
      expect(meaningOf(-987654, effect)).toMatchObject({ kind: 'unknown_outcome', cause: 'unknown' })
    },
  )

  it('with an unknown code in answer to a read, says that the read failed', () => {
    expect(meaningOf(-987654, 'read')).toMatchObject({ kind: 'busy', cause: 'unknown' })
  })

  it('with any code in answer to a read or a sign-in, never leaves an outcome to be settled', () => {
    for (const errcode of [...KNOWN_ERRCODES, 424242]) {
      for (const effect of ['read', 'sign_in'] as const) {
        expect(['busy', 'unreachable', 'fix_the_data', 'stop_the_account']).toContain(
          meaningOf(errcode, effect).kind,
        )
      }
    }
  })

  it('with any code and effect, has a sentence of a sensible length', () => {
    for (const errcode of [...KNOWN_ERRCODES, 424242]) {
      for (const effect of EFFECTS) expect(meaningOf(errcode, effect).sentence.length).toBeLessThan(200)
    }
  })
})
