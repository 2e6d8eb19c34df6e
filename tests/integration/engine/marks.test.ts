import { afterEach, describe, expect, it } from 'vitest'
import type { DoorId, VendorPinId } from '../../../src-main/domain/ids.ts'
import { markCode, unmarkCode } from '../../../src-main/useCases/markCode.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt, oldStray } from '../../support/engineSite.ts'

const OBSERVE = { ...AUTO_ULTRA_STRICT, mode: 'observe' } as const
const PIN = '771204'
const DAY_MS = 86_400_000

describe('a code that a person marked', () => {
  let plant: EnginePlant

  afterEach(async () => {
    await plant.close()
  })

  /** A door that only observes, with one code nobody decided. */
  async function start(): Promise<{ doorId: DoorId; vendorPinId: VendorPinId }> {
    plant = await buildEnginePlant({ site: engineSite([{ codes: [oldStray(PIN)] }]), enforcement: OBSERVE })
    const doorId = await plant.provisioned(lockIdAt(0))
    return { doorId, vendorPinId: listedId(doorId) }
  }

  function listedId(doorId: DoorId): VendorPinId {
    const [code] = plant.store.codes.actualCodes(plant.store.doors.get(doorId)?.integrationDeviceId as never)
    if (!code) throw new Error('the lock lists no code')
    return code.vendorPinId
  }

  const never = { mark: 'never_delete', until: null, reason: 'fire brigade' } as const

  /** The code gone and made again: another name and id, the same digits. */
  function makeAgain(): void {
    const { memory } = plant.simulator.control.state({ lockId: lockIdAt(0) }).locks[0] ?? { memory: [] }
    for (const code of memory)
      plant.simulator.control.removeCode({ lockId: lockIdAt(0), keyboardPwd: code.keyboardPwd })
    plant.simulator.control.putCode({
      lockId: lockIdAt(0),
      ...oldStray(PIN, { keyboardPwdName: 'AB U1 C1' }),
    })
  }

  it('never to be removed, outlives the strictest mode, also under another name and id', async () => {
    const { doorId, vendorPinId } = await start()
    markCode(plant.useCases, plant.actor(), { doorId, vendorPinId, ...never })
    makeAgain()
    plant.enforce(AUTO_ULTRA_STRICT)
    await plant.engine().idle()
    expect(listedId(doorId)).not.toBe(vendorPinId)
    expect(plant.memory(lockIdAt(0))).toEqual([PIN])
    expect(plant.writes(lockIdAt(0))).toEqual([])
  })

  it('has its mark removed: the rules of the site count again', async () => {
    const { doorId, vendorPinId } = await start()
    markCode(plant.useCases, plant.actor(), { doorId, vendorPinId, ...never })
    plant.enforce(AUTO_ULTRA_STRICT)
    await plant.engine().idle()
    unmarkCode(plant.useCases, plant.actor(), { doorId, vendorPinId })
    await plant.engine().idle()
    expect(plant.memory(lockIdAt(0))).toEqual([])
  })

  it('to be confirmed, makes an unattended plan wait for a person', async () => {
    const { doorId, vendorPinId } = await start()
    markCode(plant.useCases, plant.actor(), { doorId, vendorPinId, ...never, mark: 'confirm_delete' })
    plant.enforce(AUTO_ULTRA_STRICT)
    await plant.engine().idle()
    expect(plant.memory(lockIdAt(0))).toEqual([PIN])
    expect(plant.store.plans.openPlanOfDoor(doorId)).toMatchObject({ status: 'previewed' })
  })

  it('tolerated until a date, goes when that has come, and not before', async () => {
    const { doorId, vendorPinId } = await start()
    const until = new Date(plant.clock.nowMs() + 3 * DAY_MS).toISOString()
    markCode(plant.useCases, plant.actor(), {
      doorId,
      vendorPinId,
      mark: 'tolerated',
      until,
      reason: 'stays',
    })
    plant.enforce(AUTO_ULTRA_STRICT)
    await plant.engine().idle()
    plant.advance(2 * DAY_MS)
    await plant.engine().idle()
    expect(plant.memory(lockIdAt(0))).toEqual([PIN])
    plant.advance(DAY_MS + 60_000)
    await plant.engine().idle()
    expect(plant.memory(lockIdAt(0))).toEqual([])
  })

  it('is audited with who and why, and without its digits', async () => {
    const { doorId, vendorPinId } = await start()
    const by = plant.actor()
    markCode(plant.useCases, by, { doorId, vendorPinId, ...never })
    const [entry] = plant.store.traces.auditOf([by.correlationId])
    expect(entry).toMatchObject({
      entity: `Door #${doorId}`,
      action: 'mark_code',
      operatorId: by.operatorId,
      after: { vendor_pin_id: vendorPinId, mark: 'never_delete', reason: 'fire brigade' },
    })
    expect(JSON.stringify(entry)).not.toContain(PIN)
  })

  it.each([
    ['tolerated without a date', { mark: 'tolerated', until: null }],
    ['tolerated until yesterday', { mark: 'tolerated', until: new Date(Date.now() - DAY_MS).toISOString() }],
    [
      'never removed until a date',
      { mark: 'never_delete', until: new Date(Date.now() + DAY_MS).toISOString() },
    ],
  ] as const)('%s is refused and nothing is stored', async (_what, wrong) => {
    const { doorId, vendorPinId } = await start()
    const deviceId = plant.store.doors.get(doorId)?.integrationDeviceId as never
    expect(() =>
      markCode(plant.useCases, plant.actor(), { doorId, vendorPinId, reason: 'why', ...wrong }),
    ).toThrow(expect.objectContaining({ code: 'validation_failed' }))
    expect(plant.store.decisions.marks(deviceId)).toEqual([])
  })
})
