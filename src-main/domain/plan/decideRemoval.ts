import type { ActualCode } from '../code/actualCode.ts'
import { hasEnded } from '../code/codeWindow.ts'
import type { CredentialId, VendorPinId } from '../ids.ts'
import type { CodeOwner } from '../matching/codeOwner.ts'
import { cautionsOf, isUnknownCodeType } from './decideExpected.ts'
import type { Removal } from './decision.ts'
import type {
  CodeSighting,
  DoorPlanInput,
  LockCapabilities,
  ReceiptOnDoor,
  Revocation,
} from './doorPlanInput.ts'
import { graceOf } from './grace.ts'
import type { ModeRules } from './modes.ts'
import type { DeleteReason, HeldReason, MarkOnLine } from './planLine.ts'

export interface RemovalContext {
  readonly input: DoorPlanInput
  readonly readAtMs: number
  readonly rules: ModeRules
  readonly endedAtMsById: ReadonlyMap<CredentialId, number>
  readonly sightingOf: (vendorPinId: VendorPinId) => CodeSighting | null
  readonly revocationOf: (owner: CodeOwner) => Revocation | null
  readonly findMark: (code: ActualCode) => MarkOnLine | null
  readonly isUsed: (code: ActualCode) => boolean
  readonly askedOf: (code: ActualCode) => Revocation | null
}

export interface UnexpectedCode {
  readonly actual: ActualCode
  readonly actualIndex: number
  readonly receipt: ReceiptOnDoor | null
  readonly owner: CodeOwner
  readonly isDuplicate: boolean
  /** For a duplicate, the code that is kept; null while a replace is about to make it. */
  readonly keptCode: ActualCode | null
}

/** What is to become of a code that nothing expects: the reason, its grace, and what holds it back. */
export function decideRemoval(code: UnexpectedCode, context: RemovalContext): Removal {
  const { actual, actualIndex, owner, receipt, keptCode } = code
  const { input, rules } = context
  const endedAtMs = endOf(actual, owner, context)
  const reason = deleteReason(code, endedAtMs)
  const revocation =
    context.askedOf(actual) ??
    (reason === 'credential_revoked_or_missing' ? context.revocationOf(owner) : null)
  const isUnexplained =
    revocation === null && (reason === 'stray_unmanaged' || reason === 'credential_revoked_or_missing')
  const { grace, isHolding } = graceOf({
    code: actual,
    receipt,
    sighting: context.sightingOf(actual.vendorPinId),
    nowMs: input.nowMs,
    readAtMs: context.readAtMs,
    graceWindowSeconds: input.site.graceWindowSeconds,
    applies: isUnexplained,
    bypassesGrace: rules.bypassesGrace,
  })
  const mark = context.findMark(actual)
  return {
    actual,
    actualIndex,
    receipt,
    owner,
    keptCode,
    reason,
    revocation,
    endedAtMs: reason === 'expired' ? endedAtMs : null,
    grace,
    isHeldByGrace: isHolding,
    held: heldReason(actual, { reason, mark, rules, input, isAsked: revocation?.kind === 'removal_asked' }),
    mark,
    cautions: cautionsOf(actual, { capabilities: input.capabilities, isUsed: context.isUsed }),
  }
}

function deleteReason(code: UnexpectedCode, endedAtMs: number | null): DeleteReason {
  if (code.isDuplicate) return 'duplicate'
  if (code.owner.kind === 'stray') return 'stray_unmanaged'
  return endedAtMs === null ? 'credential_revoked_or_missing' : 'expired'
}

/**
 * When a code of ours ended: by its credential and grants, else by its own listed period. A foreign namesake is
 * not explained by that, for its decision was made elsewhere.
 */
function endOf(actual: ActualCode, owner: CodeOwner, context: RemovalContext): number | null {
  if (owner.kind === 'stray' || owner.isForeign) return null
  const endedAtMs = context.endedAtMsById.get(owner.credentialId)
  if (endedAtMs !== undefined) return endedAtMs
  const listed = actual.window
  return listed.kind === 'period' && hasEnded(listed, context.input.nowMs) ? listed.endMs : null
}

function heldReason(
  actual: ActualCode,
  facts: {
    readonly reason: DeleteReason
    readonly mark: MarkOnLine | null
    readonly rules: ModeRules
    readonly input: DoorPlanInput
    readonly isAsked: boolean
  },
): HeldReason | null {
  if (facts.mark?.kind === 'never_delete') return 'never_delete'
  if (facts.mark?.kind === 'tolerated_until') return 'tolerated'
  if (isUnknownCodeType(actual)) return 'unknown_code_type'
  if (actual.status === 'unknown') return 'unknown_status'
  if (facts.reason === 'stray_unmanaged' && !facts.rules.deletesStrays && !facts.isAsked)
    return 'strays_kept_by_mode'
  return keptByDevice(facts.input.capabilities)
}

/** Why no code of this device can be removed from here; null when that can be done. */
export function keptByDevice({
  supportsRemoteManagement,
  reach,
}: LockCapabilities): 'device_lacks_remote_management' | 'device_out_of_reach' | null {
  if (!supportsRemoteManagement) return 'device_lacks_remote_management'
  return reach === 'none' ? 'device_out_of_reach' : null
}

/** Finds the operator's own decision a removal answers: the credential's before the person's, the latest of each. */
export function createRevocationFinder(
  revocations: readonly Revocation[],
): (owner: CodeOwner) => Revocation | null {
  if (revocations.length === 0) return () => null
  const byCredential = new Map<number, Revocation>()
  const byPerson = new Map<number, Revocation>()
  for (const revocation of revocations) {
    keepLatest(byCredential, revocation.credentialId, revocation)
    if (revocation.credentialId === null) keepLatest(byPerson, revocation.personId, revocation)
  }
  return (owner) => {
    if (owner.kind === 'stray' || owner.isForeign) return null
    const ofPerson = owner.personId === null ? undefined : byPerson.get(owner.personId)
    return byCredential.get(owner.credentialId) ?? ofPerson ?? null
  }
}

function keepLatest(map: Map<number, Revocation>, id: number | null, revocation: Revocation): void {
  if (id === null) return
  const other = map.get(id)
  if (!other || isLater(revocation, other)) map.set(id, revocation)
}

function isLater(a: Revocation, b: Revocation): boolean {
  if (a.revokedAtMs !== b.revokedAtMs) return a.revokedAtMs > b.revokedAtMs
  return a.kind === b.kind ? a.revokedBy < b.revokedBy : a.kind < b.kind
}
