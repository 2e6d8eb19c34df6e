import { describe, expect, it } from 'vitest'
import { findingsOf } from './findings.ts'
import {
  credential,
  HOUR_MS,
  listed,
  NOW_MS,
  period,
  planOf,
  receipt,
  revocation,
  stray,
} from './testSupport/doorPlanBuilder.ts'

const WRONG = {
  credentials: [credential(1), credential(2), credential(3, { pin: '1111' })],
  codes: [listed(50, 2, { window: period(NOW_MS - HOUR_MS, NOW_MS + HOUR_MS) }), listed(51, 4), stray(60)],
  receipts: [receipt(50, 2), receipt(51, 4)],
  revocations: [revocation(4)],
}

describe('the findings of a door', () => {
  it('say how many codes are missing, other, unwanted and undeliverable', () => {
    expect(findingsOf(planOf(WRONG))).toEqual({
      ...{ missing: 1, changed: 1, unwanted: 2, undeliverable: 1 },
      ...{ differences: 5, foreignNamesakes: 0 },
    })
  })

  it('are the same where the mode only observes', () => {
    const { missing, changed, unwanted } = findingsOf(planOf({ ...WRONG, site: { mode: 'observe' } }))
    expect({ missing, changed, unwanted }).toEqual({ missing: 1, changed: 1, unwanted: 2 })
  })

  it('leave out a stray that the mode leaves be', () => {
    expect(findingsOf(planOf({ codes: [stray(60)], site: { mode: 'managed_only' } })).differences).toBe(0)
  })
})
