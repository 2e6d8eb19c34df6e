/**
 * The store cannot write now: the disk is full, the file is read-only, another program holds it, or it is damaged.
 * It says nothing about the work at hand, which goes on when the trouble has ended.
 */
export interface StoreTrouble {
  /** The database's own word, e.g. `SQLITE_FULL`. */
  readonly code: string
  /** Epoch ms of the first failure. */
  readonly sinceMs: number
}

export const STORE_TROUBLES = ['store_full', 'store_read_only', 'store_held', 'store_broken'] as const
/** What a person can do about it differs: make room, give the right to write, end another program, look at the disk. */
export type StoreTroubleKind = (typeof STORE_TROUBLES)[number]

/** @param code the database's own word */
export function storeTroubleKind(code: string): StoreTroubleKind {
  if (code.startsWith('SQLITE_FULL')) return 'store_full'
  if (/^SQLITE_(READONLY|PERM|CANTOPEN)/.test(code)) return 'store_read_only'
  return /^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(code) ? 'store_held' : 'store_broken'
}

/** Errors wrap one another; a chain longer than this is a loop. */
const MOST_CAUSES = 8

/** The code of a failing database, or null when the error is about something else. */
export function storeTroubleCode(error: unknown): string | null {
  let cause = error
  for (let depth = 0; depth < MOST_CAUSES && cause instanceof Error; depth++) {
    const code: unknown = Reflect.get(cause, 'code')
    if (typeof code === 'string' && TROUBLE_CODES.test(code)) return code
    cause = cause.cause
  }
  return null
}

/** Not SQLITE_CONSTRAINT, SQLITE_ERROR and the like: those are bugs. */
const TROUBLE_CODES = /^SQLITE_(FULL|READONLY|BUSY|LOCKED|IOERR|CANTOPEN|CORRUPT|NOTADB|NOMEM|PERM|PROTOCOL)/
