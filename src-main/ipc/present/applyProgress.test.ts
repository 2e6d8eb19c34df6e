import { describe, expect, it } from 'vitest'
import { outlineOfDoor } from '../../domain/plan/doorHead.ts'
import { planOf, stray } from '../../domain/plan/testSupport/doorPlanBuilder.ts'
import type { PlanDoorHeadRecord, PlanRecord } from '../../ports/stores/planStore.ts'
import { progressOf } from './applyProgress.ts'

const door = planOf({ codes: [50, 51, 52, 53].map((id) => stray(id)) })
const [first = '', second = '', third = ''] = door.lines.map((line) => line.lineId)

function progress(
  status: PlanRecord['status'],
  record: Partial<PlanDoorHeadRecord>,
  approvedBy: number | null = 1,
) {
  const { head } = outlineOfDoor(door)
  const whole = {
    head,
    state: 'planned',
    approvedLines: null,
    approvedCalls: null,
    results: {},
    ...record,
  } as PlanDoorHeadRecord
  return progressOf({ status, approvedBy } as PlanRecord, [whole])
}

const told = (result: 'ok' | 'already_so' | 'failed' | 'skipped' | 'stale') => ({ result, sentence: null })

describe('the progress of a plan', () => {
  it('that nobody decided about, is nothing', () => {
    expect(progress('previewed', {}, null)).toEqual({ approved: 0, proven: 0, failed: 0, leftOut: 0 })
  })

  it('once approved, counts what the approver took out', () => {
    expect(progress('approved', { approvedLines: [first, second] })).toEqual({
      approved: 2,
      proven: 0,
      failed: 0,
      leftOut: 2,
    })
  })

  it('while it is applied, holds what was skipped on an open door for still to come', () => {
    const approvedLines = [first, second, third]
    const results = { [first]: told('ok'), [second]: told('skipped'), [third]: told('failed') }
    expect(progress('applying', { approvedLines, results })).toMatchObject({
      proven: 1,
      failed: 1,
      leftOut: 1,
    })
    expect(progress('applied', { approvedLines, results, state: 'done' })).toMatchObject({ leftOut: 2 })
  })

  it('of an apply that nobody had to approve, counts its results alone', () => {
    const results = { [first]: told('already_so'), [second]: told('stale') }
    expect(progress('applied', { results }, null)).toEqual({ approved: 0, proven: 1, failed: 0, leftOut: 1 })
  })
})
