import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { CHAIN_START, hashChainRow } from '../../src-main/domain/audit/chain.ts'
import { auditRows } from '../../src-main/store/repositories/auditRows.ts'

/** What somebody with the file and no scruples can do: a row tells something else than it did. */
export function changeAuditRow(file: string, id: number): void {
  forge(file, (sqlite) => change(sqlite, id))
}

/** The same by somebody who also knows how the chain is made, and makes it anew from that row on. */
export function rewriteAudit(file: string, id: number): void {
  forge(file, (sqlite) => {
    change(sqlite, id)
    const setHash = sqlite.prepare('UPDATE app_audit SET chain_hash = ? WHERE id = ?')
    let previousHash = CHAIN_START
    for (const row of [...auditRows(drizzle({ client: sqlite }))]) {
      previousHash = hashChainRow(previousHash, row)
      setHash.run(previousHash, row.id)
    }
  })
}

function change(sqlite: Database.Database, id: number): void {
  sqlite.prepare("UPDATE app_audit SET action = 'nothing' WHERE id = ?").run(id)
}

function forge(file: string, work: (sqlite: Database.Database) => void): void {
  const sqlite = new Database(file)
  const triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'app_audit'"
  for (const name of sqlite.prepare<[], string>(triggers).pluck().all()) sqlite.exec(`DROP TRIGGER "${name}"`)
  work(sqlite)
  sqlite.close()
}
