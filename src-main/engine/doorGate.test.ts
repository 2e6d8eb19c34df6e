import { describe, expect, it } from 'vitest'
import type { DeviceId } from '../domain/ids.ts'
import { DoorGate } from './doorGate.ts'

const FIRST = 1 as DeviceId
const SECOND = 2 as DeviceId

describe('the gate of a lock', () => {
  it('lets one pass at a time, in the order they came', async () => {
    const gate = new DoorGate()
    const steps: string[] = []
    const pass = (name: string) =>
      gate.pass(FIRST, async () => {
        steps.push(`${name} in`)
        await Promise.resolve()
        steps.push(`${name} out`)
      })
    await Promise.all([pass('a'), pass('b'), pass('c')])
    expect(steps).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out'])
  })

  it('of another lock, is open meanwhile', async () => {
    const gate = new DoorGate()
    let open: () => void = () => undefined
    const held = gate.pass(FIRST, () => new Promise<void>((resolve) => (open = resolve)))
    await expect(gate.pass(SECOND, async () => 'through')).resolves.toBe('through')
    open()
    await held
  })

  it('behind a run that failed, opens all the same', async () => {
    const gate = new DoorGate()
    const failing = gate.pass(FIRST, () => Promise.reject(new Error('no')))
    const next = gate.pass(FIRST, async () => 'through')
    await expect(failing).rejects.toThrow('no')
    await expect(next).resolves.toBe('through')
  })
})
