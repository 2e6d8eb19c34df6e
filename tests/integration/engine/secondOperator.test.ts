import { afterEach, describe, expect, it } from 'vitest'
import type { DoorId, OperatorId, PlanId } from '../../../src-main/domain/ids.ts'
import { confirmPlan } from '../../../src-main/useCases/confirmPlan.ts'
import { applyPlan, approvePlan } from '../../../src-main/useCases/plans.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'

describe('a second manager', () => {
  let plant: EnginePlant
  const LOCK = lockIdAt(0)

  afterEach(async () => {
    await plant.close()
  })

  /** An approved plan that adds one code, at a site with these rules. */
  async function approved(rules: Partial<typeof AUTO_ULTRA_STRICT>): Promise<PlanId> {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    const doorId: DoorId = await plant.provisioned(LOCK)
    plant.enforce({ ...AUTO_ULTRA_STRICT, policy: 'approve', ...rules })
    await plant.engine().idle()
    plant.give([doorId], { pin: '482915' })
    await plant.engine().idle()
    const plan = plant.store.plans.openPlanOfDoor(doorId) ?? expect.unreachable()
    approvePlan(plant.useCases, plant.actor(), {
      planId: plan.id,
      digest: plan.digest ?? '',
      leftOut: [],
      reason: 'as agreed',
      typedDeletes: null,
    })
    return plan.id
  }

  const operator = (name: string, role: 'manager' | 'support') =>
    plant.store.operators.insert({ name, role, passcodeHash: 'unused' })
  const confirm = (planId: PlanId, operatorId: OperatorId) =>
    confirmPlan(plant.useCases, plant.actor(), { planId, operatorId })
  const apply = (planId: PlanId) => applyPlan(plant.useCases, plant.actor(), planId)

  it('where the site asks for one in ultra strict, is needed before anything is sent', async () => {
    const planId = await approved({ needsSecondOperator: true })
    expect(() => apply(planId)).toThrow(expect.objectContaining({ code: 'second_operator_needed' }))
    confirm(planId, operator('Rui', 'manager'))
    await plant.job(apply(planId), 'done')
    expect(plant.memory(LOCK)).toEqual(['482915'])
    const { correlationId } = plant.store.plans.get(planId) ?? expect.unreachable()
    const trail = plant.store.traces.auditOf([correlationId])
    expect(trail.filter(({ action }) => action === 'confirm')).toMatchObject([{ operatorId: 2 }])
  })

  it.each([
    ['the one who approved', () => plant.actor().operatorId],
    ['no manager', () => operator('Ines', 'support')],
    ['nobody', () => 99 as OperatorId],
  ])('who is %s, is refused', async (_who, somebody) => {
    const planId = await approved({ needsSecondOperator: true })
    expect(() => confirm(planId, somebody())).toThrow(expect.objectContaining({ code: 'validation_failed' }))
    expect(() => apply(planId)).toThrow(expect.objectContaining({ code: 'second_operator_needed' }))
    expect(plant.writes(LOCK)).toEqual([])
  })

  it.each([
    ['in another mode', { needsSecondOperator: true, mode: 'strict' }],
    ['at a site that does not ask', {}],
  ] as const)('%s, is not needed', async (_where, rules) => {
    const planId = await approved(rules)
    await plant.job(apply(planId), 'done')
    expect(plant.memory(LOCK)).toEqual(['482915'])
  })
})
