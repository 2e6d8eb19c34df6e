import { describe, expect, it } from 'vitest'
import type { CredentialId } from '../ids.ts'
import { toDoorPlanRecord } from './planRecord.ts'
import { type SentenceContext, sentenceOf, sentenceOfLeftOut, sentenceOfSafeguard } from './sentences.ts'
import {
  credential,
  DAY_MS,
  type DoorInputChanges,
  HOUR_MS,
  listed,
  MINUTE_MS,
  mark,
  NOW_MS,
  onlyLine,
  period,
  personOf,
  pinOf,
  planOf,
  receipt,
  revocation,
  stray,
  vendorPinId,
} from './testSupport/doorPlanBuilder.ts'

const CONTEXT: SentenceContext = {
  timezone: 'Europe/Berlin',
  nowMs: NOW_MS,
  personName: (personId) => (personId === personOf(1) ? 'Ana Ruiz' : null),
}

function say(door: DoorInputChanges, context: Partial<SentenceContext> = {}): string {
  return sentenceOf(onlyLine(planOf(door)), { ...CONTEXT, ...context })
}

const RECEIPTS = [receipt(50, 1)]

describe('a sentence of a line', () => {
  it.each<[string, DoorInputChanges, string]>([
    [
      'an add',
      { credentials: [credential(1, { window: { startMs: NOW_MS, endMs: NOW_MS + DAY_MS } })] },
      'Ana Ruiz should be able to open this door from 5 Feb 10:00 until 6 Feb 10:00, but the lock has no code for it.',
    ],
    [
      'an add without end',
      { credentials: [credential(1, { window: { startMs: NOW_MS + HOUR_MS, endMs: null } })] },
      'Ana Ruiz should be able to open this door from 5 Feb 11:00 without end, but the lock has no code for it.',
    ],
    [
      'a code for a lock that only Bluetooth reaches',
      { credentials: [credential(1)], capabilities: { reach: 'none' } },
      'This lock has no gateway and no Wi-Fi, so the code of Ana Ruiz cannot be sent: only a phone at the door reaches it, by Bluetooth. Pair a gateway with the lock in the TTLock app, or add the code at the door with that app.',
    ],
    [
      'a removal from a lock that only Bluetooth reaches',
      {
        codes: [listed(50, 1)],
        receipts: RECEIPTS,
        revocations: [revocation(1)],
        capabilities: { reach: 'none' },
      },
      'The code of Ana Ruiz should go: Maria revoked it 5 Feb 09:59. It cannot be removed from here: this lock has no gateway and no Wi-Fi, so only a phone at the door reaches it, by Bluetooth. Pair a gateway with the lock in the TTLock app, or remove the code at the door with that app.',
    ],
    [
      'a change of PIN',
      { credentials: [credential(1, { pin: '480913' })], codes: [listed(50, 1)], receipts: RECEIPTS },
      'The code of Ana Ruiz gets a new PIN.',
    ],
    [
      'an extended stay',
      {
        credentials: [credential(1, { window: { startMs: NOW_MS, endMs: NOW_MS + 2 * HOUR_MS } })],
        codes: [listed(50, 1, { window: period(NOW_MS, NOW_MS + HOUR_MS) })],
        receipts: RECEIPTS,
      },
      'The code of Ana Ruiz works from 5 Feb 10:00 until 5 Feb 12:00 instead of from 5 Feb 10:00 until 5 Feb 11:00; the PIN stays.',
    ],
    [
      'a replace',
      {
        credentials: [credential(1)],
        codes: [listed(50, 1, { window: period(NOW_MS, NOW_MS + HOUR_MS) })],
        receipts: RECEIPTS,
      },
      'The code of Ana Ruiz is removed and added again, because a lock cannot turn a permanent code into a limited one, or back. Ana Ruiz is without a code for about 12 seconds.',
    ],
    [
      'a revocation',
      { codes: [listed(50, 1)], receipts: RECEIPTS, revocations: [revocation(1)] },
      'The code of Ana Ruiz should go: Maria revoked it 5 Feb 09:59.',
    ],
    [
      'a code that expired',
      { codes: [listed(50, 1, { window: period(NOW_MS - DAY_MS, NOW_MS - HOUR_MS) })], receipts: RECEIPTS },
      'The code of Ana Ruiz ended 5 Feb 09:00.',
    ],
    [
      'a stray',
      { codes: [stray(50)] },
      'Not a code you gave out: “cleaner”, made by owner@example.com 3 Feb 10:00.',
    ],
    [
      'a foreign namesake in ultra_strict',
      {
        codes: [stray(50, { name: 'AB U9 C6', createdAtMs: NOW_MS - 10 * MINUTE_MS })],
        site: { mode: 'ultra_strict' },
      },
      '“AB U9 C6” is named like a code of Lockstep, but it was not given out here; another installation may have put it there, made by owner@example.com 5 Feb 09:50. It goes now, before its grace time ends 5 Feb 10:50, because the mode is ultra strict.',
    ],
    [
      'a code protected by grace',
      { codes: [listed(50, 2, { createdAtMs: NOW_MS - 19 * MINUTE_MS })] },
      'The code “AB U102 C2” should not be on this door any more. First seen 5 Feb 09:41; it may be removed from 5 Feb 10:41.',
    ],
    [
      'a PIN taken by an unknown code',
      { credentials: [credential(1)], codes: [stray(50, { pin: pinOf(1) })] },
      'A code you did not give out has the PIN of Ana Ruiz on this lock. Adopt that code, give Ana Ruiz a new PIN, or remove that code. It is “cleaner”, made by owner@example.com 3 Feb 10:00.',
    ],
    [
      'a simple PIN',
      { credentials: [credential(1, { pin: '1234' })] },
      'The PIN of Ana Ruiz is too simple: locks refuse runs such as 1234 and repeats such as 1111. Choose another PIN.',
    ],
    [
      'a never-delete code',
      { codes: [stray(50)], marks: [mark({ vendorPinId: vendorPinId(50) })] },
      'Not a code you gave out: “cleaner”, made by owner@example.com 3 Feb 10:00. It is marked never to be removed by Maria: fire brigade.',
    ],
    [
      'a tolerated code',
      {
        codes: [stray(50)],
        marks: [
          mark({ kind: 'tolerated_until', vendorPinId: vendorPinId(50), untilMs: NOW_MS + 7 * DAY_MS }),
        ],
      },
      'Not a code you gave out: “cleaner”, made by owner@example.com 3 Feb 10:00. It is tolerated until 12 Feb 10:00 by Maria: fire brigade.',
    ],
    [
      'a row under way',
      { codes: [listed(50, 1, { status: 'under_way' })], receipts: RECEIPTS },
      'TTLock is still working on this code; the lock is read again within 5 minutes.',
    ],
    [
      'observe mode',
      { credentials: [credential(1)], site: { mode: 'observe' } },
      'Ana Ruiz should be able to open this door at any time, but the lock has no code for it. Only reported: this site is in observe mode.',
    ],
  ])('says %s', (_line, door, sentence) => {
    expect(say(door)).toBe(sentence)
  })

  it('tells times in the zone of the site, not of the PC', () => {
    const door = { credentials: [credential(1, { window: { startMs: NOW_MS, endMs: NOW_MS + HOUR_MS } })] }
    expect(say(door, { timezone: 'America/New_York' })).toContain('from 5 Feb 04:00 until 5 Feb 05:00')
  })

  it('follows the change to daylight saving', () => {
    // In Berlin the clock goes from 02:00 to 03:00 on 29 March 2026.
    const startMs = Date.UTC(2026, 2, 29, 0, 30)
    const nowMs = Date.UTC(2026, 2, 28, 12, 0)
    const door = { credentials: [credential(1, { window: { startMs, endMs: startMs + HOUR_MS } })], nowMs }
    expect(say(door, { nowMs })).toContain('from 29 Mar 01:30 until 29 Mar 03:30')
  })

  it('says the same of a stored line as of the line itself', () => {
    const door = { codes: [listed(50, 1)], receipts: RECEIPTS, revocations: [revocation(1)] }
    const plan = planOf(door)
    const [record] = toDoorPlanRecord(plan).deletes
    if (!record) throw new Error('this plan has one delete')
    const stored = {
      kind: 'delete',
      why: record.why,
      cautions: record.cautions,
      personId: record.person_id,
      codeName: record.code_name,
    } as const
    expect(sentenceOf(stored, CONTEXT)).toBe(sentenceOf(onlyLine(plan), CONTEXT))
  })

  it('adds what a generated code that was never used cannot do', () => {
    const sentence = say({
      credentials: [credential(1)],
      codes: [listed(50, 1, { isCustom: false, pin: '480913' })],
      receipts: RECEIPTS,
    })
    expect(sentence).toContain('A generated code that was never used cannot be changed before its first use.')
  })

  it('says a paused credential waits for a decision', () => {
    const sentence = say({
      credentials: [credential(1)],
      pausedCredentials: [{ credentialId: 1 as CredentialId, untilMs: null }],
    })
    expect(sentence).toContain('An undo left it as it is now')
  })
})

describe('a sentence of a safeguard', () => {
  it('says its numbers', () => {
    const { siteId, doorId } = planOf({})
    const sentence = sentenceOfSafeguard({
      kind: 'too_many_deletes_on_door',
      key: 'too_many_deletes_on_door/d2',
      siteId,
      policy: 'auto',
      doorId,
      plannedDeletes: 6,
      recentDeletes: 2,
      codesHeld: 40,
    })
    expect(sentence).toBe(
      '6 codes would be removed from a door that holds 40, after 2 in the last 24 hours. That is more than its limit.',
    )
  })
})

describe('a sentence of a line that was left out', () => {
  it('says what it needed', () => {
    expect(sentenceOfLeftOut('needs_other_line')).toBe(
      'Left out: it needs the PIN of another code, and that code stays.',
    )
  })
})
