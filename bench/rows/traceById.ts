import type Database from 'better-sqlite3'
import type { CorrelationId } from '../../src-main/domain/ids.ts'
import { toIso } from '../../src-main/domain/instant.ts'
import { readLogs, readTrace } from '../../src-main/useCases/readTrace.ts'
import { comparedRow, measureInterleaved, quantile } from '../rounds.ts'
import { atMost, type RowModule } from '../row.ts'
import { openBenchStore } from '../scenes/benchStore.ts'

const TRACES = 50_000
const ROWS_PER_TRACE = 20
const SAMPLES = 300

const about = {
  id: 'trace-by-id',
  what: 'p95 of opening a trace of 20 records among 1,000,000: with jobs, audit, count and outcome, mapped for the window',
  unit: 'ms',
} as const

export const row: RowModule = {
  ...about,
  async run() {
    const { store, sqlite } = openBenchStore('NORMAL')
    fillLog(sqlite)
    const bare = sqlite.prepare(
      'SELECT * FROM integration_log WHERE correlation_id = ? AND id > 0 ORDER BY id LIMIT 200',
    )
    const nowMs = Date.now()
    const times = await measureInterleaved({
      whole: () => p95((id) => readTrace(store, id, nowMs)?.integration_logs.length ?? 0),
      page: () => p95((id) => readLogs(store, id, null).rows.length),
      bare: () => p95((id) => bare.all(id).length),
    })
    const anchor = { against: 'the bare prepared query', againstValues: times.bare }
    return [
      comparedRow(about, { values: times.whole, ...anchor, aim: atMost(3) }),
      comparedRow(
        {
          ...about,
          id: 'trace-by-id/page',
          what: 'p95 of a page of the same trace’s records, mapped for the window',
        },
        { values: times.page, ...anchor, aim: atMost(3) },
      ),
    ]
  },
}

/** Each time other traces, spread over the whole log. */
let next = 0

function p95(read: (id: CorrelationId) => number): number {
  const samples: number[] = []
  for (let sample = 0; sample < SAMPLES; sample++) {
    next = (next + 7_919) % TRACES
    const id = correlationOf(next)
    const from = performance.now()
    const rows = read(id)
    samples.push(performance.now() - from)
    if (rows !== ROWS_PER_TRACE) throw new Error(`the trace has ${rows} rows`)
  }
  return quantile(samples, 0.95)
}

/** 32 hex digits, as the program makes them, that do not come in the order of the rows. */
function correlationOf(trace: number): CorrelationId {
  const scattered = Math.imul(trace + 1, 2_654_435_761) >>> 0
  return scattered.toString(16).padStart(8, '0').repeat(4) as CorrelationId
}

function fillLog(sqlite: Database.Database): void {
  const insert = sqlite.prepare(`
    INSERT INTO integration_log
      (created_at, started_at, duration_ms, action, ok, provider_type, lock_key, door_id, door_name, external_id,
       correlation_id, attempt, http_status, request_json, response_json)
    VALUES (?, ?, 180, 'PASSCODE_LIST', 1, 'TTLOCK', 'TTLOCK:28991110', ?, 'Front door', '28991110', ?, 1, 200, ?, ?)`)
  const request = JSON.stringify({
    base_host: 'https://euapi.ttlock.com',
    method: 'POST',
    path: '/v3/lock/listKeyboardPwd',
    payload: { lockId: 28_991_110, pageNo: 1, pageSize: 200, accessToken: '[hidden]' },
  })
  const response = JSON.stringify({ list: [], pageNo: 1, pageSize: 200, pages: 0, total: 0 })
  const startMs = Date.UTC(2026, 0, 1)
  for (let first = 0; first < TRACES; first += 500) {
    sqlite.transaction(() => {
      for (let trace = first; trace < first + 500; trace++) {
        for (let index = 0; index < ROWS_PER_TRACE; index++) {
          const at = toIso(startMs + trace * 60_000 + index * 250)
          insert.run(at, at, trace % 300, correlationOf(trace), request, response)
        }
      }
    })()
  }
}
