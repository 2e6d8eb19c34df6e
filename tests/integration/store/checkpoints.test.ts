import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Store } from '../../../src-main/ports/store.ts'
import type { StartCheckpointThread } from '../../../src-main/store/checkpoints.ts'
import { startTestCheckpointThread } from '../../support/checkpointThread.ts'
import { createMemoryLogger } from '../../support/memoryLogger.ts'
import { correlation, logRow } from '../../support/storeScene.ts'
import { createTestProfile, type TestProfile } from '../../support/testStore.ts'

/** What SQLite takes in at a time by itself. */
const SQLITES_OWN = 1_000
const BACKSTOP = 10_000
const PAGES_A_COMMIT = 100
const PAGE_OCTETS = 4_096
/** `journal_size_limit` of the connection. */
const LONGEST_FILE_OCTETS = 67_108_864

let profile: TestProfile
let logger: ReturnType<typeof createMemoryLogger>
let commits: number

beforeEach(() => {
  profile = createTestProfile()
  logger = createMemoryLogger()
  commits = 0
})
afterEach(() => profile.remove())

const openWith = (startCheckpointThread?: StartCheckpointThread): Store =>
  profile.openStore({ logger, ...(startCheckpointThread && { startCheckpointThread }) })

/** Commits so many pages and more, without a turn of the event loop. */
function writePages(store: Store, pages: number): void {
  for (let written = 0; written < pages; written += PAGES_A_COMMIT) {
    commits += 1
    const request = { filler: 'x'.repeat(PAGES_A_COMMIT * PAGE_OCTETS) }
    store.traces.appendLog(logRow({ correlationId: correlation(`c-${commits}`), request }))
  }
}

/** Pages in the log, and how many of them are in the database too; as another connection sees them. */
function logPages(): { readonly log: number; readonly checkpointed: number } {
  const reader = new Database(profile.file, { readonly: true })
  try {
    reader.pragma('schema_version')
    const row = reader.prepare<[], { log: number; checkpointed: number }>('PRAGMA wal_checkpoint(NOOP)').get()
    return { log: row?.log ?? 0, checkpointed: row?.checkpointed ?? 0 }
  } finally {
    reader.close()
  }
}

const threadThat = (script: string) => {
  const started: Worker[] = []
  const start: StartCheckpointThread = (workerData) => {
    const worker = new Worker(script, { eval: true, workerData })
    started.push(worker)
    return worker
  }
  return { started, start }
}
const HEARS_NOTHING = "require('node:worker_threads').parentPort.on('message', () => undefined)"
const ONLY_CLOSES = `
const { parentPort, workerData } = require('node:worker_threads')
parentPort.on('message', (order) => {
  if (order !== 'close') return
  Atomics.store(workerData.state, 1, 1)
  Atomics.notify(workerData.state, 1)
})`
const warnings = () => logger.entries.filter(({ level }) => level === 'warn' || level === 'error')

/** A thread starts, and on a busy machine that takes longer than a second. */
const PATIENT = { timeout: 15_000 }

describe('the log of a store', () => {
  it('with a thread that only looks on, is left alone by the commits', () => {
    const { start } = threadThat(ONLY_CLOSES)
    writePages(openWith(start), 5 * SQLITES_OWN)
    expect(logPages()).toMatchObject({ checkpointed: 0 })
    expect(logPages().log).toBeGreaterThan(5 * SQLITES_OWN)
  })

  it('with the thread, is taken in by it', async () => {
    writePages(openWith(startTestCheckpointThread), 3 * SQLITES_OWN)
    await vi.waitUntil(() => logPages().checkpointed >= SQLITES_OWN, PATIENT)
    expect(warnings()).toEqual([])
  })

  it('without a thread, is taken in by the commits as SQLite does it', () => {
    writePages(openWith(), 3 * SQLITES_OWN)
    expect(logPages().log).toBeLessThan(SQLITES_OWN + 2 * PAGES_A_COMMIT)
  })

  it('under writing without end, does not grow without end', async () => {
    const store = openWith(startTestCheckpointThread)
    let longest = 0
    for (let round = 0; round < 30; round += 1) {
      writePages(store, SQLITES_OWN)
      longest = Math.max(longest, logPages().log)
      await nextTurn()
    }
    // What is committed while the thread ends its turn of work comes on top.
    expect(longest).toBeLessThan(2 * BACKSTOP)
  })

  it('with a thread that never gets to it, is taken in by the commits beyond the backstop', () => {
    const { start } = threadThat(ONLY_CLOSES)
    writePages(openWith(start), BACKSTOP + 2_000)
    expect(logPages().log).toBeLessThan(BACKSTOP)
  })
})

describe('a reader that stays while much is written, as a backup does', () => {
  it('keeps the log as long as that; when it has gone, the log is written from its beginning and its file shrinks', async () => {
    const store = openWith(startTestCheckpointThread)
    writePages(store, PAGES_A_COMMIT)
    const reader = new Database(profile.file, { readonly: true })
    reader.exec('BEGIN; SELECT count(*) FROM setting')
    writePages(store, LONGEST_FILE_OCTETS / PAGE_OCTETS + SQLITES_OWN)
    expect(logPages().log).toBeGreaterThan(BACKSTOP)
    reader.close()
    await vi.waitUntil(() => {
      writePages(store, PAGES_A_COMMIT)
      return logPages().log < SQLITES_OWN
    }, PATIENT)
    expect(statSync(`${profile.file}-wal`).size).toBeLessThanOrEqual(LONGEST_FILE_OCTETS)
    expect(warnings()).toEqual([])
  })
})

describe('the thread', () => {
  it('while little was written, is not made', () => {
    const { start, started } = threadThat(ONLY_CLOSES)
    writePages(openWith(start), SQLITES_OWN / 2)
    expect(started).toHaveLength(0)
  })

  it('that ends by itself, leaves SQLite its own way and is told of once', async () => {
    const { start, started } = threadThat("throw new Error('no')")
    const store = openWith(start)
    writePages(store, 2 * SQLITES_OWN)
    await vi.waitUntil(() => warnings().length > 0, PATIENT)
    writePages(store, 3 * SQLITES_OWN)
    expect(logPages().log).toBeLessThan(SQLITES_OWN + 2 * PAGES_A_COMMIT)
    expect(started).toHaveLength(1)
    expect(warnings()).toMatchObject([{ level: 'warn', fields: { cause: { message: 'no' } } }])
  })

  it('that cannot be started, spoils no commit', () => {
    const store = openWith(() => {
      throw new Error('no room for a thread')
    })
    writePages(store, 3 * SQLITES_OWN)
    expect(store.traces.logCount([correlation('c-30')])).toBe(1)
    expect(logPages().log).toBeLessThan(SQLITES_OWN + 2 * PAGES_A_COMMIT)
    expect(warnings()).toHaveLength(1)
  })

  it('that meets a failing disk, is told of once and asked again', async () => {
    const asked: Worker[] = []
    const store = openWith((workerData) => {
      const thread = startTestCheckpointThread({
        ...workerData,
        file: join(profile.dir, 'no such folder', 'x.db'),
      })
      asked.push(thread)
      return thread
    })
    let failures = 0
    writePages(store, 2 * SQLITES_OWN)
    asked[0]?.on('message', () => (failures += 1))
    await vi.waitUntil(() => failures > 0, PATIENT)
    writePages(store, 2 * SQLITES_OWN)
    await vi.waitUntil(() => failures > 1, PATIENT)
    expect(warnings()).toMatchObject([{ level: 'warn', fields: { code: expect.any(String) } }])
  })

  it('beside another program that reads, neither complains nor waits', async () => {
    const store = openWith(startTestCheckpointThread)
    const reader = new Database(profile.file, { readonly: true })
    reader.exec('BEGIN; SELECT count(*) FROM setting')
    writePages(store, 2 * SQLITES_OWN)
    await vi.waitUntil(() => logPages().log > 2 * SQLITES_OWN, PATIENT)
    reader.close()
    writePages(store, 2 * SQLITES_OWN)
    await vi.waitUntil(() => logPages().checkpointed > 2 * SQLITES_OWN, PATIENT)
    expect(warnings()).toEqual([])
  })
})

describe('closing the store', () => {
  it.each([1, 8])(
    'with the thread at work on %i thousand pages, leaves one file with everything',
    (thousands) => {
      const store = openWith(startTestCheckpointThread)
      writePages(store, thousands * SQLITES_OWN + 1_000)
      store.close()
      expect([profile.file, `${profile.file}-wal`, `${profile.file}-shm`].map(existsSync)).toEqual([
        true,
        false,
        false,
      ])
      const again = openWith(startTestCheckpointThread)
      expect(again.traces.logCount([correlation(`c-${commits}`), correlation('c-1')])).toBe(2)
    },
  )

  it('with a thread that no longer hears, ends all the same', () => {
    const { start, started } = threadThat(HEARS_NOTHING)
    const store = openWith(start)
    writePages(store, 2 * SQLITES_OWN)
    expect(started).toHaveLength(1)
    store.close()
    expect(existsSync(`${profile.file}-wal`)).toBe(false)
  })

  it('after the thread has ended, does not wait for it', async () => {
    const { start } = threadThat("throw new Error('no')")
    const store = openWith(start)
    writePages(store, 2 * SQLITES_OWN)
    await vi.waitUntil(() => warnings().length > 0, PATIENT)
    store.close()
    expect(existsSync(`${profile.file}-wal`)).toBe(false)
  })
})
