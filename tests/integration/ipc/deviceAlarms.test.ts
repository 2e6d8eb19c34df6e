import { afterEach, describe, expect, it } from 'vitest'
import type { DoorId } from '../../../src-main/domain/ids.ts'
import {
  batteryAlarms,
  gatewayAlarms,
  lockClockAlarms,
  pcClockAlarms,
} from '../../../src-main/ipc/present/deviceAlarms.ts'
import { readDoorUse } from '../../../src-main/useCases/doorUse.ts'
import { buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const LOCK = lockIdAt(0)

describe('what the overview warns of', () => {
  let plant: EnginePlant

  afterEach(async () => {
    await plant.close()
  })

  async function start(doors = 1): Promise<readonly DoorId[]> {
    plant = await buildEnginePlant({ site: engineSite(Array.from({ length: doors }, () => ({}))) })
    const ids: DoorId[] = []
    for (let index = 0; index < doors; index++) ids.push(await plant.provisioned(lockIdAt(index)))
    return ids
  }
  async function sync(): Promise<void> {
    await plant.job(plant.syncDevices(), 'done')
  }
  const doors = () => plant.store.doors.list()

  it('names the locks whose batteries are low, the emptiest first, and no others', async () => {
    await start(4)
    for (const [index, electricQuantity] of [12, 20, 5, 80].entries())
      plant.simulator.control.patchLock({ lockId: lockIdAt(index), electricQuantity })
    await sync()
    expect(batteryAlarms(doors())).toMatchObject([
      { kind: 'battery_low', doorCount: 2, doors: [{ percent: 5 }, { percent: 12 }] },
    ])
    for (const index of [0, 2])
      plant.simulator.control.patchLock({ lockId: lockIdAt(index), electricQuantity: 100 })
    await sync()
    expect(batteryAlarms(doors())).toEqual([])
  })

  it('names a gateway that is down with its doors, since when first, and ends by itself when it is back', async () => {
    const [doorId] = await start(2)
    await sync()
    plant.simulator.control.patchGateway({ gatewayId: 1, online: false })
    plant.advance(20 * MINUTE_MS)
    plant.give([doorId as DoorId], { pin: '482915' })
    // A command that no gateway took has the gateways looked at: nobody asked for it.
    await plant.engine().idle()
    const [alarm, ...others] = gatewayAlarms(plant)
    expect(others).toEqual([])
    expect(alarm).toMatchObject({ gatewayName: 'Gateway 1', doorCount: 1, doors: [{ doorId }] })
    plant.advance(HOUR_MS)
    await plant.engine().idle()
    expect(gatewayAlarms(plant)).toEqual([alarm])
    plant.simulator.control.patchGateway({ gatewayId: 1, online: true })
    plant.advance(HOUR_MS)
    await plant.engine().idle()
    expect(gatewayAlarms(plant)).toEqual([])
    plant.simulator.control.clearJournal()
    plant.advance(2 * HOUR_MS)
    await plant.engine().idle()
    expect(plant.simulator.control.journal({ path: '/v3/gateway/list' })).toEqual([])
  })

  it('says how far this PC’s clock is off while nothing is sent for it', async () => {
    const [doorId] = await start()
    expect(pcClockAlarms(plant)).toEqual([])
    plant.clock.setWall(-12 * MINUTE_MS)
    plant.give([doorId as DoorId], { pin: '482915' })
    await plant.engine().idle()
    const [alarm] = pcClockAlarms(plant)
    expect(Math.round((alarm?.offsetMs ?? 0) / MINUTE_MS)).toBe(-12)
    plant.clock.setWall(12 * MINUTE_MS)
    plant.advance(6 * MINUTE_MS)
    await plant.engine().idle()
    expect(pcClockAlarms(plant)).toEqual([])
  })

  it('says of a lock whose records come from the future that its clock is ahead, until one shows it right', async () => {
    const [doorId] = await start()
    const use = async () => {
      plant.simulator.control.typeAtDoor({ lockId: LOCK, pin: '730461' })
      await plant.job(readDoorUse(plant.useCases, plant.actor(), doorId as DoorId), 'done')
    }
    await use()
    expect(lockClockAlarms(doors())).toEqual([])
    plant.simulator.control.patchLock({ lockId: LOCK, clockOffsetMs: 14 * MINUTE_MS })
    plant.advance(HOUR_MS)
    await use()
    const [alarm] = lockClockAlarms(doors())
    expect(alarm).toMatchObject({ kind: 'lock_clock_off', doorId })
    expect(Math.round((alarm?.offsetMs ?? 0) / MINUTE_MS)).toBe(14)
    plant.simulator.control.patchLock({ lockId: LOCK, clockOffsetMs: 0 })
    plant.advance(HOUR_MS)
    await use()
    expect(lockClockAlarms(doors())).toEqual([])
  })
})
