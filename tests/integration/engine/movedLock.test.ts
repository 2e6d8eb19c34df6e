import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AccountId, DoorId, JobId } from '../../../src-main/domain/ids.ts'
import { syncAccount } from '../../../src-main/useCases/accounts.ts'
import { buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { lockIdAt } from '../../support/engineSite.ts'
import { connectSecond, SECOND_UID, siteOfTwoAccounts } from '../../support/twoAccounts.ts'

const LOCK = lockIdAt(0)
const REST_MS = 1_000

describe('a lock that is handed over to another account while a command to it waits', () => {
  let plant: EnginePlant
  let second: AccountId
  let doorId: DoorId

  beforeEach(async () => {
    plant = await buildEnginePlant({ site: siteOfTwoAccounts(), client: { busyRestMs: REST_MS } })
    second = await connectSecond(plant)
    doorId = await plant.provisioned(LOCK)
  })
  afterEach(async () => {
    await plant.close()
  })

  async function handOver(): Promise<void> {
    const { control } = plant.simulator
    control.removeLock({ lockId: LOCK })
    control.addLock({
      ...{ lockId: LOCK, lockAlias: 'Room 1', adminUid: SECOND_UID },
      gateways: [{ gatewayId: 2, rssi: -60 }],
    })
    for (const accountId of [plant.accountId, second]) {
      await plant.job(syncAccount(plant.useCases, plant.actor(), accountId), 'done')
    }
  }

  it('is sent to through the account that has it', async () => {
    plant.simulator.control.addFault({ kind: 'errcode', path: '/v3/keyboardPwd/add', errcode: -3003 })
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    await plant.untilStep('intent_committed')
    await plant.untilStep('intent_committed')
    await handOver()
    expect(plant.store.doors.get(doorId)?.integrationCustomerId).toBe(second)
    const job = await plant.job(jobIds[0] as JobId, 'done')
    expect(job.attemptCount).toBe(1)
    expect(plant.memory(LOCK)).toEqual(['482915'])
    expect(plant.writes(LOCK).map(({ effect }) => effect)).toEqual(['none', 'applied'])
  })
})
