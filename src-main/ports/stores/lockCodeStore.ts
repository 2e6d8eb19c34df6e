import type { ActualCode } from '../../domain/code/actualCode.ts'
import type { CodeOnLock } from '../../domain/credential/codeStanding.ts'
import type {
  CredentialId,
  DeviceId,
  DoorId,
  OperationId,
  ReceiptId,
  SiteId,
  VendorPinId,
} from '../../domain/ids.ts'

export type EvidenceGrade = 'used_at_door' | 'read_back' | 'listed' | 'sent_unconfirmed' | 'computed' | 'none'

export interface SightingRecord {
  readonly vendorPinId: VendorPinId
  readonly firstSeenAt: string
  readonly lastSeenAt: string
  readonly changedAt: string | null
  readonly unreadableMs: number
}

export interface ReceiptRecord {
  readonly id: ReceiptId
  readonly credentialId: CredentialId
  readonly doorId: DoorId
  readonly vendorPinId: VendorPinId
  readonly operationId: OperationId | null
  readonly evidenceGrade: EvidenceGrade
  readonly evidenceAt: string
  readonly createdAt: string
}

/** Digits that were unsealed already, by their keyed hash (`hashPin`). */
export type PinsByHash = ReadonlyMap<string, string>

/** `looks` as `looksOf` writes them, null where the code cannot be in step; `isCustom` is 0 or 1. */
export type CodeAtAGlance = readonly [
  vendorPinId: VendorPinId,
  looks: string | null,
  isCustom: 0 | 1,
  credentialId: CredentialId | null,
]

/** The live receipt of a credential on a door, with what the lock's last complete list shows of its code. */
export interface ProvenCode
  extends Pick<ReceiptRecord, 'doorId' | 'vendorPinId' | 'evidenceGrade' | 'evidenceAt'> {
  readonly onLock: CodeOnLock | null
}

export interface LockCodeStore {
  /**
   * What the last complete reading listed. Digits whose keyed hash is among `known` are taken from there: equal hashes are
   * equal digits, and to unseal them costs more than all else of the row.
   */
  actualCodes(deviceId: DeviceId, known?: PinsByHash): readonly ActualCode[]
  /** The same of these codes alone. */
  actualCodesAmong(
    deviceId: DeviceId,
    vendorPinIds: readonly VendorPinId[],
    known: PinsByHash,
  ): readonly ActualCode[]
  /** Every listed code of the door in a few words; needs no open vault. */
  codesAtAGlance(door: { readonly doorId: DoorId; readonly deviceId: DeviceId }): readonly CodeAtAGlance[]
  /** Keyed hash of that list as a fingerprint has it (`listedText`); null where none was noted with it. */
  listDigest(deviceId: DeviceId): string | null
  /** How many rows those lists of a site's active doors had; needs no open vault. */
  countActualCodesAtSite(siteId: SiteId): number
  /**
   * A complete reading: replaces the rows, notes first and last sightings, notes PINs or windows that changed without
   * an operation of ours, adds the unreadable time before it to every sighting, and raises receipts to `listed`
   * where they are listed and their evidence is weaker.
   */
  recordReading(deviceId: DeviceId, codes: readonly ActualCode[], readAtIso: string): void
  /** Our own settled change: the next reading must not take it for one made behind our back. */
  recordOwnChange(deviceId: DeviceId, vendorPinId: VendorPinId): void
  sightings(deviceId: DeviceId): readonly SightingRecord[]
  sightingOf(deviceId: DeviceId, vendorPinId: VendorPinId): SightingRecord | null
  /** Live receipts of the door, by credential. */
  receipts(doorId: DoorId): readonly ReceiptRecord[]
  /** Of one credential on many doors; needs no open vault. */
  codesOfCredential(id: CredentialId, doorIds: readonly DoorId[]): readonly ProvenCode[]
  receiptsAmong(doorId: DoorId, credentialIds: readonly CredentialId[]): readonly ReceiptRecord[]
  /** Voids the live receipts of the same code, and of the same credential on that door: one proof counts. */
  insertReceipt(receipt: {
    credentialId: CredentialId
    doorId: DoorId
    deviceId: DeviceId
    vendorPinId: VendorPinId
    operationId: OperationId | null
    evidenceGrade: EvidenceGrade
    evidenceAt: string
  }): ReceiptId
  /** Voids the live receipt of this code, if any: a later delete ends its evidence. */
  voidReceipt(deviceId: DeviceId, vendorPinId: VendorPinId, atIso: string): void
  setEvidence(deviceId: DeviceId, vendorPinId: VendorPinId, grade: EvidenceGrade, atIso: string): void
  /** HMAC of a PIN under the vault's key; equal PINs give equal hashes. */
  hashPin(pin: string): string
}
