import type { CredentialId } from '../domain/ids.ts'
import { isReplaceLineId } from '../domain/plan/lineId.ts'
import type { OperationRecord } from '../ports/stores/operationStore.ts'

/**
 * Credentials whose old code a replace of ours took off and for which no code was confirmed since: a run that was cut
 * off, or an add that failed. `operations` are one door's, newest first.
 */
export function unfinishedReplacesOf(
  operations: readonly Pick<OperationRecord, 'credentialId' | 'kind' | 'state' | 'lineId'>[],
): ReadonlySet<CredentialId> {
  const unfinished = new Set<CredentialId>()
  const finished = new Set<CredentialId>()
  for (const { credentialId, kind, state, lineId } of operations) {
    if (credentialId === null || (state !== 'confirmed' && state !== 'already_so')) continue
    if (kind !== 'delete') finished.add(credentialId)
    else if (isReplaceLineId(lineId) && !finished.has(credentialId)) unfinished.add(credentialId)
  }
  return unfinished
}
