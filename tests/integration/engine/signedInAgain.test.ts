import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AccountId, JobId } from '../../../src-main/domain/ids.ts'
import { replacePassword } from '../../../src-main/useCases/accounts.ts'
import { applyPlan } from '../../../src-main/useCases/plans.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { lockIdAt } from '../../support/engineSite.ts'
import { connectSecond, SECOND_PASSWORD_MD5, siteOfTwoAccounts } from '../../support/twoAccounts.ts'

const [OURS, ANNEX] = [lockIdAt(0), lockIdAt(1)]

describe('an apply over doors of two accounts, one of which is refused', () => {
  let plant: EnginePlant
  let second: AccountId
  let applying: JobId

  beforeEach(async () => {
    plant = await buildEnginePlant({ site: siteOfTwoAccounts() })
    second = await connectSecond(plant)
    const doors = [await plant.provisioned(OURS), await plant.provisioned(ANNEX)]
    plant.enforce({ ...AUTO_ULTRA_STRICT, policy: 'approve' })
    plant.give(doors, { pin: '482915' })
    await plant.engine().idle()
    const planId = await plant.approvedPlan()
    replacePassword(plant.useCases, plant.actor(), { accountId: second, passwordMd5: 'wrong' })
    await plant.engine().idle()
    plant.simulator.control.setLatency({
      latency: { commandMs: [500, 500], cloudMs: [0, 0], giveUpMs: 500 },
    })
    applying = applyPlan(plant.useCases, plant.actor(), planId)
  })
  afterEach(async () => {
    await plant.close()
  })

  const mend = () =>
    replacePassword(plant.useCases, plant.actor(), {
      ...{ accountId: second, passwordMd5: SECOND_PASSWORD_MD5 },
    })

  it('goes on when that one is mended, whatever other work there is', async () => {
    await plant.engine().idle()
    expect(plant.store.jobs.get(applying)).toMatchObject({ waitReason: 'not_signed_in' })
    mend()
    await plant.job(applying, 'done')
    expect([plant.memory(OURS), plant.memory(ANNEX)]).toEqual([['482915'], ['482915']])
  })

  it('goes on at its end when that one was mended while it still worked for the other', async () => {
    await plant.untilStep('marked_sent')
    mend()
    await plant.engine().idle()
    expect(plant.store.jobs.get(applying)?.status).toBe('done')
    expect([plant.memory(OURS), plant.memory(ANNEX)]).toEqual([['482915'], ['482915']])
  })
})
