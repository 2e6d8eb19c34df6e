import { afterEach, describe, expect, it } from 'vitest'
import type { PlanId } from '../../../src-main/domain/ids.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt, oldStray } from '../../support/engineSite.ts'

describe('a safeguard', () => {
  let plant: EnginePlant
  const CAREFUL = {
    ...AUTO_ULTRA_STRICT,
    allowFirstRunUnattended: false,
    allowEmptyExpectedUnattended: false,
  }

  afterEach(async () => {
    await plant.close()
  })

  const safeguardsOf = (planId: PlanId | null) => {
    const safeguards = plant.store.plans.get(planId as PlanId)?.safeguards ?? []
    return (safeguards as readonly { kind: string }[]).map(({ kind }) => kind)
  }

  it.each([
    ['on a first run, keeps an unattended site from sending', {}, ['first_run'], 1],
    [
      'where nothing is expected, keeps a lock from being emptied',
      { allowFirstRunUnattended: true },
      ['expected_is_empty'],
      1,
    ],
    [
      'on too many deletes, asks first',
      { allowFirstRunUnattended: true, allowEmptyExpectedUnattended: true },
      ['too_many_deletes_on_door'],
      6,
    ],
  ])('%s', async (_what, allowed, expected, strays) => {
    const codes = Array.from({ length: strays }, (_code, index) => oldStray(String(771_204 + 7 * index)))
    plant = await buildEnginePlant({
      site: engineSite([{ codes }]),
      enforcement: { ...CAREFUL, ...allowed },
    })
    const { jobId } = plant.provision(lockIdAt(0))
    const job = await plant.job(jobId, 'awaiting_approval')
    expect(safeguardsOf(job.planId)).toEqual(expect.arrayContaining(expected))
    expect(plant.writes(lockIdAt(0))).toEqual([])
    expect(plant.memory(lockIdAt(0))).toHaveLength(strays)
  })

  it('keeps a foreign namesake from being removed unattended', async () => {
    plant = await buildEnginePlant({
      site: engineSite([{}]),
      enforcement: { ...CAREFUL, allowEmptyExpectedUnattended: true },
    })
    const { jobId } = plant.provision(lockIdAt(0))
    await plant.job(jobId, 'done')
    plant.simulator.control.putCode({
      lockId: lockIdAt(0),
      ...oldStray('771204', { keyboardPwdName: 'AB U900 C900' }),
    })
    plant.advance(66 * 60_000)
    await plant.engine().idle()
    const plan = plant.store.plans.list(1)[0]
    expect(plan).toMatchObject({ status: 'previewed', summary: { deletes: 1 } })
    expect(safeguardsOf(plan?.id ?? null)).toEqual(['foreign_namesake'])
    expect(plant.memory(lockIdAt(0))).toEqual(['771204'])
  })
})
