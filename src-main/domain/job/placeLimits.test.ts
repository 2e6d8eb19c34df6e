import { describe, expect, it } from 'vitest'
import { fullTypes } from './placeLimits.ts'

describe('fullTypes', () => {
  it('with nothing running, names none', () => {
    expect(fullTypes(new Map())).toEqual([])
  })

  it('of types that run as often as they may, names these alone', () => {
    const running = new Map([
      ['enforce_plan_apply', 2],
      ['maintenance', 1],
      ['device_sync', 1],
    ] as const)
    expect(fullTypes(running)).toEqual(['enforce_plan_apply', 'maintenance'])
  })

  it('of a type without a limit, never names it', () => {
    expect(fullTypes(new Map([['drift_enforce_lock_truth', 500]]))).toEqual([])
  })
})
