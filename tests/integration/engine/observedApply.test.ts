import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PlanId } from '../../../src-main/domain/ids.ts'
import { planView } from '../../../src-main/ipc/present/planView.ts'
import { checkDoors } from '../../../src-main/useCases/checkDoors.ts'
import { beginObservation, endObservation } from '../../../src-main/useCases/observation.ts'
import { applyPlan } from '../../../src-main/useCases/plans.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'

const LOCK = lockIdAt(0)
const APPROVES = { ...AUTO_ULTRA_STRICT, policy: 'approve' } as const

describe('an approved plan whose site only observes', () => {
  let plant: EnginePlant
  let planId: PlanId

  beforeEach(async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    const doorId = await plant.provisioned(LOCK)
    plant.enforce(APPROVES)
    plant.give([doorId], { pin: '482915' })
    await plant.engine().idle()
    planId = await plant.approvedPlan()
  })
  afterEach(async () => {
    await plant.close()
  })

  const apply = () => applyPlan(plant.useCases, plant.actor(), planId)
  const observed = () =>
    planView(plant.store, planId, { doorsToRead: 0, nowMs: plant.clock.nowMs() })?.observed

  it.each([
    [
      'by its mode',
      () => plant.enforce({ ...APPROVES, mode: 'observe' }),
      async () => {
        plant.enforce(APPROVES)
        await plant.engine().idle()
      },
    ],
    [
      'after an older database was opened',
      () => beginObservation(plant.store, plant.clock),
      async () => {
        checkDoors(plant.useCases, plant.actor(), plant.store.doors.allIds())
        await plant.engine().idle()
        endObservation(plant.useCases, plant.actor())
      },
    ],
  ])('%s, names its doors and is refused until it ends', async (_why, begin, end) => {
    expect(observed()).toEqual({ doorNames: [], isEvery: false })
    begin()
    expect(observed()).toEqual({ doorNames: [expect.any(String)], isEvery: true })
    expect(apply).toThrow(expect.objectContaining({ code: 'site_observes' }))
    expect(plant.store.plans.get(planId)).toMatchObject({ status: 'approved' })
    await plant.engine().idle()
    await end()
    expect(observed()).toMatchObject({ isEvery: false })
    await plant.job(apply(), 'done')
    expect(plant.memory(LOCK)).toEqual(['482915'])
  })
})
