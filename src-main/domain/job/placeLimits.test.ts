import { describe, expect, it } from 'vitest'
import { fullTypes } from './placeLimits.ts'

describe('fullTypes', () => {
  it('with nothing running, names none', () => {
    expect(fullTypes([])).toEqual([])
  })

  it('of types that run as often as they may, names these alone', () => {
    expect(fullTypes(['enforce_plan_apply', 'maintenance', 'device_sync', 'enforce_plan_apply'])).toEqual([
      'enforce_plan_apply',
      'maintenance',
    ])
  })

  it('of a type without a limit, never names it', () => {
    expect(fullTypes(Array.from({ length: 50 }, () => 'drift_enforce_lock_truth' as const))).toEqual([])
  })
})
