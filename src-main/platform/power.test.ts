import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createPower } from './power.ts'

function fakePower() {
  const powerMonitor = new EventEmitter()
  const blockers = new Set<number>()
  let next = 0
  const powerSaveBlocker = {
    start: () => {
      next += 1
      blockers.add(next)
      return next
    },
    stop: (id: number) => blockers.delete(id),
  }
  // The emitter has the two methods that the adapter uses.
  const power = createPower({ powerMonitor: powerMonitor as never, powerSaveBlocker })
  return { power, powerMonitor, blockers }
}

describe('power (checklist 31)', () => {
  it('forwards sleep, wake-up and shutdown until it is unsubscribed', () => {
    const { power, powerMonitor } = fakePower()
    const heard: string[] = []
    const unwatch = power.watch({
      onSuspend: () => heard.push('suspend'),
      onResume: () => heard.push('resume'),
      onShutdown: () => heard.push('shutdown'),
    })
    for (const event of ['suspend', 'resume', 'shutdown']) powerMonitor.emit(event)
    unwatch()
    for (const event of ['suspend', 'shutdown']) powerMonitor.emit(event)
    expect(heard).toEqual(['suspend', 'resume', 'shutdown'])
  })

  it('keeps awake until the last holder lets go, each counted once', () => {
    const { power, blockers } = fakePower()
    const first = power.keepAwake()
    const second = power.keepAwake()
    expect(blockers.size).toBe(1)
    first()
    first()
    expect(blockers.size).toBe(1)
    second()
    expect(blockers.size).toBe(0)
    power.keepAwake()
    expect(blockers.size).toBe(1)
  })
})
