import type { ListedWindow } from '../code/actualCode.ts'
import type { MarkKind } from '../code/mark.ts'
import type { RevocationKind } from '../plan/doorPlanInput.ts'
import type { EnforceMode, EnforcePolicy } from '../plan/enforceMode.ts'
import type { LineKind } from '../plan/planLine.ts'
import type { OpenSchedule } from '../schedule/openSchedule.ts'
import type { ScheduleReading } from '../schedule/scheduleReading.ts'

/** A door's plan as a trace recorded it: what was expected, what was listed, and what was decided. Without PINs. */
export interface RecordedDoor {
  readonly doorId: number
  readonly doorName: string | null
  /** TTLock `lockId` as text. */
  readonly externalId: string
  readonly mode: EnforceMode
  readonly policy: EnforcePolicy
  readonly graceWindowSeconds: number
  readonly plannedAtMs: number
  readonly readAtMs: number
  readonly timezone: string
  readonly expected: readonly RecordedExpected[]
  readonly actual: readonly RecordedActual[]
  /** Null where none was decided, and where the source did not record it. */
  readonly openSchedule: {
    readonly decided: OpenSchedule
    readonly listed: Extract<ScheduleReading, { kind: 'known' }> | null
  } | null
  readonly lines: readonly RecordedLine[]
  /** Credentials whose code was listed just as it should be. */
  readonly agreed: readonly { readonly credentialId: number; readonly vendorPinId: string }[]
}

export interface RecordedExpected {
  readonly credentialId: number
  readonly personId: number
  /** Null when it was backwards; `unknown` where the source did not record it. */
  readonly window: ListedWindow | 'unknown' | null
  readonly isLater: boolean
}

export interface RecordedActual {
  readonly vendorPinId: string
  readonly codeName: string | null
  readonly receiptId: number | null
  readonly window: ListedWindow | 'unknown'
  readonly status: string
  readonly isCustom: boolean
}

export interface RecordedLine {
  readonly kind: LineKind
  readonly lineId: string
  readonly credentialId: number | null
  readonly personId: number | null
  readonly vendorPinId: string | null
  readonly codeName: string | null
  /** Of a delete, a blocked delete, an invalid one, or why a reported one is held. */
  readonly reason: string | null
  readonly would: string | null
  readonly changesPin: boolean
  readonly afterLineIds: readonly string[]
  readonly takenByVendorPinId: string | null
  readonly isForeign: boolean
  readonly firstSeenAtMs: number | null
  readonly isFirstSeenByReceipt: boolean
  readonly eligibleAtMs: number | null
  readonly mark: RecordedMark | null
  readonly revocation: RecordedRevocation | null
  readonly endedAtMs: number | null
  /** A change that would be a replace because another code holds the digits, which one is not said. */
  readonly isPinHeldByOther: boolean
  /** Found by the digits of an add whose outcome was not known. */
  readonly isOfUnsettledAdd: boolean
}

export interface RecordedMark {
  readonly kind: MarkKind
  readonly untilMs: number | null
}

export interface RecordedRevocation {
  readonly kind: RevocationKind
  readonly atMs: number
}
