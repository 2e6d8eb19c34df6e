import type { PlanId } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import type { Safeguard } from '../domain/plan/safeguards.ts'
import { audit } from './audit.ts'
import { hideTyped } from './hideTyped.ts'
import { ofPlan, openPlan } from './plans.ts'
import { RequestError } from './requestError.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

/**
 * Lets one safeguard be crossed by one plan, which still has to be approved. The next plan meets the safeguard again,
 * also on the same door.
 */
export function allowSafeguard(
  context: UseCaseContext,
  actor: Actor,
  request: { readonly planId: PlanId; readonly key: string; readonly reason: string },
): void {
  const { store, clock } = context
  store.write(() => {
    const plan = openPlan(context, request.planId)
    // Written by the engine from the domain's `Safeguard` values only.
    const safeguard = (plan.safeguards as readonly Safeguard[]).find(({ key }) => key === request.key)
    if (!safeguard) throw new RequestError('no_such_safeguard')
    if (plan.allowances.some(({ key }) => key === request.key)) return
    const { key } = request
    const reason = hideTyped(store, request.reason)
    const allowance = { key, reason, by: actor.operatorId, at: toIso(clock.nowMs()) }
    store.plans.update(plan.id, { allowances: [...plan.allowances, allowance] })
    audit(context, ofPlan(actor, plan), {
      entity: 'Plan',
      id: plan.id,
      action: 'allow_safeguard_once',
      before: null,
      after: {
        safeguard: safeguard.kind,
        door_id: safeguard.doorId,
        site_id: safeguard.siteId,
        planned_deletes: safeguard.plannedDeletes,
        recent_deletes: safeguard.recentDeletes,
        codes_held: safeguard.codesHeld,
        reason,
      },
    })
  })
}
