import { join } from 'node:path'
import type { Store } from '../../../../src-main/ports/store.ts'
import { type OpenStoreOptions, openStore } from '../../../../src-main/store/open.ts'
import { createTestClock } from '../../../support/testClock.ts'
import { migrationsFolder, sqlFolder } from '../../../support/testStore.ts'
import { createTestVault } from '../../../support/testVault.ts'

/** Opens the profile of a test in a process of its own. */
export function openChildStore(dir: string, options: Partial<OpenStoreOptions> = {}): Store {
  const opened = openStore({
    file: join(dir, 'lockstep.db'),
    migrationsFolder,
    sqlFolder,
    vault: createTestVault(),
    clock: createTestClock(),
    backupFolder: join(dir, 'backups'),
    programVersion: '0.1.0',
    ...options,
  })
  if (opened.kind !== 'open') throw new Error(`the store did not open: ${opened.kind}`)
  return opened.store
}
