import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DoorId, JobId } from '../../../src-main/domain/ids.ts'
import { buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'

const LOCK = lockIdAt(0)

describe('a Wi-Fi lock that can sleep', () => {
  let plant: EnginePlant
  let doorId: DoorId
  beforeEach(async () => {
    plant = await buildEnginePlant({
      site: engineSite([{ gateways: [], wifi: { powerSaving: true }, answers: true }]),
    })
    doorId = await plant.provisioned(LOCK)
  })
  afterEach(() => plant.close())

  function lastWrite() {
    return plant.writes(LOCK).at(-1)
  }

  it('and does, is sent an add to be queued, which is settled when the lock woke up', async () => {
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    await plant.job(jobIds[0] as JobId, 'done')
    expect(lastWrite()?.parameters).toMatchObject({ addType: '4' })
    expect(plant.memory(LOCK)).toEqual([])
    expect(plant.operations(doorId).at(-1)?.state).toBe('sent')

    plant.advance(5 * 60_000)
    await plant.engine().idle()
    expect(plant.memory(LOCK)).toEqual(['482915'])
    expect(plant.operations(doorId).at(-1)?.state).toBe('confirmed')
    expect(plant.writes(LOCK)).toHaveLength(1)
  })

  it('and no longer does, is spoken to at once after the next look at the account', async () => {
    plant.simulator.control.patchLock({ lockId: LOCK, wifi: { powerSaving: false } })
    await plant.job(plant.syncDevices(), 'done')
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    await plant.job(jobIds[0] as JobId, 'done')
    expect(lastWrite()?.parameters).toMatchObject({ addType: '2' })
  })
})
