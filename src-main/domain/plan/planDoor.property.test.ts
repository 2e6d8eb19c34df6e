import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ActualCode } from '../code/actualCode.ts'
import { hashPin } from '../code/pinHash.ts'
import { type CanonicalValue, canonicalJson } from './canonicalJson.ts'
import type { DoorPlanInput } from './doorPlanInput.ts'
import { fingerprintPartsOf } from './inventory.ts'
import { planDoor } from './planDoor.ts'
import { isActionLine } from './planLine.ts'
import { toPlanRecord } from './planRecord.ts'
import { selectLines, shrinkToApproved } from './selection.ts'
import { isStaleAfterOwnWrites } from './staleness.ts'
import { orderSteps } from './stepOrder.ts'
import { anyDoor, shuffledDoor } from './testSupport/doorArbitrary.ts'
import { linesOfKind, planOf, scopeOf, testHmac } from './testSupport/doorPlanBuilder.ts'
import { applyToModel, runOnModel } from './testSupport/modelLock.ts'

const RUNS = { numRuns: 1_000 }

function bytesOf(input: DoorPlanInput): string {
  const plan = planOf(input)
  // A plan holds nothing but what canonical JSON can say.
  return (
    canonicalJson(plan as unknown as CanonicalValue) +
    canonicalJson(toPlanRecord(scopeOf([plan])) as unknown as CanonicalValue)
  )
}

describe('the planner, for any door', { timeout: 60_000 }, () => {
  it('gives the same bytes whatever order its input comes in', () => {
    fc.assert(
      fc.property(
        anyDoor.chain((door) => fc.tuple(fc.constant(door), shuffledDoor(door))),
        ([door, shuffled]) => {
          expect(bytesOf(shuffled)).toBe(bytesOf(door))
        },
      ),
      RUNS,
    )
  })

  it('has nothing left to send once its plan was applied, in every mode', () => {
    fc.assert(
      fc.property(anyDoor, (door) => {
        const after = planOf(applyToModel(door, planOf(door)))
        expect(after.lines.filter(isActionLine)).toEqual([])
        expect(after.adopt).toEqual([])
      }),
      RUNS,
    )
  })

  it('comes to the same end when only a part of it was selected first', () => {
    fc.assert(
      fc.property(anyDoor, fc.func(fc.boolean()), (door, isSelected) => {
        const plan = planOf(door)
        const selected = new Set(plan.lines.map((line) => line.lineId).filter((id) => isSelected(id)))
        const between = applyToModel(door, plan, selected)
        const after = planOf(applyToModel(between, planOf(between)))
        expect(after.lines.filter(isActionLine)).toEqual([])
      }),
      RUNS,
    )
  })

  it('never sends a PIN that another code of the lock holds, nor more codes than the lock takes', () => {
    // The model lock refuses both; any selection of lines must pass.
    fc.assert(
      fc.property(anyDoor, fc.func(fc.boolean()), (door, isSelected) => {
        const plan = planOf(door)
        const selected = new Set(plan.lines.map((line) => line.lineId).filter((id) => isSelected(id)))
        expect(() => applyToModel(door, plan, selected)).not.toThrow()
      }),
      RUNS,
    )
  })

  it('never deletes what is marked never-delete, not even to replace it', () => {
    fc.assert(
      fc.property(anyDoor, (door) => {
        const marks = door.marks.filter((mark) => mark.kind === 'never_delete')
        const isMarked = (code: ActualCode) =>
          marks.some(
            (mark) =>
              mark.vendorPinId === code.vendorPinId ||
              mark.pinHash === hashPin(code.pin, '28991110', testHmac),
          )
        const listed = door.reading.kind === 'known' ? door.reading.codes : []
        const marked = new Set(listed.filter(isMarked).map((code) => code.vendorPinId))
        const plan = planOf(door)
        const deleted = [...linesOfKind(plan, 'delete'), ...linesOfKind(plan, 'replace')]
        expect(deleted.filter((line) => marked.has(line.vendorPinId))).toEqual([])
      }),
      RUNS,
    )
  })

  it('sends nothing in observe mode and after a restore', () => {
    fc.assert(
      fc.property(anyDoor, (door) => {
        const restored = planOf({ ...door, isAfterRestore: true })
        const observed = planOf({ ...door, site: { ...door.site, mode: 'observe' } })
        expect([...restored.lines, ...observed.lines].filter(isActionLine)).toEqual([])
      }),
      RUNS,
    )
  })

  it('plans nothing on a list that was not complete', () => {
    fc.assert(
      fc.property(anyDoor, (door) => {
        const plan = planDoor(
          { ...door, reading: { kind: 'unreadable', reason: 'rows do not match total', atMs: 0 } },
          testHmac,
        )
        expect(plan.kind).toBe('unreadable')
        expect('lines' in plan).toBe(false)
      }),
      { numRuns: 100 },
    )
  })

  it('never deletes the code of somebody who should have it', () => {
    fc.assert(
      fc.property(anyDoor, (door) => {
        const plan = planOf(door)
        const kept = new Set(plan.unchanged.map((item) => item.vendorPinId))
        expect(linesOfKind(plan, 'delete').filter((line) => kept.has(line.vendorPinId))).toEqual([])
      }),
      RUNS,
    )
  })

  it('gives each listed code and each expected credential at most one line', () => {
    fc.assert(
      fc.property(anyDoor, (door) => {
        const plan = planOf(door)
        const codes = plan.lines.flatMap((line) => (line.kind === 'add' ? [] : (line.vendorPinId ?? [])))
        const ids = plan.lines.map((line) => line.lineId)
        expect(new Set(codes).size).toBe(codes.length)
        expect(new Set(ids).size).toBe(ids.length)
      }),
      RUNS,
    )
  })

  it('deletes before its grace ended only in ultra_strict, and then says so', () => {
    fc.assert(
      fc.property(anyDoor, (door) => {
        const early = linesOfKind(planOf(door), 'delete').filter(
          (line) => line.grace.applies && line.grace.eligibleAtMs > door.nowMs,
        )
        expect(early.every((line) => line.grace.isBypassed)).toBe(true)
        expect(early.length === 0 || door.site.mode === 'ultra_strict').toBe(true)
      }),
      RUNS,
    )
  })

  it('says in the record no PIN of the door', () => {
    fc.assert(
      fc.property(anyDoor, (door) => {
        const record = JSON.stringify(
          toPlanRecord(scopeOf([planOf(door)])).doors.map(({ fingerprint: _, ...rest }) => rest),
        )
        for (const { pin } of door.credentials) if (pin.length > 4) expect(record).not.toContain(pin)
      }),
      { numRuns: 500 },
    )
  })

  it('orders steps so that a line runs once, after what it needs', () => {
    fc.assert(
      fc.property(anyDoor, (door) => {
        const plan = planOf(door)
        const { lines } = selectLines(plan, null)
        const steps = orderSteps(plan, lines)
        const commands = lines.reduce((sum, line) => sum + (line.kind === 'replace' ? 2 : 1), 0)
        expect(steps).toHaveLength(commands)
        const done = new Set<string>()
        for (const step of steps) {
          expect(step.needsLineIds.filter((lineId) => !done.has(lineId))).toEqual([])
          done.add(step.line.lineId)
        }
      }),
      RUNS,
    )
  })

  it('goes on after a crash at any step: the same approval finishes what is left', () => {
    fc.assert(
      fc.property(anyDoor, fc.nat({ max: 12 }), (door, stepCount) => {
        const plan = planOf(door)
        const approved = new Set(plan.lines.filter(isActionLine).map((line) => line.lineId))
        const crashed = runOnModel(door, plan, selectLines(plan, null).lines, { stepCount }).input
        const resumed = planOf(crashed)
        const rest = shrinkToApproved(resumed, approved)
        const after = planOf(runOnModel(crashed, resumed, rest.lines).input)
        expect(after.lines.filter(isActionLine)).toEqual([])
      }),
      RUNS,
    )
  })

  it('is not stale by its own doing, however far it came', () => {
    fc.assert(
      fc.property(anyDoor, fc.nat({ max: 12 }), (door, stepCount) => {
        const plan = planOf(door)
        const { input, operations } = runOnModel(door, plan, selectLines(plan, null).lines, { stepCount })
        const [approved, now] = [fingerprintPartsOf(door), fingerprintPartsOf(input)]
        expect(approved && now && isStaleAfterOwnWrites({ approved, operations, now }, testHmac)).toBe(false)
      }),
      RUNS,
    )
  })
})
