import { describe, expect, it } from 'vitest'
import { createClockWatch } from './clockWatch.ts'

const DAY_MS = 86_400_000

function clocks() {
  const at = { wallMs: Date.UTC(2026, 2, 29), monotonicMs: 5_000 }
  const watch = createClockWatch({ nowMs: () => at.wallMs, monotonicMs: () => at.monotonicMs })
  return {
    watch,
    pass: (ms: number) => {
      at.wallMs += ms
      at.monotonicMs += ms
    },
    set: (ms: number) => {
      at.wallMs += ms
    },
  }
}

describe('the watch on the clocks', () => {
  it('while time passes for both, sees nothing', () => {
    const { watch, pass } = clocks()
    for (let day = 0; day < 30; day++) {
      pass(DAY_MS)
      expect(watch.look()).toBeNull()
    }
  })

  it.each([
    [30_000, null],
    [-30_000, null],
    [DAY_MS, 'ahead'],
    [-DAY_MS, 'back'],
    [-365 * DAY_MS, 'back'],
  ] as const)('when the wall clock moves by %i ms, says %s, once', (ms, seen) => {
    const { watch, pass, set } = clocks()
    pass(DAY_MS)
    set(ms)
    expect(watch.look()).toBe(seen)
    pass(DAY_MS)
    expect(watch.look()).toBeNull()
  })

  it('when small steps add up, sees the drift in the end', () => {
    const { watch, set } = clocks()
    set(40_000)
    expect(watch.look()).toBeNull()
    set(40_000)
    expect(watch.look()).toBe('ahead')
  })
})
