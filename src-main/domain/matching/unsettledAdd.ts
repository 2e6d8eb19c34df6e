import type { ActualCode } from '../code/actualCode.ts'
import { parseCodeName } from '../code/codeName.ts'
import type { CredentialId } from '../ids.ts'
import type { UnsettledAdd } from '../plan/doorPlanInput.ts'

const SECOND_MS = 1_000

/**
 * Whether a code with the digits of our unsettled add is that add's: it bears its name, or it was made after
 * the intent. Provider dates are whole seconds on another clock, hence the floor and the offset either way.
 */
export function isCodeOfUnsettledAdd(code: ActualCode, add: UnsettledAdd, clockOffsetMs: number): boolean {
  if (code.pin !== add.pin) return false
  const name = parseCodeName(code.name)
  if (name) return name.credentialId === add.credentialId
  if (code.createdAtMs === null) return false
  const intentAtMs = Math.floor(add.intentAtMs / SECOND_MS) * SECOND_MS
  return code.createdAtMs >= intentAtMs - Math.abs(clockOffsetMs)
}

export function findUnsettledAdd(
  adds: readonly UnsettledAdd[],
  credentialId: CredentialId,
  pin: string,
): UnsettledAdd | null {
  let earliest: UnsettledAdd | null = null
  for (const add of adds) {
    if (add.credentialId !== credentialId || add.pin !== pin) continue
    if (!earliest || add.intentAtMs < earliest.intentAtMs) earliest = add
  }
  return earliest
}
