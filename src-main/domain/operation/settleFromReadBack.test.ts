import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACTUAL_CODE_STATUSES, type ActualCode } from '../code/actualCode.ts'
import { type CodeWindow, PERMANENT } from '../code/codeWindow.ts'
import type { VendorPinId } from '../ids.ts'
import { OPERATION_KINDS } from './operation.ts'
import { type Answer, lookFor, type SentOperation, settledState } from './settleFromReadBack.ts'

const SENT_AT_MS = Date.UTC(2026, 1, 5, 16, 28, 59, 888)
const HOUR_MS = 3_600_000
const PERIOD: CodeWindow = { kind: 'period', startMs: SENT_AT_MS, endMs: SENT_AT_MS + HOUR_MS }
const OUR_ID = '50957532' as VendorPinId
const OTHER_ID = '50957600' as VendorPinId

function operation(change: Partial<SentOperation> = {}): SentOperation {
  return {
    kind: 'add',
    vendorPinId: OUR_ID,
    codeName: 'AB U9 C6',
    pin: '482915',
    window: PERIOD,
    schedule: null,
    sentAtMs: SENT_AT_MS,
    ...change,
  }
}

function code(change: Partial<ActualCode> = {}): ActualCode {
  return {
    vendorPinId: OUR_ID,
    name: 'AB U9 C6',
    pin: '482915',
    window: PERIOD,
    codeType: 3,
    isCustom: true,
    status: 'settled',
    createdAtMs: SENT_AT_MS + 3_000,
    senderUsername: null,
    ...change,
  }
}

const lostAdd = operation({ vendorPinId: null })
const change = operation({ kind: 'change' })
const removal = operation({ kind: 'delete', pin: null, window: null })

describe('lookFor', () => {
  it.each<[string, SentOperation, ActualCode[], string]>([
    ['an add, listed under the id of its answer', operation(), [code()], 'shown'],
    ['an add, not listed', operation(), [], 'not_shown'],
    ['an add, listed under another id', operation(), [code({ vendorPinId: OTHER_ID })], 'not_shown'],
    ['an add, being written', operation(), [code({ status: 'under_way' })], 'pending'],
    ['an add, refused by the lock later', operation(), [code({ status: 'not_on_lock' })], 'not_taken'],
    [
      'a lost add, whose like an earlier try left refused',
      lostAdd,
      [code({ status: 'not_on_lock' })],
      'not_shown',
    ],
    [
      'a lost add, listed behind an earlier try that the lock refused',
      lostAdd,
      [code({ status: 'not_on_lock' }), code({ vendorPinId: OTHER_ID })],
      'shown',
    ],
    ['an add, listed with other digits', operation(), [code({ pin: '771204' })], 'not_shown'],
    ['an add, listed with another window', operation(), [code({ window: PERMANENT })], 'not_shown'],
    [
      'an add to the minute',
      operation(),
      [code({ window: { ...PERIOD, endMs: PERIOD.endMs - 900 } })],
      'shown',
    ],
    ['a lost add, listed by name and digits', lostAdd, [code()], 'shown'],
    ['a lost add, listed under a stranger name', lostAdd, [code({ name: 'Guest' })], 'shown'],
    [
      'a lost add, listed a second early',
      lostAdd,
      [code({ name: null, createdAtMs: SENT_AT_MS - 888 })],
      'shown',
    ],
    [
      'a lost add, whose digits are older',
      lostAdd,
      [code({ name: 'Guest', createdAtMs: SENT_AT_MS - 60_000 })],
      'not_shown',
    ],
    [
      'a lost add, whose digits have no date',
      lostAdd,
      [code({ name: 'Guest', createdAtMs: null })],
      'not_shown',
    ],
    ['a lost add, with its name on other digits', lostAdd, [code({ pin: '771204' })], 'not_shown'],
    ['a change that shows', change, [code()], 'shown'],
    ['a change that does not show', change, [code({ pin: '771204' })], 'not_shown'],
    ['a change of the window that does not show', change, [code({ window: PERMANENT })], 'not_shown'],
    ['a change under way', change, [code({ pin: '771204', status: 'under_way' })], 'pending'],
    ['a change of a code that is gone', change, [], 'not_shown'],
    [
      'a change of a code of another kind',
      change,
      [code({ window: { kind: 'other', codeType: 4 } })],
      'not_shown',
    ],
    [
      'a change of a name alone',
      operation({ kind: 'change', pin: null, window: null }),
      [code({ pin: '1' })],
      'shown',
    ],
    ['a delete of a code that is gone', removal, [code({ vendorPinId: OTHER_ID })], 'shown'],
    ['a delete of a code still listed', removal, [code()], 'not_shown'],
    ['a delete under way', removal, [code({ status: 'under_way' })], 'pending'],
    ['a delete that failed', removal, [code({ status: 'as_before' })], 'not_shown'],
    ['a delete of a row that never reached the lock', removal, [code({ status: 'not_on_lock' })], 'shown'],
  ])('for %s, says so', (_what, sent, codes, kind) => {
    expect(lookFor(sent, { codes }, 0).kind).toBe(kind)
  })

  it('for a lost add, gives the id it found', () => {
    const codes = [code({ vendorPinId: OTHER_ID, pin: '771204' }), code()]
    expect(lookFor(lostAdd, { codes }, 0)).toEqual({ kind: 'shown', vendorPinId: OUR_ID })
  })

  it.each([
    [60_000, SENT_AT_MS + 58_000, 'not_shown'],
    [60_000, SENT_AT_MS + 61_000, 'shown'],
    [-60_000, SENT_AT_MS - 59_000, 'shown'],
  ])(
    'for a lost add and a provider clock %i ms ahead, judges the date by it',
    (offsetMs, createdAtMs, kind) => {
      expect(lookFor(lostAdd, { codes: [code({ name: null, createdAtMs })] }, offsetMs).kind).toBe(kind)
    },
  )

  it('for any list, never takes a code under way or not on the lock for a written one', () => {
    const anyCode = fc.record({
      vendorPinId: fc.constantFrom(OUR_ID, OTHER_ID),
      name: fc.constantFrom('AB U9 C6', 'Guest', null),
      pin: fc.constantFrom('482915', '771204'),
      status: fc.constantFrom(...ACTUAL_CODE_STATUSES),
      window: fc.constantFrom<ActualCode['window']>(PERIOD, PERMANENT, { kind: 'other', codeType: 4 }),
      createdAtMs: fc.constantFrom(null, SENT_AT_MS - 60_000, SENT_AT_MS + 60_000),
    })
    fc.assert(
      fc.property(
        fc.constantFrom('add', 'change'),
        fc.constantFrom(OUR_ID, null),
        fc.array(anyCode.map(code), { maxLength: 4 }),
        (kind, vendorPinId, codes) => {
          const sight = lookFor(operation({ kind, vendorPinId }), { codes }, 0)
          if (sight.kind !== 'shown') return
          const shown = codes.find((row) => row.vendorPinId === sight.vendorPinId && row.pin === '482915')
          expect(shown).toBeDefined()
          expect(
            codes.some((row) => row.vendorPinId === sight.vendorPinId && row.status !== 'under_way'),
          ).toBe(true)
        },
      ),
    )
  })
})

describe('settledState', () => {
  it.each([
    ['shown', 'ok', 'confirmed'],
    ['shown', 'lost', 'confirmed'],
    ['shown', 'refused', 'already_so'],
    ['shown', 'refused_as_ours', 'already_so'],
    ['not_shown', 'ok', 'unconfirmed'],
    ['not_shown', 'lost', 'failed'],
    ['not_shown', 'refused', 'failed'],
    ['not_shown', 'refused_as_ours', 'unconfirmed'],
    ['not_taken', 'ok', 'failed'],
    ['not_taken', 'refused_as_ours', 'failed'],
    ['pending', 'refused_as_ours', null],
    ['pending', 'ok', null],
    ['pending', 'lost', null],
    ['pending', 'refused', null],
  ] as const)('of an operation that is %s after an answer %s, is %s', (sight, answer, state) => {
    const seen = sight === 'shown' ? { kind: sight, vendorPinId: OUR_ID } : { kind: sight }
    expect(settledState(seen, answer)).toBe(state)
  })

  it('for any kind and answer, is confirmed only by what a list shows', () => {
    const anyAnswer = fc.constantFrom<Answer>('ok', 'refused', 'refused_as_ours', 'lost')
    fc.assert(
      fc.property(fc.constantFrom(...OPERATION_KINDS), anyAnswer, fc.boolean(), (kind, answer, isListed) => {
        const codes = isListed ? [code()] : []
        const office = [{ weekDays: [1], startMinute: 480, endMinute: 1_080 }]
        const schedule = { kind: 'known', schedule: isListed ? office : [], unlocksByItself: false } as const
        const sight = lookFor(operation({ kind, schedule: office }), { codes, schedule }, 0)
        const isAsWanted = kind === 'delete' ? !isListed : isListed
        expect(settledState(sight, answer) === 'confirmed').toBe(
          isAsWanted && answer !== 'refused' && answer !== 'refused_as_ours',
        )
      }),
    )
  })
})

describe('lookFor an open schedule', () => {
  const office = [{ weekDays: [1, 2], startMinute: 480, endMinute: 1_080 }]
  const sent = operation({ kind: 'schedule', vendorPinId: null, pin: null, window: null, schedule: office })

  it('that the lock gives in other pieces, is shown', () => {
    const schedule = [1, 2].map((day) => ({ weekDays: [day], startMinute: 480, endMinute: 1_080 }))
    const reading = { codes: [], schedule: { kind: 'known', schedule, unlocksByItself: false } } as const
    expect(lookFor(sent, reading, 0).kind).toBe('shown')
  })

  it.each([
    ['whose reading failed', { codes: [], schedule: { kind: 'unknown', reason: 'TTLock is busy.' } }],
    ['that nobody asked for', { codes: [] }],
  ] as const)('%s, says nothing of it', (_what, reading) => {
    const sight = lookFor(sent, reading, 0)
    expect(sight.kind).toBe('unread')
    expect(settledState(sight, 'lost')).toBeNull()
  })
})
