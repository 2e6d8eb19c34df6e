import { join } from 'node:path'
import { connect } from '../../src-main/store/connection.ts'
import { type BenchStore, openBenchStore } from './benchStore.ts'
import { fillFast } from './fillFast.ts'
import { temporaryFolder } from './temporaryFolder.ts'
import { correlationOf } from './traceLog.ts'

export const JOBS = 200_000
export const SESSIONS = 20_000
export const PLANS = 20_000
/** One in so many jobs failed. */
export const FAILED_EACH = 50

/** Jobs, plans and debug sessions of years, all ended. */
export function openJobList(): BenchStore {
  const folder = temporaryFolder()
  openBenchStore('NORMAL', folder).store.close()
  const sqlite = connect(join(folder, 'lockstep.db'))
  fillFast(sqlite)
  const job = sqlite.prepare(
    `INSERT INTO reconcile_job (job_type, status, reason, correlation_id, user_id, target, door_id, priority,
       attempt_count, last_error, result_json, created_at, updated_at, finished_at)
     VALUES ('drift_check', ?, 'periodic check', ?, 0, ?, ?, 2, 1, ?, ?, ?, ?, ?)`,
  )
  const session = sqlite.prepare(
    `INSERT INTO debug_session (code, note, operator_id, started_at, ends_at) VALUES (?, 'The lobby again', 1, ?, ?)`,
  )
  const plan = sqlite.prepare(
    `INSERT INTO enforce_plan (correlation_id, status, scope_json, title, mode, grace_window_seconds, digest, summary_json,
       created_at, updated_at)
     VALUES (?, 'applied', '{"kind":"all"}', 'All doors', 'strict', 3600, ?, ?, ?, ?)`,
  )
  const summary = JSON.stringify({
    ...{ doors: 300, adds: 4, changes: 0, replaces: 0, deletes: 2, blocked: 1, graceBypassedDeletes: 0 },
    ...{ invalidExpected: 0, reported: 0, underWay: 0, unreadableDoors: 1 },
  })
  const result = JSON.stringify({ analysis: { expected: 12, actual: 12, blocked: 0, invalid_expected: 0 } })
  const at = '2026-02-05T17:00:00.000Z'
  sqlite.transaction(() => {
    for (let index = 0; index < JOBS; index++) {
      const door = (index % 300) + 1
      const isFailed = index % FAILED_EACH === 0
      const error = isFailed ? 'the lock did not answer' : null
      const status = isFailed ? 'failed' : 'done'
      job.run(status, correlationOf(index), `door:${door}`, door, error, result, at, at, at)
    }
    for (let index = 0; index < PLANS; index++)
      plan.run(correlationOf(index), correlationOf(index), summary, at, at)
    for (let index = 0; index < SESSIONS; index++) session.run(String(index), at, at)
  })()
  sqlite.close()
  return openBenchStore('NORMAL', folder)
}
