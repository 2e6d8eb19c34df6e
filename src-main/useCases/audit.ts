import { toIso } from '../domain/instant.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

/** Appends one change to the audit, in the caller's transaction. `before` and `after` never hold a PIN. */
export function audit(
  context: UseCaseContext,
  actor: Actor,
  change: {
    readonly entity:
      | 'Door'
      | 'Site'
      | 'Door group'
      | 'Account'
      | 'Person'
      | 'Credential'
      | 'Operator'
      | 'Plan'
      | 'Job'
    readonly id: number
    readonly action: string
    readonly before: unknown
    readonly after: unknown
  },
): void {
  context.store.traces.appendAudit(
    {
      operatorId: actor.operatorId,
      entity: `${change.entity} #${change.id}`,
      entityId: change.id,
      action: change.action,
      before: change.before,
      after: change.after,
      correlationId: actor.correlationId,
    },
    toIso(context.clock.nowMs()),
  )
}
