import type Database from 'better-sqlite3'

/**
 * For a file that nobody else has open: each page is written once, without the log beside it, and indexes are sorted in
 * memory. A fill that is cut short is thrown away. Whoever opens the file next sets its modes again.
 */
export function fillFast(sqlite: Database.Database): void {
  // Read first: until then the connection does not know that the file has a log.
  sqlite.pragma('schema_version')
  const journal = sqlite.pragma('journal_mode = MEMORY', { simple: true })
  if (journal !== 'memory') throw new Error(`the fill would write each page twice: ${String(journal)}`)
  sqlite.pragma('synchronous = OFF')
  sqlite.pragma('cache_size = -400000')
  sqlite.pragma('threads = 2')
}
