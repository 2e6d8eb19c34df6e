import { afterEach, describe, expect, it } from 'vitest'
import type { DoorId, PlanId } from '../../../src-main/domain/ids.ts'
import { findLines } from '../../../src-main/ipc/present/findLines.ts'
import { planImpact } from '../../../src-main/ipc/present/planImpact.ts'
import { planLines } from '../../../src-main/ipc/present/planLines.ts'
import { planView } from '../../../src-main/ipc/present/planView.ts'
import { writePlanPage } from '../../../src-main/useCases/planPage.ts'
import { applyPlan, approvePlan, previewPlan } from '../../../src-main/useCases/plans.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt, oldStray } from '../../support/engineSite.ts'

describe('the page of a plan', () => {
  let plant: EnginePlant

  afterEach(async () => {
    await plant.close()
  })

  async function pageOf(planId: PlanId, leftOut: readonly string[] = []): Promise<string> {
    const { store, clock } = plant
    const nowMs = clock.nowMs()
    const view = planView(store, planId, { doorsToRead: 1, nowMs }) ?? expect.unreachable()
    const most = Number.POSITIVE_INFINITY
    return await writePlanPage(store, view, {
      impact: (await planImpact(store, planId, { leftOut, from: 0, most })) ?? expect.unreachable(),
      leftOut: new Set(leftOut),
      nowMs,
      linesOf: ({ doorId }) =>
        planLines(store, { planId, doorId: doorId as DoorId, of: 'lines' }) ?? expect.unreachable(),
    })
  }

  it('tells everybody who gains a door, follows what is selected, and tells no date that stands for an open side', async () => {
    plant = await buildEnginePlant({
      site: engineSite([{}]),
      enforcement: { ...AUTO_ULTRA_STRICT, policy: 'approve' },
    })
    const doorId = await plant.provisioned(lockIdAt(0))
    await plant.stopEngine()
    const endsAt = new Date(plant.clock.nowMs() + 30 * 86_400_000).toISOString()
    for (let index = 0; index < 250; index++) plant.give([doorId], { endsAt })
    await plant.restartEngine()
    const { planId, jobId } = previewPlan(plant.useCases, plant.actor(), {
      ...{ scope: { kind: 'all' }, title: 'All doors', mode: 'ultra_strict', graceWindowSeconds: 3_600 },
    })
    await plant.job(jobId, 'done')
    const lineIds = [...plant.store.plans.lineBriefs(planId).values()].flat().map((line) => line.lineId)
    const leftOut = lineIds.slice(0, 3)
    const page = await pageOf(planId, leftOut)
    expect(page.match(/will be able to open/g)).toHaveLength(247)
    expect(page).toContain('247 gain a door')
    expect(page.match(/Not selected\./g)).toHaveLength(3)
    expect(page).not.toContain('2000')
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
    const page = await pageOf(planId)
    expect(page).toContain('Front door')
    expect(page).toContain('the cleaner with ***04 has left')
    expect(page).toContain('&lt;b&gt;')
    expect(page).toContain('Maria')
    expect(page).not.toContain('771204')
    await plant.job(applyPlan(plant.useCases, plant.actor(), planId), 'done')
    expect(await pageOf(planId)).toContain('<td>1 line done and read back</td>')
  })
})
