import { afterEach, describe, expect, it } from 'vitest'
import type { DoorId, PlanId } from '../../../src-main/domain/ids.ts'
import { findLines } from '../../../src-main/ipc/present/findLines.ts'
import { planLines } from '../../../src-main/ipc/present/planLines.ts'
import { planView } from '../../../src-main/ipc/present/planView.ts'
import { pinsOfPlan, writePlanPage } from '../../../src-main/useCases/planPage.ts'
import { approvePlan } from '../../../src-main/useCases/plans.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt, oldStray } from '../../support/engineSite.ts'

describe('the page of a plan', () => {
  let plant: EnginePlant

  afterEach(async () => {
    await plant.close()
  })

  it('says what is planned and who approved it why, and prints no PIN, not even one in a name or a reason', async () => {
    plant = await buildEnginePlant({
      site: engineSite([{ codes: [oldStray('771204', { keyboardPwdName: 'cleaner 771204 <b>' })] }]),
      enforcement: { ...AUTO_ULTRA_STRICT, policy: 'approve' },
    })
    const job = await plant.job(plant.provision(lockIdAt(0), 'Front door').jobId, 'awaiting_approval')
    const planId = job.planId as PlanId
    const plan = () => plant.store.plans.get(planId) ?? expect.unreachable()
    approvePlan(plant.useCases, plant.actor(), {
      planId,
      digest: plan().digest ?? '',
      leftOut: [],
      reason: 'the cleaner with 771204 has left',
      typedDeletes: null,
    })
    expect(findLines(plant.store, planId, 'CLEANER')).toEqual([{ doorId: job.doorId, indexes: [0] }])
    expect(findLines(plant.store, planId, 'gardener')).toEqual([])
    const nowMs = plant.clock.nowMs()
    const view = planView(plant.store, planId, { doorsToRead: 1, nowMs }) ?? expect.unreachable()
    const page = writePlanPage(view, {
      ...{ pins: pinsOfPlan(plant.store, plan()), nowMs },
      linesOf: ({ doorId }) =>
        planLines(plant.store, { planId, doorId: doorId as DoorId, of: 'lines' }) ?? expect.unreachable(),
    })
    expect(page).toContain('Front door')
    expect(page).toContain('the cleaner with •••• has left')
    expect(page).toContain('&lt;b&gt;')
    expect(page).toContain('Maria')
    expect(page).not.toContain('771204')
  })
})
