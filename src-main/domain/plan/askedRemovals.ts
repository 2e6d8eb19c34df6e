import type { ActualCode } from '../code/actualCode.ts'
import { hashPin } from '../code/pinHash.ts'
import type { DoorPlanInput, Hmac, Revocation } from './doorPlanInput.ts'
import type { MarkOnLine } from './planLine.ts'

/**
 * Finds a person's word that this code is to go, as the decision its removal answers. A mark that protects the code
 * stands above it. Digits are hashed only where somebody asked.
 */
export function createAskFinder(
  input: Pick<DoorPlanInput, 'removalsAsked' | 'externalDeviceId'>,
  findMark: (code: ActualCode) => MarkOnLine | null,
  hmac: Hmac,
): (code: ActualCode) => Revocation | null {
  if (input.removalsAsked.length === 0) return () => null
  return (code) => {
    const asked = input.removalsAsked.find((item) => item.vendorPinId === code.vendorPinId)
    if (!asked || asked.pinHash !== hashPin(code.pin, input.externalDeviceId, hmac)) return null
    const mark = findMark(code)
    if (mark && mark.kind !== 'confirm_delete') return null
    const { askedBy, askedAtMs } = asked
    return {
      kind: 'removal_asked',
      credentialId: null,
      personId: null,
      revokedAtMs: askedAtMs,
      revokedBy: askedBy,
    }
  }
}
