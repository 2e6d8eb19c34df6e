import type { CodeWindow } from '../../domain/code/codeWindow.ts'
import type {
  CorrelationId,
  CredentialId,
  DeviceId,
  DoorId,
  JobId,
  OperationId,
  PlanId,
  SiteId,
  VendorPinId,
} from '../../domain/ids.ts'
import type { OperationKind, OperationState } from '../../domain/operation/operation.ts'
import type { OpenSchedule } from '../../domain/schedule/openSchedule.ts'

export interface OperationRecord {
  readonly id: OperationId
  readonly jobId: JobId
  readonly correlationId: CorrelationId
  readonly planId: PlanId | null
  readonly lineId: string
  readonly doorId: DoorId
  readonly deviceId: DeviceId
  readonly kind: OperationKind
  readonly credentialId: CredentialId | null
  readonly vendorPinId: VendorPinId | null
  readonly codeName: string | null
  readonly pin: string | null
  readonly window: CodeWindow | null
  /** What an open schedule was set to; null of all others. */
  readonly schedule: OpenSchedule | null
  readonly state: OperationState
  readonly attempt: number
  readonly reason: string | null
  readonly error: string | null
  readonly intentAt: string
  readonly sentAt: string | null
  /** When an answer came, whatever it said; null when none did. */
  readonly answeredAt: string | null
  readonly settledAt: string | null
  readonly settledBy: SettledBy | null
}

/** The provider's refusal, the reading after the command, or one of a later run. */
export type SettledBy = 'answer' | 'read_back' | 'recovery_read'

export interface NewOperation {
  readonly jobId: JobId
  readonly correlationId: CorrelationId
  readonly planId: PlanId | null
  readonly lineId: string
  readonly doorId: DoorId
  readonly deviceId: DeviceId
  readonly kind: OperationKind
  readonly credentialId: CredentialId | null
  readonly vendorPinId: VendorPinId | null
  readonly codeName: string | null
  /** The digits an add or change puts on the lock; sealed. Null for a delete. */
  readonly pin: string | null
  readonly window: CodeWindow | null
  /** What an open schedule is set to; null of all others. */
  readonly schedule: OpenSchedule | null
  readonly attempt: number
  /** Why the plan has this line, e.g. a delete's reason. */
  readonly reason: string | null
  /** True for deletes that the safeguards' rolling limits count. */
  readonly countsTowardLimits: boolean
}

export interface OperationStore {
  /** Commits the intent before anything is sent. */
  insertIntent(operation: NewOperation, atIso: string): OperationId
  markSent(id: OperationId, atIso: string): void
  /** Takes an intent back that was never to be sent, as if it had not been; what was sent or settled stays. */
  withdrawIntent(id: OperationId): void
  /** The provider answered; the state stays `sent` until a read agrees, unless the answer itself settles it. */
  recordAnswer(
    id: OperationId,
    answer: { vendorPinId: VendorPinId | null; error: string | null },
    atIso: string,
  ): void
  /**
   * Throws for an operation that a reading settled otherwise before; the same state again does nothing. A reading may
   * overrule an answer, end `unconfirmed`, and show what an older one did not.
   */
  settle(
    id: OperationId,
    outcome: {
      state: Exclude<OperationState, 'intent' | 'sent'>
      by: SettledBy
      vendorPinId: VendorPinId | null
      error: string | null
    },
    atIso: string,
  ): void
  get(id: OperationId): OperationRecord | null
  /** In `intent` or `sent`, oldest first. */
  unsettledOfDevice(deviceId: DeviceId): readonly OperationRecord[]
  unsettled(): readonly OperationRecord[]
  ofJob(jobId: JobId): readonly OperationRecord[]
  /** All of them, or those on one door. */
  ofPlan(planId: PlanId, doorId?: DoorId): readonly OperationRecord[]
  /** When the last of the plan's operations was confirmed; null when none was. */
  lastConfirmedOfPlan(planId: PlanId): string | null
  /** Erases the digits of settled operations on codes that are no credential's, settled before this moment. How many. */
  eraseStrayPins(before: string): number
  ofDoor(doorId: DoorId, limit: number): readonly OperationRecord[]
  /**
   * Sent since then, and neither confirmed nor refused by the provider's answer, the newest first: what a list may come to
   * show. All of them, for a door may be sent hundreds of commands in one run.
   */
  doubtfulOfDoor(doorId: DoorId, sinceIso: string): readonly OperationRecord[]
  /** Those of them that the provider accepted and a list did not show in time. Asked before each command. */
  unconfirmedOfDoor(doorId: DoorId, sinceIso: string): readonly OperationRecord[]
  /** Those of one code on a door, the newest first: by its credential, or by its id on the lock. */
  ofCode(
    code: {
      readonly doorId: DoorId
      readonly credentialId: CredentialId | null
      readonly vendorPinId: VendorPinId | null
    },
    limit: number,
  ): readonly OperationRecord[]
  /** Deletes with `countsTowardLimits`, confirmed or not yet settled, whose intent is not older. */
  countedDeletesSince(sinceIso: string, target: { doorId: DoorId } | { siteId: SiteId }): number
}
