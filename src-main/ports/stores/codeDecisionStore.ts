import type { CredentialId, DeviceId, DoorId, OperatorId, PlanId, VendorPinId } from '../../domain/ids.ts'

/** `remove` asks for the code to be taken off; the others protect it. */
export type StoredMark = 'never_delete' | 'confirm_delete' | 'tolerated' | 'remove'

export interface CodeMarkRecord {
  /** Null where the mark was written before the provider gave an id (undo). */
  readonly vendorPinId: VendorPinId | null
  readonly pinHash: string
  readonly mark: StoredMark
  readonly until: string | null
  readonly reason: string
  readonly operatorId: OperatorId
  /** The undo that wrote it; null for a person's own. */
  readonly undoPlanId: PlanId | null
  readonly createdAt: string
}

export interface CredentialPauseRecord {
  readonly credentialId: CredentialId
  readonly reason: string
  readonly operatorId: OperatorId
  readonly undoPlanId: PlanId | null
  readonly createdAt: string
}

/** One code of one lock: its id there and the hash of its digits. */
export interface MarkedCode {
  readonly vendorPinId: VendorPinId | null
  readonly pinHash: string
}

/** What people decided about single codes: marks on listed ones, credentials held back on a door. */
export interface CodeDecisionStore {
  /** The hash under which marks of this lock remember digits; the planner's own. */
  markHash(externalDeviceId: string, pin: string): string
  /** Those not removed, ended ones among them; oldest first. */
  marks(deviceId: DeviceId): readonly CodeMarkRecord[]
  insertMark(deviceId: DeviceId, mark: Omit<CodeMarkRecord, 'createdAt'>): void
  /** Gives the marks of an undo the id under which the provider lists their code now. */
  nameMarkedCode(deviceId: DeviceId, undoPlanId: PlanId, code: MarkedCode): void
  /** Removes the marks on this code, by its id or its digits; with `undoPlanId` only those of that undo. How many. */
  removeMarks(deviceId: DeviceId, code: MarkedCode, undoPlanId?: PlanId): number
  pauses(doorId: DoorId): readonly CredentialPauseRecord[]
  /** Replaces a pause that is in force. */
  insertPause(doorId: DoorId, pause: Omit<CredentialPauseRecord, 'createdAt'>): void
  /** With `undoPlanId` only a pause of that undo. How many ended. */
  endPause(doorId: DoorId, credentialId: CredentialId, undoPlanId?: PlanId): number
}
