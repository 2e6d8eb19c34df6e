import type { OperatorId, PlanId } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import { awaitsSecondOperator } from '../planning/secondOperator.ts'
import { audit } from './audit.ts'
import { ofPlan, refuseUnapproved } from './plans.ts'
import { RequestError } from './requestError.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

/** The second pair of eyes: another manager, who proved who they are, confirms what the first approved. */
export function confirmPlan(
  context: UseCaseContext,
  actor: Actor,
  request: { readonly planId: PlanId; readonly operatorId: OperatorId },
): void {
  const { store, clock } = context
  store.write(() => {
    const plan = store.plans.get(request.planId)
    if (!plan) throw new RequestError('not_found')
    refuseUnapproved(context, plan)
    const operator = store.operators.get(request.operatorId)
    if (!operator?.isActive || operator.role !== 'manager' || operator.id === plan.approvedBy) {
      throw new RequestError('validation_failed', {
        fields: [{ path: 'operatorId', code: 'another_manager' }],
      })
    }
    if (!awaitsSecondOperator(store, plan)) return
    store.plans.update(plan.id, { confirmedBy: operator.id, confirmedAt: toIso(clock.nowMs()) })
    audit(
      context,
      { ...ofPlan(actor, plan), operatorId: operator.id },
      {
        entity: 'Plan',
        id: plan.id,
        action: 'confirm',
        before: { confirmed_by: null },
        after: { confirmed_by: operator.id, approved_by: plan.approvedBy, digest: plan.digest },
      },
    )
  })
}
