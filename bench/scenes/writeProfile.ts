import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { systemClock } from '../../src-main/platform/systemClock.ts'
import type { Store } from '../../src-main/ports/store.ts'
import type { Vault } from '../../src-main/ports/vault.ts'
import { configure, connect } from '../../src-main/store/connection.ts'
import { createStore } from '../../src-main/store/createStore.ts'

/** What the benches put in holds nothing sealed, so that a profile's vault may stay locked. */
const LOCKED: Vault = { isOpen: false, seal: refuse, open: refuse, hmac: refuse }

function refuse(): never {
  throw new Error('a bench seals nothing')
}

/** Writes into the simulated profile of a program that does not run. */
export function writeProfile(
  profile: string,
  write: (store: Store, sqlite: Database.Database) => void,
): void {
  const folder = join(profile, 'profiles', 'simulated')
  const sqlite = connect(join(folder, 'lockstep.db'))
  configure(sqlite)
  const { store } = createStore({
    sqlite,
    db: drizzle({ client: sqlite }),
    vault: LOCKED,
    clock: systemClock,
    auditHeadFile: join(folder, 'audit-head.json'),
    logger: null,
    startCheckpointThread: null,
  })
  try {
    write(store, sqlite)
  } finally {
    store.close()
  }
}
