import { dirname, join } from 'node:path'
import { createBackups } from '../../src-main/app/backups.ts'
import type { Backups } from '../../src-main/ports/backups.ts'
import type { Clock } from '../../src-main/ports/clock.ts'
import { migrationsFolder } from './testStore.ts'
import { startTestWholeDatabaseThread } from './wholeDatabaseThread.ts'

/** The program's backups of the database in this file. */
export function createTestBackups(database: string, clock: Clock): Backups {
  const dir = dirname(database)
  return createBackups({
    paths: {
      ...{ dir, database, vault: join(dir, 'vault.json'), auditHead: join(dir, 'audit-head.json') },
      ...{ simulator: join(dir, 'simulator.json'), backupsDir: join(dir, 'backups') },
    },
    ...{ migrationsFolder, clock, startThread: startTestWholeDatabaseThread },
  })
}
