import { afterEach, describe, expect, it } from 'vitest'
import type { DoorId, JobId } from '../../../src-main/domain/ids.ts'
import { doorRow } from '../../../src-main/ipc/present/doorRow.ts'
import { checkDoors } from '../../../src-main/useCases/checkDoors.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'

describe('the row of a door whose plan awaits approval', () => {
  let plant: EnginePlant

  afterEach(async () => {
    await plant.close()
  })

  const row = (doorId: DoorId) => {
    const record = plant.store.doors.getListRecord(doorId)
    if (!record) throw new Error('the door is gone')
    return doorRow(record, null)
  }

  it('while its calls wait for the month, says that it waits for them and when it was last read', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    const doorId = await plant.provisioned(lockIdAt(0))
    plant.enforce({ ...AUTO_ULTRA_STRICT, policy: 'approve' })
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    await plant.job(jobIds[0] as JobId, 'awaiting_approval')
    const before = row(doorId)
    expect(before).toMatchObject({ state: 'out_of_step', waitingFor: 'awaiting_approval' })
    plant.simulator.control.setQuota({ monthlyLimit: 0 })
    const [check] = checkDoors(plant.useCases, plant.actor(), [doorId])
    await plant.job(check as JobId, 'waiting_offline')
    const { lastReadAt, awaitingPlanId } = before
    expect(row(doorId)).toMatchObject({ state: 'waiting', waitingFor: 'quota', lastReadAt, awaitingPlanId })
    expect(lastReadAt).not.toBeNull()
  })
})
