/** Why a copy was made; it stands in the file's name. */
export const BACKUP_KINDS = ['daily', 'by-hand', 'before-restore', 'before-migration'] as const
export type BackupKind = (typeof BACKUP_KINDS)[number]

/** A proven copy of the whole database in the folder of backups. */
export interface Backup {
  /** Its file's name, e.g. `daily-2026-11-23T03-10-00-000Z.db`. */
  readonly name: string
  readonly kind: BackupKind
  /** ISO UTC with milliseconds. */
  readonly madeAt: string
}

/** So many of each kind are kept, the newest ones. */
export const BACKUPS_KEPT = 14
/** A little less than a day, so that one made late does not put off the next. */
const DAILY_AFTER_MS = 20 * 3_600_000

const NAME = new RegExp(
  `^(${BACKUP_KINDS.join('|')})-(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d)-(\\d\\d)-(\\d\\d)-(\\d{3})Z(?:-\\d+)?\\.db$`,
)

/** @param isTaken two may be made in one millisecond */
export function backupName(
  kind: BackupKind,
  madeAt: string,
  isTaken: (name: string) => boolean = () => false,
): string {
  const stem = `${kind}-${madeAt.replaceAll(/[:.]/g, '-')}`
  let name = `${stem}.db`
  for (let number = 2; isTaken(name); number += 1) name = `${stem}-${number}.db`
  return name
}

/** Null for a file that is no backup of ours. */
export function parseBackupName(name: string): Backup | null {
  const [, kind, day, hour, minute, second, ms] = NAME.exec(name) ?? []
  const known = BACKUP_KINDS.find((each) => each === kind)
  if (known === undefined) return null
  const madeAt = `${day}T${hour}:${minute}:${second}.${ms}Z`
  return Number.isNaN(Date.parse(madeAt)) ? null : { name, kind: known, madeAt }
}

export function newestFirst(backups: readonly Backup[]): readonly Backup[] {
  return [...backups].sort((a, b) => compareTexts(b.madeAt, a.madeAt) || compareTexts(b.name, a.name))
}

/**
 * Those that newer ones of their kind have made needless. One that a wrong clock dated into the future counts as older than
 * all others: else it would stand in the place of every new one until then.
 *
 * @param needed the name of one that must stay, however old
 */
export function backupsToRemove(
  backups: readonly Backup[],
  { nowMs, needed }: { readonly nowMs: number; readonly needed: string | null },
): readonly Backup[] {
  const isAhead = ({ madeAt }: Backup): boolean => Date.parse(madeAt) > nowMs
  return BACKUP_KINDS.flatMap((kind) => {
    const ofKind = newestFirst(backups.filter((backup) => backup.kind === kind))
    return [...ofKind.filter((backup) => !isAhead(backup)), ...ofKind.filter(isAhead)]
      .slice(BACKUPS_KEPT)
      .filter(({ name }) => name !== needed)
  })
}

/** One that a wrong clock dated into the future does not count: else there would be none until then. */
export function isDailyBackupDue(backups: readonly Backup[], nowMs: number): boolean {
  const made = backups.filter(({ kind }) => kind === 'daily').map(({ madeAt }) => Date.parse(madeAt))
  return made.every((atMs) => atMs <= nowMs - DAILY_AFTER_MS || atMs > nowMs)
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
