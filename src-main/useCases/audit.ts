import { toIso } from '../domain/instant.ts'
import { hideTypedPins } from '../domain/redaction/hideTypedPins.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

/**
 * Appends one change to the audit, in the caller's transaction. `before` and `after` never hold a PIN as a value of
 * theirs; one that a person typed into a text is hidden here.
 */
export function audit(
  context: Pick<UseCaseContext, 'store' | 'clock'>,
  actor: Actor,
  change: {
    readonly entity:
      | 'Door'
      | 'Site'
      | 'Door group'
      | 'Account'
      | 'Alarm'
      | 'Person'
      | 'Credential'
      | 'Operator'
      | 'Plan'
      | 'Job'
      | 'Debug session'
    readonly id: number
    readonly action: string
    readonly before: unknown
    readonly after: unknown
  },
): void {
  const isPin = (digits: string): boolean => context.store.people.isKnownPin(digits)
  context.store.traces.appendAudit(
    {
      operatorId: actor.operatorId,
      entity: `${change.entity} #${change.id}`,
      entityId: change.id,
      action: change.action,
      before: hideTypedPins(change.before, isPin),
      after: hideTypedPins(change.after, isPin),
      correlationId: actor.correlationId,
    },
    toIso(context.clock.nowMs()),
  )
}
