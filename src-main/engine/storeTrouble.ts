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
