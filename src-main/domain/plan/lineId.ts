import type { CredentialId, DoorId, VendorPinId } from '../ids.ts'
import type { Decision, Removal } from './decision.ts'
import { isDecisionActing, isRemovalActing } from './decision.ts'
import type { LineKind } from './planLine.ts'

/** What a line is about; both where an expected code has a listed one. */
export interface LineTarget {
  readonly credentialId: CredentialId | null
  readonly vendorPinId: VendorPinId | null
}

/** `d2/delete/p50957532`, `d2/change/c6/p50957532`: door, kind, credential, code. Never names a person or a PIN. */
export function formatLineId(doorId: DoorId, kind: LineKind, target: LineTarget): string {
  const credential = target.credentialId === null ? '' : `/c${target.credentialId}`
  const code = target.vendorPinId === null ? '' : `/p${target.vendorPinId}`
  return `d${doorId}/${kind}${credential}${code}`
}

const SCHEDULE_TARGET = 'schedule'

/** `d2/schedule/schedule`, `d2/reported/schedule`: a door has one. */
export function formatScheduleLineId(doorId: DoorId, kind: LineKind): string {
  return `d${doorId}/${kind}/${SCHEDULE_TARGET}`
}

/** Whether a line is about the open schedule, of whatever kind it is. */
export function isScheduleLineId(lineId: string): boolean {
  return lineId.split('/')[2] === SCHEDULE_TARGET
}

export function isReplaceLineId(lineId: string): boolean {
  return lineId.split('/')[1] === 'replace'
}

export function kindOfDecision(decision: Decision, isSending: boolean): LineKind {
  if (decision.invalid !== null) return 'invalid_expected'
  return isDecisionActing(decision) && isSending ? decision.kind : 'reported'
}

export function kindOfRemoval(removal: Removal, isSending: boolean): LineKind {
  if (removal.held !== null || !isSending) return 'reported'
  return isRemovalActing(removal) ? 'delete' : 'blocked_by_grace'
}

export function lineIdOfDecision(doorId: DoorId, decision: Decision, isSending: boolean): string {
  return formatLineId(doorId, kindOfDecision(decision, isSending), {
    credentialId: decision.expected.item.credentialId,
    vendorPinId: decision.actual?.vendorPinId ?? null,
  })
}

export function lineIdOfRemoval(doorId: DoorId, removal: Removal, isSending: boolean): string {
  return formatLineId(doorId, kindOfRemoval(removal, isSending), {
    credentialId: null,
    vendorPinId: removal.actual.vendorPinId,
  })
}
