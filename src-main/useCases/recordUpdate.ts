import { toIso } from '../domain/instant.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

/** A person has the program replaced by another version of it. */
export function recordUpdate(
  { store, clock }: UseCaseContext,
  actor: Actor,
  versions: { readonly from: string; readonly to: string },
): void {
  const change = { before: { version: versions.from }, after: { version: versions.to } }
  store.traces.appendAudit(
    { ...actor, entity: 'Program', entityId: 0, action: 'update', ...change },
    toIso(clock.nowMs()),
  )
}
