import { join } from 'node:path'
import type { Backups } from '../../src-main/ports/backups.ts'
import type { Clock } from '../../src-main/ports/clock.ts'
import type { Store } from '../../src-main/ports/store.ts'
import type { Vault } from '../../src-main/ports/vault.ts'
import { openStore, type StoreNotice } from '../../src-main/store/open.ts'
import { startTestCheckpointThread } from '../support/checkpointThread.ts'
import { createTestBackups } from '../support/testBackups.ts'
import { migrationsFolder, sqlFolder } from '../support/testStore.ts'
import { createTestVault } from '../support/testVault.ts'

export interface OpenedProfile {
  readonly store: Store
  readonly vault: Vault
  readonly backups: Backups
  /** What opening had to say, e.g. that the database is older than its mark. */
  readonly notices: readonly StoreNotice[]
}

/** Opens the profile in a folder as the product does, under a vault every process of a campaign can open. */
export function openProfile(dir: string, clock: Clock): OpenedProfile {
  const vault = createTestVault('campaign')
  const opened = openStore({
    file: databaseFile(dir),
    migrationsFolder,
    sqlFolder,
    vault,
    clock,
    backupFolder: join(dir, 'backups'),
    programVersion: '0.1.0',
    startCheckpointThread: startTestCheckpointThread,
  })
  if (opened.kind !== 'open') throw new Error(`The profile did not open: ${opened.kind}`, { cause: opened })
  const backups = createTestBackups(databaseFile(dir), clock)
  return { store: opened.store, vault, backups, notices: opened.notices }
}

export function databaseFile(dir: string): string {
  return join(dir, 'lockstep.db')
}
