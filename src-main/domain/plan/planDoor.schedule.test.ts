import { describe, expect, it } from 'vitest'
import { NEVER_OPEN, type OpenSchedule } from '../schedule/openSchedule.ts'
import type { ScheduleReading } from '../schedule/scheduleReading.ts'
import { digestPlan } from './digest.ts'
import type { DoorPlanInput } from './doorPlanInput.ts'
import { findingsOf } from './findings.ts'
import { fingerprintPartsOf } from './inventory.ts'
import { costOfDoor } from './planCost.ts'
import { isActionLine } from './planLine.ts'
import { toDoorPlanRecord } from './planRecord.ts'
import { selectLines, shrinkToApproved } from './selection.ts'
import { sentenceOf } from './sentences.ts'
import { isStale, isStaleAfterOwnWrites } from './staleness.ts'
import { orderSteps } from './stepOrder.ts'
import {
  credential,
  doorInput,
  listed,
  NOW_MS,
  onlyLine,
  planOf,
  receipt,
  scopeOf,
  stray,
  testHmac,
} from './testSupport/doorPlanBuilder.ts'
import { undoDoor } from './undoDoor.ts'
import type { DoneLine } from './undoStep.ts'

const OFFICE: OpenSchedule = [{ weekDays: [1, 2, 3, 4, 5], startMinute: 480, endMinute: 1_080 }]
const SATURDAY: OpenSchedule = [{ weekDays: [6], startMinute: 540, endMinute: 720 }]

function known(schedule: OpenSchedule): ScheduleReading {
  return { kind: 'known', schedule, unlocksByItself: false }
}

function door(
  decided: OpenSchedule | null,
  schedule: ScheduleReading | undefined,
  change: Parameters<typeof doorInput>[0] = {},
): DoorPlanInput {
  const { codes = [], ...rest } = change
  const reading = { kind: 'known', codes, readAtMs: NOW_MS, ...(schedule && { schedule }) } as const
  return doorInput({ openSchedule: decided, reading, ...rest })
}

function say(input: DoorPlanInput): string {
  return sentenceOf(onlyLine(planOf(input)), {
    timezone: 'Europe/Berlin',
    nowMs: NOW_MS,
    personName: () => null,
  })
}

describe('the line of an open schedule', () => {
  it('where nobody decided, does not exist, whatever the lock has', () => {
    expect(planOf(door(null, known(OFFICE))).lines).toEqual([])
  })

  it('where the lock is in step, however it cuts the week, does not exist', () => {
    const days = [1, 2, 3, 4, 5].map((day) => ({ weekDays: [day], startMinute: 480, endMinute: 1_080 }))
    expect(planOf(door(OFFICE, known(days))).lines).toEqual([])
  })

  it('tells what comes and what is, and is a change of the plan', () => {
    const plan = planOf(door(OFFICE, known(NEVER_OPEN)))
    expect(onlyLine(plan)).toMatchObject({
      kind: 'schedule',
      lineId: 'd2/schedule/schedule',
      before: [],
      after: OFFICE,
    })
    expect(plan.summary.changes).toBe(1)
    expect(findingsOf(plan)).toMatchObject({ differences: 1, changed: 0 })
  })

  it.each([
    [
      OFFICE,
      known(NEVER_OPEN),
      'The door will stand open Mon–Fri 08:00–18:00; now: never. The lock stays unlocked from the first opening in such a time until its end.',
    ],
    [NEVER_OPEN, known(SATURDAY), 'The door will not stand open any more; now: Sat 09:00–12:00.'],
    [
      OFFICE,
      { kind: 'unknown', reason: 'TTLock is busy.' },
      'The door should stand open Mon–Fri 08:00–18:00, but when its lock stands open could not be read: TTLock is busy.',
    ],
  ] as const)('is a sentence that a site manager understands', (decided, reading, sentence) => {
    expect(say(door(decided, reading))).toBe(sentence)
  })

  it('in observe mode, is reported with what it would do', () => {
    const input = door(OFFICE, known(NEVER_OPEN), { site: { mode: 'observe' } })
    expect(onlyLine(planOf(input))).toMatchObject({
      kind: 'reported',
      would: 'schedule',
      heldBecause: 'observe_mode',
    })
    expect(say(input)).toContain('Only reported: this site is in observe mode.')
  })

  it.each([
    ['a failed reading', { kind: 'unknown', reason: 'x' }],
    ['no reading yet', undefined],
  ] as const)('after %s, is only reported, also where never was decided', (_what, reading) => {
    for (const decided of [OFFICE, NEVER_OPEN])
      expect(onlyLine(planOf(door(decided, reading)))).toMatchObject({
        kind: 'reported',
        heldBecause: 'schedule_not_read',
      })
  })

  it('for a lock without the feature, says that it cannot be, unless never was decided', () => {
    const without = { capabilities: { supportsOpenSchedule: false } }
    expect(onlyLine(planOf(door(OFFICE, undefined, without)))).toMatchObject({
      kind: 'invalid_expected',
      reason: 'device_lacks_open_schedule',
    })
    expect(say(door(OFFICE, undefined, without))).toBe(
      'This lock cannot stand open by a schedule; it was decided to stand open Mon–Fri 08:00–18:00.',
    )
    expect(planOf(door(NEVER_OPEN, undefined, without)).lines).toEqual([])
  })

  it('for a lock out of reach, says that it cannot be sent and what to do', () => {
    const input = door(OFFICE, known(NEVER_OPEN), { capabilities: { reach: 'none' } })
    expect(onlyLine(planOf(input))).toMatchObject({ kind: 'invalid_expected', reason: 'device_out_of_reach' })
    expect(say(input)).toBe(
      'This lock has no gateway and no Wi-Fi, so the open schedule cannot be sent; it was decided to stand open Mon–Fri 08:00–18:00. Pair a gateway with the lock in the TTLock app, or set it at the door with that app.',
    )
  })

  it('is sent last, costs a reading before and one after, and can be left out alone', () => {
    const input = door(OFFICE, known(NEVER_OPEN), { credentials: [credential(1)], codes: [stray(80)] })
    const plan = planOf(input)
    const lines = plan.lines.filter(isActionLine)
    expect(orderSteps(plan, lines).map((step) => step.action)).toEqual(['add', 'delete', 'schedule'])
    const others = lines.filter((line) => line.kind !== 'schedule')
    expect(costOfDoor(plan, lines).calls - costOfDoor(plan, others).calls).toBe(3)
    const { leftOut } = selectLines(plan, new Set(others.map((line) => line.lineId)))
    expect(leftOut).toEqual([{ lineId: 'd2/schedule/schedule', because: 'not_selected' }])
  })

  it('that is done, is already so for the approval that asked for it', () => {
    const { leftOut } = shrinkToApproved(
      planOf(door(OFFICE, known(OFFICE))),
      new Set(['d2/schedule/schedule']),
    )
    expect(leftOut).toEqual([{ lineId: 'd2/schedule/schedule', because: 'already_so' }])
  })

  it('stands in the record with both weeks', () => {
    const record = toDoorPlanRecord(planOf(door(OFFICE, known(NEVER_OPEN))))
    expect(record.schedules).toMatchObject([
      {
        line_id: 'd2/schedule/schedule',
        before: [],
        after: [{ week_days: [1, 2, 3, 4, 5], start_minute: 480 }],
      },
    ])
    expect(record.open_schedule).toMatchObject({ listed: [], unlocks_by_itself: false })
  })
})

describe('the fingerprint of a door', () => {
  const partsOf = (input: DoorPlanInput) => {
    const parts = fingerprintPartsOf(input)
    if (!parts) throw new Error('the door of this test is readable')
    return parts
  }

  it('without a decided schedule, is what it was before there were any', () => {
    const without = planOf(doorInput({ codes: [listed(50, 1)] })).fingerprint
    expect(planOf(door(null, known(OFFICE), { codes: [listed(50, 1)] })).fingerprint).toBe(without)
  })

  it.each<[string, DoorPlanInput]>([
    ['another decision', door(SATURDAY, known(NEVER_OPEN))],
    ['another schedule on the lock', door(OFFICE, known(SATURDAY))],
    ['a lock that could not be read', door(OFFICE, { kind: 'unknown', reason: 'x' })],
  ])('moves with %s', (_what, moved) => {
    const { fingerprint } = planOf(door(OFFICE, known(NEVER_OPEN)))
    expect(isStale(fingerprint, partsOf(moved), testHmac)).toBe(true)
  })

  it('does not move by our own setting, nor by what an undo decides with it', () => {
    const approved = partsOf(door(OFFICE, known(NEVER_OPEN)))
    const now = partsOf(door(OFFICE, known(OFFICE)))
    const operations = [{ kind: 'scheduled', week: now.schedule?.listed ?? '' }] as const
    expect(isStaleAfterOwnWrites({ approved, operations, now }, testHmac)).toBe(false)
    const undone = [{ kind: 'scheduled', week: '' }] as const
    const back = partsOf(door(NEVER_OPEN, known(NEVER_OPEN)))
    expect(isStaleAfterOwnWrites({ approved: now, operations: undone, now: back }, testHmac)).toBe(false)
  })

  it('and the digest tell another week from the one that was shown', () => {
    const digestOf = (decided: OpenSchedule) =>
      digestPlan(scopeOf([planOf(door(decided, known(NEVER_OPEN)))]))
    expect(digestOf(OFFICE)).not.toBe(digestOf(SATURDAY))
  })
})

describe('the undo of an open schedule', () => {
  const done = (change: Partial<DoneLine> = {}): readonly DoneLine[] => {
    const line = planOf(door(OFFICE, known(SATURDAY))).lines.find(isActionLine)
    if (!line) throw new Error('the plan of this test has a line')
    return [
      { line, before: null, isRemoved: false, written: null, isScheduled: true, isOpen: false, ...change },
    ]
  }
  const undo = (input: DoorPlanInput, lines = done()) => {
    const plan = undoDoor(input, lines, testHmac)
    return plan.kind === 'planned' ? plan.lines : []
  }

  it('gives the lock what it had before', () => {
    expect(undo(door(OFFICE, known(OFFICE)))).toMatchObject([
      { kind: 'schedule', before: OFFICE, after: SATURDAY },
    ])
  })

  it.each<[string, DoorPlanInput, readonly DoneLine[], string]>([
    ['somebody changed it since', door(OFFICE, known(NEVER_OPEN)), done(), 'changed_since'],
    ['it is back already', door(OFFICE, known(SATURDAY)), done(), 'back_already'],
    ['it cannot be read', door(OFFICE, { kind: 'unknown', reason: 'x' }), done(), 'schedule_not_read'],
    ['nobody knows what became of it', door(OFFICE, known(OFFICE)), done({ isOpen: true }), 'still_open'],
    [
      'the site only observes',
      door(OFFICE, known(OFFICE), { site: { mode: 'observe' } }),
      done(),
      'site_only_observes',
    ],
  ])('says that it cannot be when %s', (_when, input, lines, cannot) => {
    expect(undo(input, lines)).toMatchObject([
      { kind: 'reported', would: 'schedule', why: { facts: { cannot } } },
    ])
  })

  it('that cannot be, is said of the schedule and of no code', () => {
    const [line] = undo(door(OFFICE, known(NEVER_OPEN)))
    const said = line && sentenceOf(line, { timezone: 'UTC', nowMs: NOW_MS, personName: () => null })
    expect(said).toBe('The plan changed the open schedule. Somebody changed it since, so it is left alone.')
  })

  it('of what was never set, is nothing', () => {
    const neverSet = done().map(({ isScheduled: _set, ...line }) => line)
    expect(undo(door(OFFICE, known(SATURDAY)), neverSet)).toEqual([])
  })

  it('keeps codes in step out of it', () => {
    const inStep = { credentials: [credential(1)], receipts: [receipt(50, 1)], codes: [listed(50, 1)] }
    expect(undo(door(OFFICE, known(OFFICE), inStep))).toHaveLength(1)
  })
})
