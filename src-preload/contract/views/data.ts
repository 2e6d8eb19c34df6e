/** A proven copy of the database. */
export interface BackupView {
  readonly name: string
  readonly kind: 'daily' | 'by-hand' | 'before-restore' | 'before-migration'
  readonly madeAt: string
  readonly octets: number
}

export interface BackupsView {
  readonly folder: string
  /** The newest first. */
  readonly backups: readonly BackupView[]
}

export interface DatabaseContentsView {
  readonly doors: number
  readonly people: number
  /** Codes that were not revoked. */
  readonly codes: number
  readonly operators: readonly string[]
  /** Changes made up to then. */
  readonly changes: number
  readonly lastChangeAt: string | null
  readonly writtenBy: string | null
  /** False when it was written by a newer program: it cannot be restored. */
  readonly isUnderstood: boolean
}

/** What restoring a backup would change. */
export interface RestorePreview {
  readonly backup: BackupView
  readonly present: DatabaseContentsView
  readonly inBackup: DatabaseContentsView
}

export interface AuditVerdictView {
  readonly rows: number
  /** Hash of the last row, to be noted elsewhere. */
  readonly head: string
  readonly firstBadRow: number | null
  /** The row whose hash was noted; null when no row has it, or none was asked for. */
  readonly notedAt: number | null
}
