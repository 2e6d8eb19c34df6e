import type { Backup, BackupKind } from '../domain/backup/backup.ts'

export interface StoredBackup extends Backup {
  readonly octets: number
}

/** What a database holds, in counts: the present one, or a copy of it. */
export interface DatabaseContents {
  readonly doors: number
  readonly people: number
  /** Codes that were not revoked. */
  readonly codes: number
  readonly operators: readonly string[]
  /** Rows of the audit: changes made up to then. */
  readonly changes: number
  /** ISO UTC; null while nothing was changed yet. */
  readonly lastChangeAt: string | null
  /** The program that wrote it last; null where it does not say. */
  readonly writtenBy: string | null
  /** False when this program is too old to understand it. */
  readonly isUnderstood: boolean
}

export interface AuditVerdict {
  readonly rows: number
  /** Hash of the last row. */
  readonly head: string
  /** The first row that does not follow from the one before. */
  readonly firstBadRow: number | null
  /** The row whose hash somebody had noted; null when no row has it, or none was asked for. */
  readonly notedAt: number | null
}

/** What a rejection says beside its message. */
export interface BackupFailure {
  /** SQLite's or the system's word, e.g. `SQLITE_FULL` or `ENOSPC`; else `unknown`. */
  readonly trouble: string
}

export interface MakeOptions {
  /** Breaks the copying off. */
  readonly signal?: AbortSignal
  /** The name of a backup that stays, though newer ones of its kind make it needless. */
  readonly needed?: string | null
}

/** Copies of the database that is open, and what can be said only by reading all of it. None of it holds up a window. */
export interface Backups {
  list(): readonly StoredBackup[]
  /**
   * Copies, proves the copy by opening it, and removes what newer ones of its kind made needless. Rejects when there is
   * no whole copy; then there is none at all. One after the other.
   */
  make(kind: BackupKind, options?: MakeOptions): Promise<StoredBackup>
  /** Rejects when the copy is not whole any more. Null when there is none of that name. */
  contentsOf(name: string): Promise<DatabaseContents | null>
  presentContents(): Promise<DatabaseContents>
  /** @param noted a hash that somebody noted from the audit's end, in any letter case */
  verifyAudit(noted: string | null, signal?: AbortSignal): Promise<AuditVerdict>
}
