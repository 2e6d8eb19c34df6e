import { describe, expect, it } from 'vitest'
import { type CallEffect, KNOWN_ERRCODES, meaningOf } from './errorTable.ts'

/** Every code of the vendor's tables, with what it means for an add and the words by which a person knows what it is about. */
const EXPECTED = [
  [1, 'unknown_outcome', 'unknown', 'did not confirm'],
  [-1, 'unknown_outcome', 'unknown', 'without saying why'],
  [-3, 'fix_the_data', 'data', 'did not accept a value'],
  [80000, 'stop_the_account', 'clock', 'Set the time'],
  [80002, 'fix_the_data', 'data', 'could not read a value'],
  [90000, 'unknown_outcome', 'provider_down', 'an error of its own'],
  [10000, 'stop_the_account', 'not_signed_in', 'client id'],
  [10001, 'stop_the_account', 'not_signed_in', 'do not belong together'],
  [10002, 'stop_the_account', 'not_signed_in', 'sign-in code'],
  [10003, 'stop_the_account', 'not_signed_in', 'not known any more'],
  [10004, 'stop_the_account', 'not_signed_in', 'expired or was withdrawn'],
  [10005, 'stop_the_account', 'not_signed_in', 'the rights this application asks for'],
  [10006, 'stop_the_account', 'not_signed_in', 'not approved'],
  [10007, 'stop_the_account', 'not_signed_in', 'password is wrong'],
  [10008, 'stop_the_account', 'not_signed_in', 'redirect address'],
  [10009, 'stop_the_account', 'not_signed_in', 'kind of sign-in'],
  [10010, 'stop_the_account', 'not_signed_in', 'kind of sign-in'],
  [10011, 'stop_the_account', 'not_signed_in', 'not valid any more'],
  [20000, 'fix_the_data', 'data', 'does not know this account'],
  [20001, 'fix_the_data', 'data', 'no right on this lock'],
  [20002, 'fix_the_data', 'data', 'not an administrator'],
  [20003, 'fix_the_data', 'data', 'Run a sync'],
  [20004, 'fix_the_data', 'data', 'no key for this lock'],
  [20005, 'fix_the_data', 'data', 'backup password'],
  [20006, 'fix_the_data', 'data', 'receiver is not known'],
  [20007, 'fix_the_data', 'data', 'code version'],
  [20008, 'fix_the_data', 'data', 'name of the lock'],
  [30001, 'fix_the_data', 'data', 'may not use this part'],
  [30002, 'fix_the_data', 'data', 'letters and digits only'],
  [30003, 'fix_the_data', 'data', 'registered already'],
  [30004, 'fix_the_data', 'data', 'cannot be deleted'],
  [30005, 'stop_the_account', 'not_signed_in', 'form of the password'],
  [30006, 'unreachable', 'throttled', 'in a short time'],
  [30007, 'stop_the_account', 'quota', '1st (Beijing time)'],
  [30008, 'stop_the_account', 'region', 'another region'],
  [-1003, 'fix_the_data', 'data', 'does not know this lock'],
  [-1007, 'fix_the_data', 'data', 'no code data'],
  [-1008, 'fix_the_data', 'data', 'key does not exist'],
  [-1016, 'fix_the_data', 'data', 'name is taken'],
  [-1018, 'fix_the_data', 'data', 'group does not exist'],
  [-1021, 'fix_the_data', 'already_gone', 'card is not on the lock'],
  [-1023, 'fix_the_data', 'already_gone', 'fingerprint is not on the lock'],
  [-1026, 'fix_the_data', 'data', 'another hour'],
  [-1027, 'fix_the_data', 'data', 'another account'],
  [-2009, 'fix_the_data', 'already_gone', 'code is not on the lock'],
  [-2012, 'unreachable', 'no_gateway', 'No gateway is near'],
  [-2018, 'fix_the_data', 'data', 'no right to do this'],
  [-2019, 'fix_the_data', 'data', 'to oneself'],
  [-2020, 'fix_the_data', 'data', 'has a key already'],
  [-2023, 'fix_the_data', 'data', 'period of this key'],
  [-2025, 'fix_the_data', 'data', 'Unfreeze'],
  [-2032, 'fix_the_data', 'data', 'too simple'],
  [-3002, 'unreachable', 'gateway_offline', 'gateway is offline'],
  [-3003, 'busy', 'busy', 'gateway is busy'],
  [-3006, 'fix_the_data', 'data', '4 to 9 digits'],
  [-3007, 'already_so', 'already_exists', 'digits already'],
  [-3008, 'fix_the_data', 'data', 'used once at the lock'],
  [-3009, 'fix_the_data', 'data', 'as many codes as it can'],
  [-3011, 'fix_the_data', 'data', 'lock cannot be handed over'],
  [-3016, 'fix_the_data', 'data', 'gateway cannot be handed over'],
  [-3034, 'unreachable', 'lock_unreachable', 'Wi-Fi is not set up'],
  [-3035, 'unreachable', 'lock_unreachable', 'wakes it at its keypad'],
  [-3036, 'unreachable', 'lock_unreachable', 'lock is offline'],
  [-3037, 'busy', 'busy', 'lock is busy'],
  [-3039, 'fix_the_data', 'data', 'Extend that key'],
  [-3046, 'fix_the_data', 'data', 'from afar'],
  [-4037, 'fix_the_data', 'data', 'gateway does not exist'],
  [-4043, 'fix_the_data', 'data', 'cannot do this'],
  [-4056, 'fix_the_data', 'data', 'memory is full'],
  [-4063, 'fix_the_data', 'data', 'deleted or handed over first'],
  [-4064, 'fix_the_data', 'data', 'not registered with TTLock'],
  [-4067, 'unreachable', 'lock_unreachable', 'network provider'],
  [-4082, 'fix_the_data', 'data', 'locking by itself'],
] as const

const EFFECTS: readonly CallEffect[] = ['read', 'add', 'change', 'delete', 'sign_in']

describe('meaningOf', () => {
  it.each(EXPECTED)(
    'with %i in answer to an add, says %s because of %s in words that tell it',
    (errcode, kind, cause, words) => {
      const meaning = meaningOf(errcode, 'add')
      expect(meaning).toMatchObject({ kind, cause, sentence: expect.stringMatching(/\.$/) })
      expect(meaning.sentence).toContain(words)
    },
  )

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

  it.each([20000, 30001, -3, 1, -3003, 424242])(
    'with %i in answer to a sign-in, says that the account is not signed in',
    (errcode) => {
      expect(meaningOf(errcode, 'sign_in')).toMatchObject({
        kind: 'stop_the_account',
        cause: 'not_signed_in',
      })
    },
  )

  it.each([80000, 90000, 30006, 30007, 30008])(
    'with %i in answer to a sign-in, does not blame who signs in',
    (errcode) => {
      expect(meaningOf(errcode, 'sign_in').cause).not.toBe('not_signed_in')
    },
  )

  it('with any code and effect, has a sentence of a sensible length', () => {
    for (const errcode of [...KNOWN_ERRCODES, 424242]) {
      for (const effect of EFFECTS) expect(meaningOf(errcode, effect).sentence.length).toBeLessThan(200)
    }
  })
})
