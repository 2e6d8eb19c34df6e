import type { CodeWindow } from '../code/codeWindow.ts'
import { expectedAt } from '../credential/expectedAt.ts'
import type { VendorPinId } from '../ids.ts'
import type { DoorPlanInput } from './doorPlanInput.ts'
import { type FingerprintCode, type FingerprintParts, schedulePartOf } from './fingerprint.ts'
import { modeInForce } from './modes.ts'

const PERMANENT_CODE_TYPE = 2
const PERIOD_CODE_TYPE = 3

/** An operation of ours whose outcome was read back. */
export type SettledOperation =
  | {
      readonly kind: 'added'
      readonly vendorPinId: VendorPinId
      readonly name: string
      readonly pin: string
      readonly window: CodeWindow
    }
  | {
      readonly kind: 'changed'
      readonly vendorPinId: VendorPinId
      readonly name: string
      /** Null when the digits stayed. */
      readonly newPin: string | null
      readonly window: CodeWindow
    }
  | { readonly kind: 'deleted'; readonly vendorPinId: VendorPinId }
  /** `week` as a text (`weekText`). */
  | { readonly kind: 'scheduled'; readonly week: string }

/**
 * What the fingerprint of this door is made of. It holds PINs: keep it sealed. Null while the door is unreadable.
 * With it an apply that resumes after its own writes can be told from a door that moved.
 */
export function fingerprintPartsOf(input: DoorPlanInput): FingerprintParts | null {
  if (input.reading.kind === 'unreadable') return null
  const expected = expectedAt(input.credentials, {
    nowMs: input.nowMs,
    leadTimeMs: input.site.leadTimeSeconds * 1_000,
    timezone: input.site.timezone,
  })
  return {
    mode: modeInForce(input),
    policy: input.site.policy,
    graceWindowSeconds: input.site.graceWindowSeconds,
    marks: input.marks,
    ...schedulePartOf(input),
    expected: expected.codes,
    actual: input.reading.codes.map(({ vendorPinId, name, pin, codeType, window, status }) => ({
      vendorPinId,
      name,
      pin,
      codeType,
      window,
      status,
    })),
  }
}

/** The approved inventory as changed by our own settled operations, in the order they settled. */
export function applySettledOperations(
  approved: FingerprintParts,
  operations: readonly SettledOperation[],
): FingerprintParts {
  if (operations.length === 0) return approved
  const byId = new Map(approved.actual.map((code) => [code.vendorPinId, code]))
  let { schedule } = approved
  for (const operation of operations) {
    if (operation.kind === 'scheduled') {
      // An undo decides what it sets; for all others what they set is what was decided.
      schedule = { decided: operation.week, listed: operation.week }
      continue
    }
    const { vendorPinId } = operation
    switch (operation.kind) {
      case 'added':
        byId.set(vendorPinId, settledCode(vendorPinId, operation))
        break
      case 'changed': {
        const before = byId.get(vendorPinId)
        if (before) {
          const pin = operation.newPin ?? before.pin
          byId.set(vendorPinId, settledCode(vendorPinId, { ...operation, pin }))
        }
        break
      }
      case 'deleted':
        byId.delete(vendorPinId)
        break
    }
  }
  return { ...approved, actual: [...byId.values()], ...(schedule && { schedule }) }
}

function settledCode(
  vendorPinId: VendorPinId,
  code: { readonly name: string; readonly pin: string; readonly window: CodeWindow },
): FingerprintCode {
  return {
    vendorPinId,
    name: code.name,
    pin: code.pin,
    codeType: code.window.kind === 'permanent' ? PERMANENT_CODE_TYPE : PERIOD_CODE_TYPE,
    window: code.window,
    status: 'settled',
  }
}
