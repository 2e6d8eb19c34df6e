import type { AlarmView, DoorAlarmView } from './alarms.ts'
import type { HoldView } from './holds.ts'

/** `waiting`: a job for it is queued or waits; `checking`: one runs; `unchecked`: never read yet. */
export type DoorState = 'in_step' | 'out_of_step' | 'unreadable' | 'waiting' | 'checking' | 'unchecked'

/** Codes that lack, that are other than decided, that should not be there, that cannot be put on the lock. */
export interface DoorWrong {
  readonly missing: number
  readonly changed: number
  readonly unwanted: number
  readonly undeliverable: number
}

export interface DoorRow {
  readonly id: number
  readonly name: string
  readonly siteId: number
  readonly siteName: string
  readonly timezone: string
  readonly doorGroupId: number | null
  readonly groupName: string | null
  readonly location: string | null
  readonly lockId: string
  readonly deviceName: string | null
  readonly state: DoorState
  /** Codes that should be there and are not, or the other way round, as of the last reading. */
  readonly differences: number
  /** Of what kind they are; all 0 for a door that an older version has looked at last. */
  readonly wrong: DoorWrong
  /** What it waits for, a job's `wait_reason` or `awaiting_approval`; null when nothing. */
  readonly waitingFor: string | null
  /** The plan that awaits approval for this door, if that is what it waits for. */
  readonly awaitingPlanId: number | null
  /** Why the last reading failed; null when it did not. */
  readonly unreadableBecause: string | null
  readonly lastReadAt: string | null
  readonly batteryPercent: number | null
  readonly isBatteryLow: boolean
  readonly pausedUntil: string | null
  /** What forbids sending to its lock at the moment; null when nothing does. */
  readonly hold: HoldView | null
}

export type EvidenceGrade = 'used_at_door' | 'read_back' | 'listed' | 'sent_unconfirmed' | 'computed' | 'none'

/** One line of expected beside actual. Either side may be missing. */
export interface DoorCodeRow {
  readonly key: string
  readonly personId: number | null
  readonly personName: string | null
  readonly credentialId: number | null
  /** `AB U9 C6`, or the name a person typed at the provider. */
  readonly codeName: string | null
  readonly vendorPinId: string | null
  readonly verdict:
    | 'unchanged'
    | 'add'
    | 'change'
    | 'replace'
    | 'delete'
    | 'blocked_by_grace'
    | 'invalid_expected'
    | 'reported'
    | 'under_way'
    /** Decided for a door whose lock was never read. */
    | 'unknown'
  /** One sentence: why it is so. */
  readonly why: string
  readonly expectedWindow: WindowView | null
  readonly actualWindow: WindowView | null
  readonly evidence: EvidenceGrade
  readonly evidenceAt: string | null
  readonly eligibleAt: string | null
  /** A person's standing word about the listed code; null where there is none in force. */
  readonly mark: CodeMarkView | null
  /** An undo holds the expected code back on this door, until somebody decides. */
  readonly paused: CodePauseView | null
  /** The listed code, not ours, that holds the PIN of this expected one: a person decides. */
  readonly takenBy: string | null
}

export interface CodeMarkView {
  readonly kind: 'never_delete' | 'confirm_delete' | 'tolerated_until'
  readonly until: string | null
  readonly setBy: string
  readonly reason: string
  /** The undo that set it, where it was not a person's own word: somebody should decide. */
  readonly undoPlanId: number | null
}

export interface CodePauseView {
  readonly since: string
  readonly setBy: string
  readonly undoPlanId: number | null
}

export type WindowView =
  | { readonly kind: 'permanent' }
  | { readonly kind: 'period'; readonly startsAt: string; readonly endsAt: string }
  | { readonly kind: 'other'; readonly codeType: number }

/** A stretch of the week by the lock's own clock; 1 is Monday. */
export interface OpenPeriodView {
  readonly weekDays: readonly number[]
  /** Minutes after midnight. */
  readonly startMinute: number
  readonly endMinute: number
}

export interface OpenScheduleView {
  /** False for a lock that has none; null while its abilities are not known. */
  readonly canStandOpen: boolean | null
  /** Null where nobody decided. */
  readonly decided: { readonly periods: readonly OpenPeriodView[]; readonly words: string } | null
  /** What the lock has, by the provider's word; null while it was never read whole, and where it is not looked at. */
  readonly onLock: {
    readonly words: string
    readonly unlocksByItself: boolean
    readonly readAt: string
  } | null
  /** Why the last reading of it failed; null when it did not. */
  readonly unreadBecause: string | null
  readonly isInStep: boolean | null
}

export interface DoorDetailView {
  readonly openSchedule: OpenScheduleView
  readonly door: DoorRow
  readonly description: string | null
  readonly accountName: string | null
  readonly isUnverified: boolean
  readonly mode: string
  readonly policy: string
  readonly codes: readonly DoorCodeRow[]
  /** What its lock's log says that its lists do not. */
  readonly alarms: readonly DoorAlarmView[]
  readonly jobs: readonly DoorJobView[]
  /** Its jobs that wait for the site's enforcement hours: a manager may let them run now. */
  readonly heldByHours: readonly number[]
  /** The stored plan awaiting approval for this door, if any. */
  readonly awaitingPlanId: number | null
}

export interface DoorJobView {
  readonly jobId: number
  readonly jobType: string
  readonly status: string
  readonly createdAt: string
  readonly correlationId: string
  /** When a queued job is due; null when it is not waiting for a time. */
  readonly dueAt: string | null
  /** One sentence in plain words. */
  readonly outcome: string
}

export interface OverviewView {
  readonly total: number
  readonly inStep: number
  readonly outOfStep: number
  readonly unreadable: number
  readonly waiting: number
  readonly lastCheckedAt: string | null
  /** Only the exceptions. */
  readonly exceptions: readonly DoorRow[]
  /** What somebody has to look into, what concerns everything first. */
  readonly alarms: readonly AlarmView[]
  readonly awaitingApproval: readonly {
    readonly planId: number
    readonly title: string
    readonly createdAt: string
    readonly lines: number
    /** Its apply met what it did not expect, and asks how to go on. */
    readonly isAsking: boolean
    /** One manager approved it; nothing is sent before another confirms it. */
    readonly needsSecond: boolean
  }[]
  readonly startingWithoutProof: readonly {
    readonly doorId: number
    readonly doorName: string
    readonly timezone: string
    readonly personId: number
    readonly personName: string
    readonly startsAt: string
    readonly evidence: EvidenceGrade
  }[]
}
