import { afterEach, describe, expect, it } from 'vitest'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt, oldStray } from '../../support/engineSite.ts'

const LOCK = lockIdAt(0)
const PIN = '771204'
const HOUR_MS = 3_600_000

describe('a code that should go from a lock that only Bluetooth reaches', () => {
  let plant: EnginePlant

  afterEach(async () => {
    await plant.close()
  })

  it('is reported, nothing is sent and nothing waits, until a check after a gateway was paired with it', async () => {
    plant = await buildEnginePlant({
      site: engineSite([{ gateways: [], codes: [oldStray(PIN)] }]),
      enforcement: AUTO_ULTRA_STRICT,
    })
    await plant.job(plant.syncDevices(), 'done')
    const doorId = await plant.provisioned(LOCK)
    expect(plant.store.doors.state(doorId)).toMatchObject({ differences: 1 })
    expect(plant.writes(LOCK)).toEqual([])

    plant.simulator.control.patchGateway({ gatewayId: 1, links: [{ lockId: LOCK, rssi: -60 }] })
    await plant.job(plant.syncDevices(), 'done')
    plant.advance(2 * HOUR_MS)
    await plant.engine().idle()
    expect(plant.memory(LOCK)).toEqual([])
  })
})
