import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countActions, outlineOfDoor } from './doorHead.ts'
import { costOfDoors, costOfPlan, countCommands } from './planCost.ts'
import { planDoor } from './planDoor.ts'
import { isActionKind, isActionLine, LINE_KINDS } from './planLine.ts'
import { guardedDoors } from './safeguards.ts'
import { anyDoor } from './testSupport/doorArbitrary.ts'
import { doorInput, planOf, testHmac } from './testSupport/doorPlanBuilder.ts'

describe('the outline of a planned door, for any door', () => {
  it('counts its lines, which stand by kind', () => {
    fc.assert(
      fc.property(anyDoor, (door) => {
        const plan = planOf(door)
        const { head, lines } = outlineOfDoor(plan)
        const kinds = LINE_KINDS.flatMap((kind) => Array.from({ length: head.counts[kind] ?? 0 }, () => kind))
        expect(kinds).toEqual(plan.lines.map((line) => line.kind))
        expect(countActions(head)).toBe(plan.lines.filter(isActionLine).length)
        expect(lines.map((line) => line.codeName)).toEqual(plan.lines.map((line) => line.codeName))
        expect(head.unchanged).toBe(plan.unchanged.length)
      }),
    )
  })

  it('costs what its plan costs', () => {
    fc.assert(
      fc.property(anyDoor, fc.subarray(['g1', 'g2']), (door, gateways) => {
        const plan = planOf(door)
        const { head } = outlineOfDoor(plan)
        const options = { gatewaysByDoor: new Map([[plan.doorId, gateways]]), selectedLineIds: null }
        expect(costOfDoors([{ ...head, gateways }])).toEqual(costOfPlan({ doors: [plan] }, options))
        const lineIds = plan.lines.filter(isActionLine).map((line) => line.lineId)
        expect(countCommands(lineIds)).toBe(head.commands)
      }),
    )
  })

  it('holds what safeguards ask of its plan', () => {
    fc.assert(
      fc.property(anyDoor, (door) => {
        const plan = planOf(door)
        const { head, lines } = outlineOfDoor(plan)
        const { doorId, siteId } = plan
        const fromOutline = {
          ...{ ...head.guard, doorId, siteId },
          lines: lines.filter((line) => isActionKind(line.kind)),
        }
        expect([fromOutline]).toMatchObject(guardedDoors({ doors: [plan] }))
      }),
    )
  })
})

describe('the outline of a door that could not be read', () => {
  it('has nothing but the reason', () => {
    const reading = { kind: 'unreadable', reason: 'offline', atMs: 1 } as const
    const { head, lines } = outlineOfDoor(planDoor(doorInput({ reading }), testHmac))
    expect(head).toMatchObject({ unreadableBecause: 'offline', counts: {}, calls: 0, guard: null })
    expect(lines).toEqual([])
  })
})
