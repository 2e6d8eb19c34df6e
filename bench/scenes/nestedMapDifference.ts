import type { ActualCode } from '../../src-main/domain/code/actualCode.ts'
import type { CredentialOnDoor, DoorPlanInput } from '../../src-main/domain/plan/doorPlanInput.ts'

type Difference =
  | { readonly kind: 'add' | 'change'; readonly doorId: number; readonly credential: CredentialOnDoor }
  | { readonly kind: 'delete'; readonly doorId: number; readonly code: ActualCode }

type ListedByDoor = Map<number, Map<number, ActualCode>>

/**
 * The anchor of the planner, over the planner's own input: what is listed as a Map of Maps, found by receipt, then one
 * pass over what should be. No reasons, no rules, no fingerprints; every planner that looks at each code does at least
 * this.
 */
export function differenceByNestedMaps(inputs: readonly DoorPlanInput[]): readonly Difference[] {
  const byDoor: ListedByDoor = new Map()
  for (const input of inputs) byDoor.set(input.doorId, listedByCredential(input))
  const differences: Difference[] = []
  for (const { doorId, credentials } of inputs) {
    const ofDoor = byDoor.get(doorId)
    for (const credential of credentials) {
      const code = ofDoor?.get(credential.credentialId)
      if (!code) {
        differences.push({ kind: 'add', doorId, credential })
        continue
      }
      if (code.pin !== credential.pin || !isSameWindow(code, credential)) {
        differences.push({ kind: 'change', doorId, credential })
      }
      ofDoor?.delete(credential.credentialId)
    }
  }
  for (const [doorId, ofDoor] of byDoor) {
    for (const code of ofDoor.values()) differences.push({ kind: 'delete', doorId, code })
  }
  return differences
}

/** Codes without a receipt stand under numbers that no credential has. */
function listedByCredential({ receipts, reading }: DoorPlanInput): Map<number, ActualCode> {
  const credentialOf = new Map<string, number>()
  for (const receipt of receipts) credentialOf.set(receipt.vendorPinId, receipt.credentialId)
  const listed = new Map<number, ActualCode>()
  if (reading.kind === 'unreadable') return listed
  for (const code of reading.codes) {
    listed.set(credentialOf.get(code.vendorPinId) ?? -Number(code.vendorPinId), code)
  }
  return listed
}

function isSameWindow({ window }: ActualCode, credential: CredentialOnDoor): boolean {
  if (credential.window === null || window.kind !== 'period') {
    return credential.window === null && window.kind === 'permanent'
  }
  return window.startMs === credential.window.startMs && window.endMs === credential.window.endMs
}
