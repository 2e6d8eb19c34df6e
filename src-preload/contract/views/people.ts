import type { EvidenceGrade } from './doors.ts'

export interface PersonRow {
  readonly id: number
  readonly name: string
  readonly note: string | null
  readonly isBlocked: boolean
  readonly activeCodes: number
  readonly doors: number
  /** The earliest end of the person's active codes, or null when one has none. */
  readonly endsAt: string | null
}

/** What a manager reads for one code on one door. */
export interface CodeOnDoorView {
  readonly doorId: number
  readonly doorName: string
  readonly timezone: string
  readonly standing:
    | 'works_now'
    | 'will_work_from'
    | 'not_proven'
    | 'ended'
    | 'being_removed'
    /** It is over, and something keeps it there. */
    | 'still_on_lock'
  readonly from: string | null
  readonly evidence: EvidenceGrade
  readonly evidenceAt: string | null
  /** Why it is not as decided yet, in a sentence or two; null when it is. */
  readonly waitsBecause: string | null
}

export interface CredentialView {
  readonly id: number
  readonly personId: number
  readonly codeName: string
  readonly isActive: boolean
  readonly startsAt: string | null
  readonly endsAt: string | null
  readonly createdAt: string
  readonly revokedAt: string | null
  readonly doorGroups: readonly string[]
  readonly doors: readonly CodeOnDoorView[]
}

/** A code that a search found; without its digits. */
export interface FoundCode {
  readonly credentialId: number
  readonly personId: number
  readonly personName: string
  readonly codeName: string
  readonly isActive: boolean
}

export interface PersonDetailView {
  readonly person: PersonRow
  readonly credentials: readonly CredentialView[]
}

/** The PIN is shown once, here. */
export interface NewCodeReply {
  readonly credentialId: number
  readonly codeName: string
  readonly pin: string
  readonly correlationId: string
  readonly jobIds: readonly number[]
}

export interface ChangeReply {
  readonly correlationId: string
  readonly jobIds: readonly number[]
}
