import { join } from 'node:path'
import type { Store } from '../../../../src-main/ports/store.ts'
import { type OpenStoreOptions, openStore } from '../../../../src-main/store/open.ts'
import { createTestClock } from '../../../support/testClock.ts'
import { migrationsFolder, sqlFolder } from '../../../support/testStore.ts'
import { createTestVault } from '../../../support/testVault.ts'

/** Opens the profile of a test in a process of its own; patiently, since another process may be opening it too. */
export function openChildStore(dir: string, further: Partial<OpenStoreOptions> = {}): Store {
  const options: OpenStoreOptions = {
    file: join(dir, 'lockstep.db'),
    migrationsFolder,
    sqlFolder,
    vault: createTestVault(),
    clock: createTestClock(),
    backupFolder: join(dir, 'backups'),
    programVersion: '0.1.0',
    ...further,
  }
  for (;;) {
    const opened = openStore(options)
    if (opened.kind === 'open') return opened.store
    if (opened.kind !== 'unreachable' || !opened.code.startsWith('SQLITE_BUSY')) {
      throw new Error(`the store did not open: ${opened.kind}`, { cause: opened })
    }
  }
}
