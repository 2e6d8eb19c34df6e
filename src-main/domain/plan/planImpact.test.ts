import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DoorId } from '../ids.ts'
import type { ReadableDoorPlan } from './doorPlan.ts'
import { impactSentence } from './impactSentence.ts'
import { impactBriefer, impactOfDoor } from './planImpact.ts'
import { isActionLine } from './planLine.ts'
import { anyDoor } from './testSupport/doorArbitrary.ts'
import {
  credential,
  DAY_MS,
  type DoorInputChanges,
  HOUR_MS,
  listed,
  NOW_MS,
  period,
  personOf,
  planOf,
  receipt,
  revocation,
  stray,
} from './testSupport/doorPlanBuilder.ts'

const DOOR = 2 as DoorId

function impact(plan: ReadableDoorPlan, isSent: (lineId: string) => boolean = () => true) {
  return impactOfDoor(DOOR, plan.lines.map(impactBriefer(plan)), isSent)
}

function door(changes: DoorInputChanges): ReadableDoorPlan {
  return planOf({ doorId: DOOR, ...changes })
}

/** What a person reads of it, of the person Ana at the door Front, in UTC. */
function told(plan: ReadableDoorPlan, isSent?: (lineId: string) => boolean): readonly string[] {
  const at = { timezone: 'UTC', nowMs: NOW_MS }
  return impact(plan, isSent).people.map((each) => impactSentence(each, { person: 'Ana', door: 'Front' }, at))
}

const running = { startMs: NOW_MS - DAY_MS, endMs: NOW_MS + DAY_MS }
const later = { startMs: NOW_MS + HOUR_MS, endMs: NOW_MS + DAY_MS }
const ended = period(NOW_MS - 3 * DAY_MS, NOW_MS - DAY_MS)
const second = credential(3, { personId: personOf(1) })

describe('the impact on a door', () => {
  it('says who gains and who loses it, and who is inside a running window', () => {
    const plan = door({
      credentials: [credential(1, { window: later })],
      codes: [listed(52, 2), stray(60)],
      receipts: [receipt(52, 2)],
      revocations: [revocation(2)],
    })
    expect(impact(plan)).toEqual({
      people: [
        expect.objectContaining({ personId: personOf(1), effect: 'gains', isInsideWindow: false }),
        expect.objectContaining({ personId: personOf(2), effect: 'loses', isInsideWindow: true }),
      ],
      unknownCodesRemoved: 1,
    })
  })

  it('of one of two codes that goes, does not say that the person loses the door', () => {
    const plan = door({
      credentials: [second],
      codes: [listed(51, 1), listed(53, 3)],
      receipts: [receipt(51, 1), receipt(53, 3)],
      revocations: [revocation(1)],
    })
    expect(impact(plan).people).toMatchObject([{ effect: 'loses_one', credentialId: 1 }])
  })

  it('of a code that goes while a new one comes, follows whether the new one was chosen', () => {
    const plan = door({
      credentials: [second],
      codes: [listed(51, 1)],
      receipts: [receipt(51, 1)],
      revocations: [revocation(1)],
    })
    expect(impact(plan).people.map((each) => each.effect)).toEqual(['gains_second', 'loses_one'])
    const withoutAdd = impact(plan, (lineId) => !lineId.includes('/add/'))
    expect(withoutAdd.people.map((each) => each.effect)).toEqual(['loses'])
  })

  it('of a code that had ended, does not say that the person loses the door, or had it', () => {
    const over = { codes: [listed(51, 1, { window: ended })], receipts: [receipt(51, 1)] }
    expect(told(door({ ...over, credentials: [] }))).toEqual([
      'The code of Ana at Front has ended and is taken off.',
    ])
    const renewed = door({ ...over, credentials: [second] })
    expect(impact(renewed).people.map((each) => each.effect)).toEqual(['gains', 'ended'])
  })

  it('without any line chosen, is nothing', () => {
    expect(impact(door({ credentials: [credential(1)] }), () => false)).toEqual({
      people: [],
      unknownCodesRemoved: 0,
    })
  })

  it('tells each chosen line of a person once, and counts the others that remove', () => {
    fc.assert(
      fc.property(anyDoor, fc.func(fc.boolean()), (changes, isSent) => {
        const plan = planOf(changes)
        const sent = plan.lines.filter(isActionLine).filter((line) => isSent(line.lineId))
        const { people, unknownCodesRemoved } = impactOfDoor(
          plan.doorId,
          plan.lines.map(impactBriefer(plan)),
          isSent,
        )
        const ofPeople = sent.filter((line) => line.personId !== null && line.credentialId !== null)
        expect(people.map((each) => each.lineId)).toEqual(ofPeople.map((line) => line.lineId))
        const others = sent.filter((line) => !ofPeople.includes(line) && line.kind === 'delete')
        expect(unknownCodesRemoved).toBe(others.length)
      }),
    )
  })
})

describe('the sentence of an impact', () => {
  it('of a code that gets other times, says which and that the PIN stays', () => {
    const plan = door({
      credentials: [credential(1, { window: running })],
      codes: [listed(51, 1, { window: period(running.startMs, NOW_MS + HOUR_MS) })],
      receipts: [receipt(51, 1)],
    })
    expect(told(plan)).toEqual([
      expect.stringMatching(
        /^Ana keeps Front with the same PIN, from .+ until .+ instead of from .+ until .+\.$/,
      ),
    ])
  })

  it('of a code that works now and then only later, says from when', () => {
    const plan = door({
      credentials: [credential(1, { window: later })],
      codes: [listed(51, 1, { window: period(running.startMs, running.endMs) })],
      receipts: [receipt(51, 1)],
    })
    expect(told(plan)[0]).toMatch(/ Until .+ they cannot open it\.$/)
  })

  it('of a code that gets another PIN, says so', () => {
    const plan = door({
      credentials: [credential(1, { pin: '918273' })],
      codes: [listed(51, 1)],
      receipts: [receipt(51, 1)],
    })
    expect(told(plan)).toEqual(['Ana keeps Front with a new PIN.'])
  })

  it('of a replace, says for how long the person is without a code and what changes', () => {
    const plan = door({
      credentials: [credential(1)],
      codes: [listed(50, 1, { window: period(NOW_MS - HOUR_MS, NOW_MS + HOUR_MS) })],
      receipts: [receipt(50, 1)],
    })
    expect(impact(plan).people).toMatchObject([{ effect: 'interrupted', isInsideWindow: true }])
    expect(told(plan)).toEqual([
      expect.stringMatching(
        /^Ana cannot open Front for about 12 seconds while the code is replaced with the same PIN, at any time instead of from .+\.$/,
      ),
    ])
  })

  it('of a loss, says that the stay is running', () => {
    const plan = door({ codes: [listed(52, 2)], receipts: [receipt(52, 2)], revocations: [revocation(2)] })
    expect(told(plan)).toEqual(['Ana will no longer be able to open Front. Their stay is running.'])
  })
})
