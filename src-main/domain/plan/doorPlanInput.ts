import type { LockReading } from '../code/actualCode.ts'
import type { CodeMark } from '../code/mark.ts'
import type { ValidityWindow } from '../grant/validityWindow.ts'
import type {
  CredentialId,
  DeviceId,
  DoorId,
  GrantId,
  OperationId,
  PersonId,
  ReceiptId,
  SiteId,
  VendorPinId,
} from '../ids.ts'
import type { OpenSchedule } from '../schedule/openSchedule.ts'
import type { EnforceMode, EnforcePolicy } from './enforceMode.ts'

/** How a command reaches the lock; `none` means no gateway was ever known and it has no Wi-Fi. */
export const LOCK_REACHES = ['gateway', 'wifi', 'wifi_power_saving', 'none'] as const
export type LockReach = (typeof LOCK_REACHES)[number]

export interface LockCapabilities {
  /** Feature bit 0. */
  readonly supportsPasscodes: boolean
  /** Feature bit 7: passcodes can be managed from afar. */
  readonly supportsRemoteManagement: boolean
  /** Feature bit 22: the lock can stand open by a schedule. */
  readonly supportsOpenSchedule: boolean
  readonly reach: LockReach
  /** The digits the keypad has, e.g. `123456`; null when it has all ten. */
  readonly keypadDigits: string | null
  /** Custom codes the lock holds at most. */
  readonly capacity: number
  /** True once change and delete by `4` were proven on this kind of power-saving lock. */
  readonly powerSavingChangesProven: boolean
}

/** The lock's limit of custom codes (provider error -3009). */
export const CUSTOM_CODE_CAPACITY = 250

export interface SitePolicy {
  readonly siteId: SiteId
  /** IANA name. */
  readonly timezone: string
  readonly mode: EnforceMode
  readonly policy: EnforcePolicy
  readonly graceWindowSeconds: number
  /** A code is put on the lock this long before its window opens. */
  readonly leadTimeSeconds: number
  readonly allowFirstRunUnattended: boolean
  readonly allowEmptyExpectedUnattended: boolean
}

export const DEFAULT_GRACE_WINDOW_SECONDS = 3_600
export const DEFAULT_LEAD_TIME_SECONDS = 86_400

export interface GrantOnDoor {
  readonly grantId: GrantId
  /** Null counts at any time. */
  readonly window: ValidityWindow | null
}

/** A credential with the grants that cover this door, directly or through a door group. */
export interface CredentialOnDoor {
  readonly credentialId: CredentialId
  readonly personId: PersonId
  readonly pin: string
  /** False when the credential, or its person, is revoked or blocked. */
  readonly isActive: boolean
  /** The credential's own window; null counts at any time. */
  readonly window: ValidityWindow | null
  readonly grants: readonly GrantOnDoor[]
}

export interface ReceiptOnDoor {
  readonly receiptId: ReceiptId
  readonly credentialId: CredentialId
  /** Whose credential it was, where still known. */
  readonly personId: PersonId | null
  readonly vendorPinId: VendorPinId
  readonly receivedAtMs: number
  readonly operationId: OperationId | null
}

/** When a code was first seen on this lock, keyed by the provider's id. */
export interface CodeSighting {
  readonly vendorPinId: VendorPinId
  readonly firstSeenAtMs: number
  /** The read that showed PIN or window changed behind our back; null when that never happened. */
  readonly changedBehindAtMs: number | null
  /** Time the door was unreadable since first seen: it is added to `eligible_at`. */
  readonly unreadableExtensionMs: number
}

/** Asked for the few codes that nothing expects, so that the store need not read those of all others. */
export type SightingsByCode = Pick<ReadonlyMap<VendorPinId, CodeSighting>, 'get'>

export const REVOCATION_KINDS = [
  'credential_revoked',
  'person_blocked',
  'person_removed',
  'grant_removed',
  /** A person asked for this very code to be taken off. */
  'removal_asked',
] as const
export type RevocationKind = (typeof REVOCATION_KINDS)[number]

/**
 * An operator's own decision that is still in force. It names the credential, or the person for all of theirs.
 * A delete that answers it has no grace.
 */
export interface Revocation {
  readonly kind: RevocationKind
  readonly credentialId: CredentialId | null
  readonly personId: PersonId | null
  readonly revokedAtMs: number
  /** The operator as shown. */
  readonly revokedBy: string
}

/** An add of ours whose outcome is not known yet: the intent was committed, no read-back settled it. */
export interface UnsettledAdd {
  readonly credentialId: CredentialId
  readonly pin: string
  readonly intentAtMs: number
}

/** A person's word that a listed code is to go. It lapses when the digits are others. */
export interface AskedRemoval {
  readonly vendorPinId: VendorPinId
  /** From `hashPin`. */
  readonly pinHash: string
  readonly askedBy: string
  readonly askedAtMs: number
}

/** A credential held back on this door (undo of an add), shown with "decide". */
export interface PausedCredential {
  readonly credentialId: CredentialId
  /** Epoch ms; null until a person decides. */
  readonly untilMs: number | null
}

/** Everything the planner may know of one door. Nothing in it is read again: the same input gives the same plan. */
export interface DoorPlanInput {
  readonly doorId: DoorId
  readonly doorName: string
  readonly integrationDeviceId: DeviceId
  /** TTLock `lockId` as text. */
  readonly externalDeviceId: string
  readonly providerType: 'TTLOCK'
  readonly capabilities: LockCapabilities
  readonly site: SitePolicy
  readonly nowMs: number
  /** True until the door had its first enforcing run. */
  readonly isFirstRun: boolean
  /** True until a person ended the time after a restore: planned as `observe`. */
  readonly isAfterRestore: boolean
  readonly credentials: readonly CredentialOnDoor[]
  /** When the door should stand open; null where nobody decided, and the lock's own schedule is not looked at. */
  readonly openSchedule: OpenSchedule | null
  readonly reading: LockReading
  readonly receipts: readonly ReceiptOnDoor[]
  readonly sightings: SightingsByCode
  readonly revocations: readonly Revocation[]
  /** Every person and credential this database ever had, also removed ones: what is not there is foreign. */
  readonly knownPersonIds: ReadonlySet<PersonId>
  readonly knownCredentialIds: ReadonlySet<CredentialId>
  readonly marks: readonly CodeMark[]
  readonly unsettledAdds: readonly UnsettledAdd[]
  readonly pausedCredentials: readonly PausedCredential[]
  readonly removalsAsked: readonly AskedRemoval[]
  /**
   * Credentials whose code a replace of ours took off, and whose new one is not on the lock: what was cut off goes
   * on as if the old code were still there.
   */
  readonly unfinishedReplaces: ReadonlySet<CredentialId>
  /** Codes an unlock record proved used; a generated code outside it may refuse change and delete. */
  readonly usedVendorPinIds: ReadonlySet<VendorPinId>
  /** The provider's clock minus ours. */
  readonly clockOffsetMs: number
}

/** HMAC-SHA-256 with this installation's key, as hex. */
export type Hmac = (text: string) => string
