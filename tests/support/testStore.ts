import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '../../src-main/ports/store.ts'
import {
  type OpenedStore,
  type OpenFailure,
  type OpenStoreOptions,
  openStore,
} from '../../src-main/store/open.ts'
import { repositoryDir } from './repository.ts'
import { createTestClock, type TestClock } from './testClock.ts'
import { createTestVault, type TestVault } from './testVault.ts'

export const migrationsFolder = join(repositoryDir, 'db/migrations')
export const sqlFolder = join(repositoryDir, 'db/sql')

/** Makes a folder with the real migrations up to and with this one, as an older version of the program had them. */
export function migrationsUpTo(lastTag: string, folder: string): string {
  cpSync(migrationsFolder, folder, { recursive: true })
  const journalFile = join(folder, 'meta', '_journal.json')
  const journal: { entries: { tag: string }[] } = JSON.parse(readFileSync(journalFile, 'utf8'))
  const last = journal.entries.findIndex((entry) => entry.tag === lastTag)
  writeFileSync(journalFile, JSON.stringify({ ...journal, entries: journal.entries.slice(0, last + 1) }))
  return folder
}

export interface TestProfile {
  readonly dir: string
  readonly file: string
  readonly backupFolder: string
  readonly auditHeadFile: string
  readonly vault: TestVault
  readonly clock: TestClock
  /** Opens the profile's database through the real migrations; may be called again after a close. */
  open(overrides?: Partial<OpenStoreOptions>): OpenedStore | OpenFailure
  /** The same for tests in which it must open. */
  openStore(overrides?: Partial<OpenStoreOptions>): Store
  /** Closes what is open and removes the folder. */
  remove(): void
}

/** An empty profile folder of its own. Call `remove` in `afterEach`. */
export function createTestProfile(): TestProfile {
  const dir = mkdtempSync(join(tmpdir(), 'lockstep-store-'))
  const stores: Store[] = []
  const profile: TestProfile = {
    dir,
    file: join(dir, 'lockstep.db'),
    backupFolder: join(dir, 'backups'),
    auditHeadFile: join(dir, 'audit-head.json'),
    vault: createTestVault(),
    clock: createTestClock(),
    open(overrides = {}) {
      const opened = openStore({
        file: profile.file,
        migrationsFolder,
        sqlFolder,
        vault: profile.vault,
        clock: profile.clock,
        backupFolder: profile.backupFolder,
        programVersion: '0.1.0',
        ...overrides,
      })
      if (opened.kind === 'open') stores.push(opened.store)
      return opened
    },
    openStore(overrides) {
      const opened = profile.open(overrides)
      if (opened.kind !== 'open') throw new Error(`the store did not open: ${opened.kind}`, { cause: opened })
      return opened.store
    },
    remove() {
      for (const store of stores) store.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
  return profile
}

/** A fresh, empty store in a folder of its own, and what it was made with. Call `remove` in `afterEach`. */
export function openTestStore(): TestProfile & { readonly store: Store } {
  const profile = createTestProfile()
  return { ...profile, store: profile.openStore() }
}
