import type { ActualCodeStatus, ListedWindow } from '../code/actualCode.ts'
import type { CodeWindow } from '../code/codeWindow.ts'
import type { CredentialId, DeviceId, DoorId, PersonId, ReceiptId, SiteId, VendorPinId } from '../ids.ts'
import type { OpenSchedule } from '../schedule/openSchedule.ts'
import type { ScheduleReading } from '../schedule/scheduleReading.ts'
import type { EnforceMode, EnforcePolicy } from './enforceMode.ts'
import type { PlanLine } from './planLine.ts'

/** One credential the door should hold. Carries no PIN. */
export interface ExpectedItem {
  readonly credentialId: CredentialId
  readonly personId: PersonId
  /** Null when its window is backwards. */
  readonly window: CodeWindow | null
  /** Its window opens after the lead time: not added, but kept and changed if already there. */
  readonly isLater: boolean
}

/** One code as listed. Carries no PIN. */
export interface ActualItem {
  readonly vendorPinId: VendorPinId
  readonly codeName: string | null
  readonly receiptId: ReceiptId | null
  readonly window: ListedWindow
  readonly status: ActualCodeStatus
  readonly isCustom: boolean
}

export interface UnchangedItem {
  readonly credentialId: CredentialId
  readonly vendorPinId: VendorPinId
  readonly rule: 'receipt' | 'name' | 'pin_of_unsettled_add'
}

/** A receipt to write: the code is ours though its receipt was lost. Nothing is sent. */
export interface Adoption {
  readonly credentialId: CredentialId
  readonly personId: PersonId
  readonly vendorPinId: VendorPinId
  readonly rule: 'name' | 'pin_of_unsettled_add'
}

export interface DoorPlanSummary {
  readonly adds: number
  /** Of codes, and of the open schedule. */
  readonly changes: number
  readonly replaces: number
  readonly deletes: number
  readonly blocked: number
  readonly invalidExpected: number
  readonly reported: number
  readonly underWay: number
  readonly unchanged: number
  readonly graceBypassedDeletes: number
  /** Expected, absent from the lock and not due yet. */
  readonly later: number
}

interface DoorPlanBase {
  readonly doorId: DoorId
  readonly doorName: string
  readonly siteId: SiteId
  /** IANA name of the site's zone. */
  readonly timezone: string
  readonly integrationDeviceId: DeviceId
  readonly externalDeviceId: string
  readonly providerType: 'TTLOCK'
  readonly policy: EnforcePolicy
  readonly graceWindowSeconds: number
  readonly plannedAtMs: number
}

/** The plan of a door whose list was complete, without what it says of codes that need nothing. */
export interface DoorPlanLines extends DoorPlanBase {
  readonly kind: 'planned'
  /** The mode in force: `observe` after a restore, whatever the site says. */
  readonly mode: EnforceMode
  readonly readAtMs: number
  readonly isFirstRun: boolean
  readonly allowFirstRunUnattended: boolean
  readonly allowEmptyExpectedUnattended: boolean
  /** Sorted by kind, then by credential id or `vendor_pin_id`. */
  readonly lines: readonly PlanLine[]
  readonly adopt: readonly Adoption[]
  /** Set when a row is under way. */
  readonly readAgainAtMs: number | null
  /** When this door must be planned again without anything happening: a window, a lead time, a grace, a mark. */
  readonly nextDueAtMs: number | null
  readonly fingerprint: string
  readonly customCodesListed: number
  readonly capacity: number
  /** Absent where nobody decided one. */
  readonly openSchedule?: {
    readonly decided: OpenSchedule
    /** Null while it was not read. */
    readonly listed: Extract<ScheduleReading, { kind: 'known' }> | null
  }
  readonly foreignNamesakes: number
  /** Many foreign namesakes: another installation manages this lock. */
  readonly isAnotherInstallationSuspected: boolean
  readonly summary: DoorPlanSummary
}

/** The plan of a door whose list was complete. */
export interface ReadableDoorPlan extends DoorPlanLines {
  readonly expected: readonly ExpectedItem[]
  readonly actual: readonly ActualItem[]
  readonly unchanged: readonly UnchangedItem[]
}

/** A door that could not be read has no lines, and is never taken for empty. */
export interface UnreadableDoorPlan extends DoorPlanBase {
  readonly kind: 'unreadable'
  readonly mode: EnforceMode
  readonly reason: string
  readonly atMs: number
}

export type DoorPlan = ReadableDoorPlan | UnreadableDoorPlan

/** What a plan was made for. A null field does not narrow. */
export interface PlanFilters {
  readonly doorId: DoorId | null
  readonly siteId: SiteId | null
  readonly doorGroupId: number | null
  readonly integrationDeviceId: DeviceId | null
  readonly providerType: 'TTLOCK'
}

export interface EnforcePlanSummary extends DoorPlanSummary {
  readonly doors: number
  readonly unreadableDoors: number
}

/** The plan of a scope of doors. */
export interface EnforcePlan<Door extends DoorPlanLines | UnreadableDoorPlan = DoorPlan> {
  readonly generatedAtMs: number
  /** The mode all its doors share, or null where sites differ. */
  readonly mode: EnforceMode | null
  readonly graceWindowSeconds: number | null
  readonly filters: PlanFilters
  /** In the order of door ids. */
  readonly doors: readonly Door[]
  readonly summary: EnforcePlanSummary
  /** SHA-256 over the doors' fingerprints and lines. */
  readonly digest: string
}
