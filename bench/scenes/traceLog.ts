import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import type { CorrelationId } from '../../src-main/domain/ids.ts'
import { connect } from '../../src-main/store/connection.ts'
import { repositoryRoot } from '../machine.ts'
import { type BenchStore, openBenchStore } from './benchStore.ts'
import { fillFast } from './fillFast.ts'

export const ROWS_PER_TRACE = 20
/** Rises when what is filled in changes, so that an older file is not measured. */
const EDITION = 2

/** What a trace's records cost without this program. */
export const BARE_TRACE =
  'SELECT * FROM integration_log WHERE correlation_id = ? AND id > 0 ORDER BY id LIMIT 200'

const LOG_INDEXES = ['integration_log_correlation', 'integration_log_failed']
const START_MS = Date.UTC(2026, 0, 1)

/** A log of so many rows, as a store opens it. Kept below `.cache`: filling ten millions takes two minutes. */
export function openTraceLog(rows: number): BenchStore {
  const folder = join(repositoryRoot, '.cache', 'bench-traces', `${rows}-rows-${EDITION}`)
  if (!existsSync(folder)) {
    const begun = `${folder}.begun`
    rmSync(begun, { recursive: true, force: true })
    mkdirSync(begun, { recursive: true })
    openBenchStore('NORMAL', begun).store.close()
    const sqlite = connect(join(begun, 'lockstep.db'))
    fillLog(sqlite, rows)
    sqlite.close()
    renameSync(begun, folder)
  }
  return openBenchStore('NORMAL', folder)
}

/** 32 hex digits, as the program makes them, that do not come in the order of the rows. */
export function correlationOf(trace: number): CorrelationId {
  const scattered = Number((BigInt(trace + 1) * SCATTER) & 0xffff_ffffn)
  return scattered.toString(16).padStart(8, '0').repeat(4) as CorrelationId
}

const SCATTER = 2_654_435_761n

/** Beside what the file has already. */
export function fillLog(sqlite: Database.Database, rows: number): void {
  const made = sqlite
    .prepare<[], { sql: string }>(
      `SELECT sql FROM sqlite_schema WHERE name IN (${LOG_INDEXES.map((name) => `'${name}'`).join(', ')})`,
    )
    .all()
  fillFast(sqlite)
  for (const name of LOG_INDEXES) sqlite.exec(`DROP INDEX IF EXISTS ${name}`)
  const request = JSON.stringify({
    base_host: 'https://euapi.ttlock.com',
    method: 'POST',
    path: '/v3/lock/listKeyboardPwd',
    payload: { lockId: 28_991_110, pageNo: 1, pageSize: 200, accessToken: '***' },
  })
  const response = JSON.stringify({ list: [], pageNo: 1, pageSize: 200, pages: 0, total: 0 })
  const insert = sqlite.prepare(`
    INSERT INTO integration_log
      (created_at, started_at, duration_ms, action, ok, provider_type, lock_key, door_id, door_name, external_id,
       correlation_id, attempt, http_status, request_json, response_json)
    WITH RECURSIVE n(row) AS (SELECT CAST(? AS INTEGER) UNION ALL SELECT row + 1 FROM n WHERE row < ?),
      placed AS (SELECT row / ${ROWS_PER_TRACE} AS trace,
        strftime('%Y-%m-%dT%H:%M:%fZ', (${START_MS} + row / ${ROWS_PER_TRACE} * 60000 + row % ${ROWS_PER_TRACE} * 250) / 1000.0,
          'unixepoch') AS at FROM n)
    SELECT at, at, 180, 'PASSCODE_LIST', 1, 'TTLOCK', 'TTLOCK:28991110', trace % 300, 'Front door', '28991110',
      replace(printf('%.4c', 'x'), 'x', printf('%08x', ((trace + 1) * ${SCATTER}) & 4294967295)), 1, 200, ?, ?
    FROM placed`)
  const SLICE = 500_000
  for (let first = 0; first < rows; first += SLICE)
    insert.run(first, Math.min(rows, first + SLICE) - 1, request, response)
  for (const { sql } of made) sqlite.exec(sql)
}
