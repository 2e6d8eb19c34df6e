import { afterEach, describe, expect, it } from 'vitest'
import type { DoorId, JobId, PlanId } from '../../../src-main/domain/ids.ts'
import { approvePlan, previewPlan, rejectPlan } from '../../../src-main/useCases/plans.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'

const APPROVE = { ...AUTO_ULTRA_STRICT, policy: 'approve' } as const

describe('a plan that a check of a door asks about', () => {
  let plant: EnginePlant

  afterEach(async () => {
    await plant.close()
  })

  /** Doors whose locks are empty and were read before, at a site that asks first. */
  async function start(count: number): Promise<readonly DoorId[]> {
    plant = await buildEnginePlant({ site: engineSite(Array.from({ length: count }, () => ({}))) })
    const doors: DoorId[] = []
    for (let index = 0; index < count; index++) doors.push(await plant.provisioned(lockIdAt(index)))
    plant.enforce(APPROVE)
    await plant.engine().idle()
    return doors
  }

  it('keeps its approval when a colleague previews all doors and the door stayed as it was', async () => {
    const doors = await start(2)
    const { jobIds } = plant.give(doors, { pin: '482915' })
    const asking = await plant.job(jobIds[0] as JobId, 'awaiting_approval')
    await plant.engine().idle()
    const planId = asking.planId as PlanId
    approvePlan(plant.useCases, plant.actor(), {
      planId,
      digest: plant.store.plans.get(planId)?.digest ?? '',
      ...{ leftOut: [], reason: 'as agreed', typedDeletes: null },
    })
    const preview = previewPlan(plant.useCases, plant.actor(), {
      ...{ scope: { kind: 'all' }, title: 'All doors' },
      ...{ mode: APPROVE.mode, graceWindowSeconds: APPROVE.graceWindowSeconds },
    })
    await plant.job(preview.jobId, 'done')
    plant.advance(66 * 60_000)
    await plant.engine().idle()
    expect(plant.store.plans.get(planId)?.status).toBe('approved')
    expect(plant.store.jobs.get(asking.id)?.status).toBe('awaiting_approval')
  })

  it('is asked for by a check of the door also where a person has previewed the same', async () => {
    const [doorId] = await start(1)
    if (doorId === undefined) throw new Error('a door was asked for')
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    const asking = await plant.job(jobIds[0] as JobId, 'awaiting_approval')
    rejectPlan(plant.useCases, plant.actor(), { planId: asking.planId as PlanId, reason: 'not today' })
    const preview = previewPlan(plant.useCases, plant.actor(), {
      ...{ scope: { kind: 'door', id: doorId }, title: 'Front door' },
      ...{ mode: APPROVE.mode, graceWindowSeconds: APPROVE.graceWindowSeconds },
    })
    await plant.job(preview.jobId, 'done')
    plant.advance(66 * 60_000)
    await plant.engine().idle()
    const [waiting] = plant.store.jobs.awaitingApproval('drift_enforce_lock_truth', `door:${doorId}`)
    expect(plant.store.plans.get(waiting?.planId as PlanId)?.status).toBe('previewed')
  })
})
