import type { Hmac } from './doorPlanInput.ts'
import { type FingerprintParts, fingerprintDoor } from './fingerprint.ts'
import { applySettledOperations, type SettledOperation } from './inventory.ts'

/** True when the door, as read again just before the first write, is not the door that was approved. */
export function isStale(approvedFingerprint: string, now: FingerprintParts, hmac: Hmac): boolean {
  return fingerprintDoor(now, hmac) !== approvedFingerprint
}

export interface ResumedDoor {
  readonly approved: FingerprintParts
  readonly operations: readonly SettledOperation[]
  readonly now: FingerprintParts
}

/** The same after our own first write: the approved inventory is first changed as we changed it. */
export function isStaleAfterOwnWrites(door: ResumedDoor, hmac: Hmac): boolean {
  const changed = applySettledOperations(door.approved, door.operations)
  return isStale(fingerprintDoor(changed, hmac), door.now, hmac)
}
