import type { SavedFilterId } from '../domain/ids.ts'
import { hideTypedPins } from '../domain/redaction/hideTypedPins.ts'
import { hideTypedInName } from './hideTyped.ts'
import { RequestError } from './requestError.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

/** A list that is still read at a glance. */
const MOST_FILTERS = 30

/** Kept for the operator alone, like the look of the window: nothing of the business changes, so no audit row is written. */
export function saveTraceFilter(
  { store }: UseCaseContext,
  { operatorId }: Actor,
  request: { readonly name: string; readonly filter: unknown },
): void {
  store.write(() => {
    const name = hideTypedInName(store, request.name)
    const kept = store.savedFilters.list(operatorId)
    if (kept.length >= MOST_FILTERS && !kept.some((other) => other.name === name)) {
      throw new RequestError('validation_failed', { fields: [{ path: 'name', code: 'out_of_range' }] })
    }
    // Somebody may have searched for a PIN.
    store.savedFilters.save(operatorId, {
      name,
      filter: hideTypedPins(request.filter, (digits) => store.people.isKnownPin(digits)),
    })
  })
}

export function deleteTraceFilter({ store }: UseCaseContext, { operatorId }: Actor, id: SavedFilterId): void {
  store.savedFilters.delete(operatorId, id)
}
