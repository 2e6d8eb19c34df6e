import { describe, expect, it } from 'vitest'
import type { CredentialId } from '../ids.ts'
import { selectLines } from './selection.ts'
import { orderSteps } from './stepOrder.ts'
import {
  credential,
  HOUR_MS,
  linesOfKind,
  listed,
  NOW_MS,
  period,
  planOf,
  receipt,
  stray,
} from './testSupport/doorPlanBuilder.ts'

const CAPACITY = { capacity: 2 }
const KEPT = { credentials: [credential(1)], codes: [listed(50, 1)], receipts: [receipt(50, 1)] }

describe('a full lock', () => {
  it('takes as many adds as it has room for, those that open first', () => {
    const window = { startMs: NOW_MS + HOUR_MS, endMs: NOW_MS + 2 * HOUR_MS }
    const plan = planOf({
      ...KEPT,
      credentials: [...KEPT.credentials, credential(2, { window }), credential(3)],
      capabilities: CAPACITY,
    })
    expect(linesOfKind(plan, 'add')).toMatchObject([{ credentialId: 3 }])
    expect(linesOfKind(plan, 'invalid_expected')).toMatchObject([{ credentialId: 2, reason: 'lock_full' }])
  })

  it('counts custom codes only', () => {
    const plan = planOf({
      ...KEPT,
      credentials: [...KEPT.credentials, credential(2)],
      codes: [...KEPT.codes, stray(60, { isCustom: false })],
      capabilities: CAPACITY,
      site: { mode: 'managed_only' },
    })
    expect(linesOfKind(plan, 'add')).toHaveLength(1)
  })

  it('needs no room to replace a custom code, but does to replace a generated one', () => {
    const window = period(NOW_MS, NOW_MS + HOUR_MS)
    const door = { credentials: [credential(1)], receipts: [receipt(50, 1)], capabilities: { capacity: 1 } }
    const custom = planOf({ ...door, codes: [listed(50, 1, { window })] })
    expect(linesOfKind(custom, 'replace')).toHaveLength(1)
    const generated = planOf({
      ...door,
      codes: [listed(50, 1, { window, isCustom: false }), stray(60)],
      site: { mode: 'managed_only' },
    })
    expect(linesOfKind(generated, 'invalid_expected')).toMatchObject([{ reason: 'lock_full' }])
  })

  it('deletes first, expired codes before others, only as many as are needed', () => {
    const ended = { startMs: NOW_MS - 2 * HOUR_MS, endMs: NOW_MS - HOUR_MS }
    const plan = planOf({
      credentials: [credential(1), credential(2, { window: ended })],
      codes: [stray(50), listed(51, 2, { window: period(ended.startMs, ended.endMs) })],
      receipts: [receipt(51, 2)],
      capabilities: CAPACITY,
    })
    const steps = orderSteps(plan, selectLines(plan, null).lines)
    expect(steps.map((step) => step.line.lineId)).toEqual(['d2/delete/p51', 'd2/add/c1', 'd2/delete/p50'])
    expect(steps[1]?.readsBackFirst).toBe(true)
  })

  it('gives its room first to somebody whose code was taken off to be replaced', () => {
    const plan = planOf({
      ...KEPT,
      credentials: [...KEPT.credentials, credential(2), credential(3)],
      capabilities: CAPACITY,
      unfinishedReplaces: new Set([3 as CredentialId]),
    })
    expect(linesOfKind(plan, 'add')).toMatchObject([{ credentialId: 3 }])
    expect(linesOfKind(plan, 'invalid_expected')).toMatchObject([{ credentialId: 2, reason: 'lock_full' }])
  })

  it('leaves an add out when the delete that makes room was not selected', () => {
    const plan = planOf({ credentials: [credential(1)], codes: [stray(50)], capabilities: { capacity: 1 } })
    expect(selectLines(plan, new Set(['d2/add/c1']))).toEqual({
      lines: [],
      leftOut: [
        { lineId: 'd2/delete/p50', because: 'not_selected' },
        { lineId: 'd2/add/c1', because: 'lock_full' },
      ],
    })
  })
})
