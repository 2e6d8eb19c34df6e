import type { PlanId } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import { type ApplyChoice, answerTo, type UnexpectedKind } from '../domain/plan/applyDialog.ts'
import { leaveOutDoor, skippedSentence } from '../planning/leaveOut.ts'
import { audit } from './audit.ts'
import { endSuspensionOf } from './endSuspensions.ts'
import { ofPlan, releaseApply } from './plans.ts'
import { RequestError } from './requestError.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

/** A person says how an apply goes on after a result that was not expected. */
export function answerApply(
  context: UseCaseContext,
  actor: Actor,
  request: {
    readonly planId: PlanId
    readonly kind: UnexpectedKind
    readonly choice: ApplyChoice
    readonly isRemembered: boolean
  },
): void {
  const { store, clock } = context
  store.write(() => {
    const plan = store.plans.get(request.planId)
    if (plan?.status !== 'applying') throw new RequestError('plan_already_decided')
    const { kind, choice, isRemembered } = request
    const at = toIso(clock.nowMs())
    const answered = answerTo(plan.dialog, { kind, choice, isRemembered, by: actor.operatorId, at })
    if (!answered) throw new RequestError('nothing_asked')
    store.plans.update(plan.id, {
      dialog: answered.dialog,
      ...(choice === 'stop' && { stopRequestedAt: at, stopRequestedBy: actor.operatorId }),
    })
    for (const { doorId } of answered.question.doors) {
      const record = choice === 'skip_door' ? store.plans.door(plan.id, doorId) : null
      if (record) leaveOutDoor(store, record, skippedSentence(store, actor.operatorId))
      if (choice === 'retry') endSuspensionOf(context, doorId)
    }
    audit(context, ofPlan(actor, plan), {
      entity: 'Plan',
      id: plan.id,
      action: `answer_${choice}`,
      before: { asked: kind, door_ids: answered.question.doors.map(({ doorId }) => doorId) },
      after: { choice, remembered: isRemembered },
    })
    releaseApply(context, plan)
  })
  context.wake.wake()
}
