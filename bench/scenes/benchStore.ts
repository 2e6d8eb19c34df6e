import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { systemClock } from '../../src-main/platform/systemClock.ts'
import type { Store } from '../../src-main/ports/store.ts'
import { configure, connect } from '../../src-main/store/connection.ts'
import { createStore } from '../../src-main/store/createStore.ts'
import { openStore } from '../../src-main/store/open.ts'
import { startTestCheckpointThread } from '../../tests/support/checkpointThread.ts'
import { createTestVault } from '../../tests/support/testVault.ts'
import { repositoryRoot } from '../machine.ts'
import { temporaryFolder } from './temporaryFolder.ts'

export type Synchronous = 'NORMAL' | 'FULL'

export interface BenchStore {
  readonly store: Store
  readonly sqlite: Database.Database
}

/**
 * The program's store on a fresh file, as the program opens it. With `NORMAL` only that one setting differs, so that it
 * can stand beside queues that run so. A folder that was filled before is opened as it is.
 */
export function openBenchStore(synchronous: Synchronous, folder = temporaryFolder()): BenchStore {
  const file = join(folder, 'lockstep.db')
  const vault = createTestVault()
  // Made with the key of another run.
  rmSync(join(folder, 'audit-head.json'), { force: true })
  const migrated = openStore({
    file,
    migrationsFolder: join(repositoryRoot, 'db', 'migrations'),
    sqlFolder: join(repositoryRoot, 'db', 'sql'),
    vault,
    clock: systemClock,
    backupFolder: join(folder, 'backups'),
    programVersion: '0.0.0',
  })
  if (migrated.kind !== 'open') throw new Error(`the store did not open: ${migrated.kind}`)
  migrated.store.close()

  const sqlite = connect(file)
  configure(sqlite)
  sqlite.pragma(`synchronous = ${synchronous}`)
  const { store, auditHead } = createStore({
    sqlite,
    db: drizzle({ client: sqlite }),
    vault,
    clock: systemClock,
    auditHeadFile: join(folder, 'audit-head.json'),
    logger: null,
    startCheckpointThread: startTestCheckpointThread,
  })
  // From here on each commit that lengthens the audit writes its mark, as in the program.
  auditHead.check('2026-02-05')
  return { store, sqlite }
}

/** Read back after a write, because this build of SQLite falls to NORMAL by itself. */
export function synchronousNote(name: string, sqlite: Database.Database): string {
  const level = Number(sqlite.pragma('synchronous', { simple: true }))
  return `PRAGMA synchronous of ${name} after its writes: ${level} (${level === 2 ? 'FULL' : level === 1 ? 'NORMAL' : '?'})`
}
