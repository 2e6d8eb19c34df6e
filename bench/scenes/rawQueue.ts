import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { connect } from '../../src-main/store/connection.ts'
import type { Synchronous } from './benchStore.ts'
import { temporaryFolder } from './temporaryFolder.ts'

/** The least that a durable queue does on this driver: a table, a partial index, one commit to claim and one to finish. */
export interface RawQueue {
  readonly sqlite: Database.Database
  /** In one transaction. */
  add(count: number): void
  addOne(): void
  claim(): number | null
  finish(id: number): void
  workOff(count: number): Promise<void>
}

export function openRawQueue(synchronous: Synchronous): RawQueue {
  const sqlite = connect(join(temporaryFolder(), 'raw.db'))
  sqlite.pragma('journal_mode = WAL')
  sqlite.exec(`
    CREATE TABLE job (
      id INTEGER PRIMARY KEY, queue TEXT NOT NULL, payload TEXT NOT NULL, status INTEGER NOT NULL,
      run_at INTEGER NOT NULL, lease_until INTEGER, done_at INTEGER
    );
    CREATE INDEX job_due ON job (queue, run_at) WHERE status = 0;
  `)
  sqlite.pragma(`synchronous = ${synchronous}`)
  const insert = sqlite.prepare("INSERT INTO job (queue, payload, status, run_at) VALUES ('q', ?, 0, ?)")
  const due = sqlite
    .prepare("SELECT id FROM job WHERE queue = 'q' AND status = 0 AND run_at <= ? ORDER BY run_at LIMIT 1")
    .pluck()
  const take = sqlite.prepare('UPDATE job SET status = 1, lease_until = ? WHERE id = ?')
  const end = sqlite.prepare('UPDATE job SET status = 2, done_at = ? WHERE id = ?')
  const payload = JSON.stringify({ door: 2, reason: 'benchmark' })

  const claim = sqlite.transaction((): number | null => {
    const now = Date.now()
    const id = due.get(now)
    if (typeof id !== 'number') return null
    take.run(now + 60_000, id)
    return id
  }).immediate
  const finish = sqlite.transaction((id: number): void => {
    end.run(Date.now(), id)
  }).immediate
  const addMany = sqlite.transaction((count: number): void => {
    const now = Date.now() - 1
    for (let index = 0; index < count; index++) insert.run(payload, now)
  })

  return {
    sqlite,
    add: addMany,
    addOne: () => void insert.run(payload, Date.now() - 1),
    claim,
    finish,
    async workOff(count) {
      for (let done = 0; done < count; done++) {
        const id = claim()
        if (id === null) throw new Error('a due job was not found')
        await Promise.resolve()
        finish(id)
      }
    },
  }
}
