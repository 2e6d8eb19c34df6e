import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DoorId } from '../../../src-main/domain/ids.ts'
import { buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'

const LOCK = lockIdAt(0)
const HOUR_MS = 3_600_000

describe('a lock that its account no longer has', () => {
  let plant: EnginePlant
  let doorId: DoorId

  beforeEach(async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    doorId = await plant.provisioned(LOCK)
    plant.simulator.control.removeLock({ lockId: LOCK })
    await plant.job(plant.syncDevices(), 'done')
  })
  afterEach(async () => {
    await plant.close()
  })

  const checks = () =>
    plant.store.jobs
      .ofDoor(doorId, 100)
      .filter(({ type, status }) => type === 'drift_enforce_lock_truth' && status === 'failed')

  async function aDayPasses(): Promise<void> {
    for (let hour = 0; hour < 26; hour += 1) {
      plant.advance(HOUR_MS)
      await plant.engine().idle()
    }
  }

  it('is looked for once a day, not with every round of checks', async () => {
    await aDayPasses()
    expect(checks().length).toBeGreaterThan(0)
    expect(checks().length).toBeLessThanOrEqual(2)
    expect(plant.store.doors.state(doorId)).toMatchObject({ readingKind: 'unreadable' })
  })

  it('and that is listed again, is read at once', async () => {
    await aDayPasses()
    plant.simulator.control.addLock({
      ...{ lockId: LOCK, lockAlias: 'Room 1' },
      gateways: [{ gatewayId: 1, rssi: -60 }],
    })
    await plant.job(plant.syncDevices(), 'done')
    await plant.engine().idle()
    expect(plant.store.doors.state(doorId)).toMatchObject({ readingKind: 'known', unreadableSince: null })
  })
})
