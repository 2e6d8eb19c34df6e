import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type JobId, type PlanId, SYSTEM_OPERATOR_ID } from '../../../src-main/domain/ids.ts'
import { toIso } from '../../../src-main/domain/instant.ts'
import { applyPlan, approvePlan } from '../../../src-main/useCases/plans.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'

const LOCK = lockIdAt(0)
const THREE_DAYS_MS = 3 * 86_400_000

describe('a date that somebody sets three days ahead for a moment', () => {
  let plant: EnginePlant
  let asking: JobId
  let planId: PlanId

  beforeEach(async () => {
    plant = await buildEnginePlant({
      site: engineSite([{}]),
      enforcement: { ...AUTO_ULTRA_STRICT, policy: 'approve' },
    })
    const doorId = await plant.provisioned(LOCK)
    const job = await plant.job(
      plant.give([doorId], { pin: '482915' }).jobIds[0] as JobId,
      'awaiting_approval',
    )
    asking = job.id
    planId = job.planId as PlanId
    await plant.engine().idle()
  })
  afterEach(async () => {
    await plant.close()
  })

  async function setDate(ms: number): Promise<void> {
    plant.clock.setWall(ms)
    plant.engine().wake()
    await plant.engine().idle()
  }

  async function maintain(): Promise<void> {
    const { job } = plant.store.jobs.enqueue({
      ...{ type: 'maintenance', target: 'store', doorId: null, accountId: null, planId: null, priority: 2 },
      ...{ reason: 'daily maintenance', userId: SYSTEM_OPERATOR_ID },
      correlationId: plant.useCases.random.correlationId(),
      dueAt: toIso(plant.clock.nowMs()),
    })
    plant.engine().wake()
    await plant.job(job.id, 'done')
  }

  it('ends no plan that waits for an approval, nor the job that asked for it', async () => {
    await setDate(THREE_DAYS_MS)
    expect(plant.store.jobs.get(asking)?.status).toBe('awaiting_approval')
    await setDate(-THREE_DAYS_MS)
    expect(plant.store.plans.get(planId)?.status).toBe('previewed')
  })

  it('erases nothing that the plan needs to be applied', async () => {
    await setDate(THREE_DAYS_MS)
    await maintain()
    await setDate(-THREE_DAYS_MS)
    approvePlan(plant.useCases, plant.actor(), {
      ...{ planId, digest: plant.store.plans.get(planId)?.digest ?? '', leftOut: [] },
      ...{ reason: 'as agreed', typedDeletes: null },
    })
    await plant.job(applyPlan(plant.useCases, plant.actor(), planId), 'done')
    expect(plant.memory(LOCK)).toEqual(['482915'])
  })
})
