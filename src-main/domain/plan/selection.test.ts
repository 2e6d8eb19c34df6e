import { describe, expect, it } from 'vitest'
import { selectLines, shrinkToApproved } from './selection.ts'
import { orderSteps } from './stepOrder.ts'
import {
  credential,
  HOUR_MS,
  listed,
  MINUTE_MS,
  NOW_MS,
  period,
  pinOf,
  planOf,
  receipt,
  revocation,
  stray,
} from './testSupport/doorPlanBuilder.ts'

const HANDED_ON = {
  credentials: [credential(2, { pin: pinOf(1) }), credential(3)],
  codes: [listed(50, 1)],
  receipts: [receipt(50, 1)],
  revocations: [revocation(1)],
}

const SWAPPED = {
  credentials: [credential(1, { pin: pinOf(2) }), credential(2, { pin: pinOf(1) })],
  codes: [listed(50, 1), listed(51, 2)],
  receipts: [receipt(50, 1), receipt(51, 2)],
}

function idsOf(lines: readonly { readonly lineId: string }[]): readonly string[] {
  return lines.map((line) => line.lineId)
}

describe('a selection of lines', () => {
  it('leaves out the line whose PIN stays held because the delete was not selected', () => {
    const plan = planOf(HANDED_ON)
    const { lines, leftOut } = selectLines(plan, new Set(['d2/add/c2', 'd2/add/c3']))
    expect(idsOf(lines)).toEqual(['d2/add/c3'])
    expect(leftOut).toContainEqual({ lineId: 'd2/add/c2', because: 'needs_other_line' })
  })

  it('leaves out a swap of which one half was selected', () => {
    const { lines } = selectLines(planOf(SWAPPED), new Set(['d2/replace/c1/p50']))
    expect(lines).toEqual([])
  })

  it('ignores ids of other doors and of lines that are never sent', () => {
    const plan = planOf({ codes: [stray(50, { createdAtMs: NOW_MS })] })
    expect(selectLines(plan, new Set(['d2/blocked_by_grace/p50', 'd3/delete/p50'])).lines).toEqual([])
  })
})

describe('an approval against a newer plan', () => {
  const BLOCKED = { codes: [stray(50, { createdAtMs: NOW_MS - 59 * MINUTE_MS })] }

  it('does not run a line that was blocked by grace when it was approved', () => {
    const approved = new Set(planOf(BLOCKED).lines.map((line) => line.lineId))
    const later = planOf({ ...BLOCKED, nowMs: NOW_MS + HOUR_MS })
    expect(later.lines).toMatchObject([{ kind: 'delete' }])
    expect(shrinkToApproved(later, approved)).toEqual({
      lines: [],
      leftOut: [{ lineId: 'd2/blocked_by_grace/p50', because: 'needs_approval_again' }],
    })
  })

  it('says of a code that is gone that it is already so', () => {
    expect(shrinkToApproved(planOf({}), new Set(['d2/delete/p50', 'd3/delete/p50']))).toEqual({
      lines: [],
      leftOut: [{ lineId: 'd2/delete/p50', because: 'already_so' }],
    })
  })

  it.each([
    ['an add whose code is under way', 'd2/add/c1'],
    ['a delete of a code under way', 'd2/delete/p50'],
    ['a replace whose old code is under way', 'd2/replace/c1/p50'],
  ])('says of %s that the provider is still at it', (_what, lineId) => {
    const plan = planOf({
      credentials: [credential(1)],
      codes: [listed(50, 1, { status: 'under_way' })],
      receipts: [receipt(50, 1)],
    })
    expect(shrinkToApproved(plan, new Set([lineId]))).toEqual({
      lines: [],
      leftOut: [{ lineId, because: 'under_way' }],
    })
  })

  it('never runs a line that was not approved', () => {
    const plan = planOf({ credentials: [credential(1)], codes: [stray(50)] })
    expect(idsOf(shrinkToApproved(plan, new Set(['d2/add/c1'])).lines)).toEqual(['d2/add/c1'])
  })

  it('finishes a replace whose old code was already deleted, under the line that was approved', () => {
    const plan = planOf({ credentials: [credential(1)], receipts: [receipt(50, 1)] })
    const { lines, leftOut } = shrinkToApproved(plan, new Set(['d2/replace/c1/p50']))
    expect(lines).toMatchObject([{ kind: 'add', lineId: 'd2/replace/c1/p50', credentialId: 1 }])
    expect(leftOut).toEqual([])
  })

  it('does not take an add for the rest of a replace while the old code is listed', () => {
    const plan = planOf({ credentials: [credential(1)], codes: [stray(50)] })
    expect(shrinkToApproved(plan, new Set(['d2/replace/c1/p50'])).lines).toEqual([])
  })

  it('finishes a swap of which one code was already deleted', () => {
    const plan = planOf({ ...SWAPPED, codes: [listed(51, 2)] })
    const { lines } = shrinkToApproved(plan, new Set(['d2/replace/c1/p50', 'd2/replace/c2/p51']))
    expect(lines).toMatchObject([
      { kind: 'add', lineId: 'd2/replace/c1/p50', afterLineIds: ['d2/replace/c2/p51'] },
      { kind: 'change', lineId: 'd2/replace/c2/p51' },
    ])
  })
})

describe('the order of steps on a door', () => {
  it('is adds, changes, replaces, deletes', () => {
    const plan = planOf({
      credentials: [credential(1, { pin: '480913' }), credential(2), credential(3)],
      codes: [stray(40), listed(50, 1), listed(51, 2, { window: period(NOW_MS, NOW_MS + HOUR_MS) })],
      receipts: [receipt(50, 1), receipt(51, 2)],
    })
    const steps = orderSteps(plan, selectLines(plan, null).lines)
    expect(steps.map((step) => `${step.action} ${step.line.lineId}`)).toEqual([
      'add d2/add/c3',
      'change d2/change/c1/p50',
      'delete d2/replace/c2/p51',
      'add d2/replace/c2/p51',
      'delete d2/delete/p40',
    ])
  })

  it('deletes both codes of a swap, reads back, and adds both', () => {
    const plan = planOf(SWAPPED)
    const steps = orderSteps(plan, selectLines(plan, null).lines)
    expect(steps.map(({ action, readsBackFirst }) => [action, readsBackFirst])).toEqual([
      ['delete', false],
      ['delete', false],
      ['add', true],
      ['add', false],
    ])
    expect(steps[2]?.needsLineIds).toEqual(['d2/replace/c1/p50', 'd2/replace/c2/p51'])
  })

  it('deletes the revoked code before its PIN is given to somebody else, after reading back', () => {
    const plan = planOf(HANDED_ON)
    const steps = orderSteps(plan, selectLines(plan, null).lines)
    expect(steps.map((step) => step.line.lineId)).toEqual(['d2/add/c3', 'd2/delete/p50', 'd2/add/c2'])
    expect(steps[2]).toMatchObject({ readsBackFirst: true, needsLineIds: ['d2/delete/p50'] })
  })

  it("takes nobody's code away for digits that did not come free", () => {
    const plan = planOf({
      credentials: [credential(1, { pin: pinOf(2) }), credential(2, { pin: '480913' })],
      codes: [listed(50, 1), listed(51, 2)],
      receipts: [receipt(50, 1), receipt(51, 2)],
    })
    const steps = orderSteps(plan, selectLines(plan, null).lines)
    expect(steps[1]).toMatchObject({
      action: 'delete',
      readsBackFirst: true,
      needsLineIds: ['d2/change/c2/p51'],
    })
  })
})
