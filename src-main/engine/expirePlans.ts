import { SYSTEM_OPERATOR_ID } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import type { PlanRecord } from '../ports/stores/planStore.ts'
import type { EngineContext } from './engineContext.ts'
import { moveJob } from './moveJob.ts'

const SENTENCES = {
  previewed: 'The plan expired: nobody decided about it within 24 hours.',
  approved: 'The plan expired: it was not applied within 8 hours of its approval.',
} as const

/** Plans whose time ran out end, and with each the job that waits for it; the door's next check plans anew. */
export function expirePlans(context: Pick<EngineContext, 'store' | 'clock' | 'random'>): void {
  const { store, clock } = context
  const now = toIso(clock.nowMs())
  for (const plan of store.plans.overdue(now)) {
    if (plan.status === 'previewed' || plan.status === 'approved') expire(context, plan, plan.status)
  }
}

function expire(
  context: Parameters<typeof expirePlans>[0],
  plan: PlanRecord,
  status: keyof typeof SENTENCES,
): void {
  const { store, clock } = context
  store.write(() => {
    store.plans.update(plan.id, { status: 'expired' })
    store.traces.appendAudit(
      {
        operatorId: SYSTEM_OPERATOR_ID,
        entity: `Plan #${plan.id}`,
        entityId: plan.id,
        action: 'expire',
        before: { status },
        after: { status: 'expired' },
        correlationId: plan.correlationId,
      },
      toIso(clock.nowMs()),
    )
    const job = plan.jobId === null ? null : store.jobs.get(plan.jobId)
    if (job?.status === 'awaiting_approval') {
      moveJob(context, job, { kind: 'cancelled' }, { lastError: SENTENCES[status] })
    }
  })
}
