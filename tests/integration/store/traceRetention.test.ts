import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { SYSTEM_OPERATOR_ID } from '../../../src-main/domain/ids.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import { INDEX_DELAY_MS } from '../../../src-main/store/repositories/traceIndex.ts'
import { correlation, logRow, newJob } from '../../support/storeScene.ts'
import { openTestStore } from '../../support/testStore.ts'
import { at, searchTraces } from '../../support/traceRows.ts'

let profile: ReturnType<typeof openTestStore>
let store: Store

beforeEach(() => {
  profile = openTestStore()
  store = profile.store
})
afterEach(() => profile.remove())

function log(id: string, minutes: number, over: Parameters<typeof logRow>[0] = {}): void {
  const times = { startedAt: at(minutes), createdAt: at(minutes), durationMs: 0 }
  store.traces.appendLog(logRow({ correlationId: correlation(id), ...times, ...over }))
}

const shown = (text = '') => searchTraces(store, { text })
const prune = (before: number, limit = 100) => store.traces.pruneLogs({ createdBefore: at(before), limit })

/** A clock that ran years ahead for a while. */
const AHEAD = { startedAt: '2031-01-01T00:00:00.000Z', createdAt: '2031-01-01T00:00:00.000Z' }

describe('pruneLogs', () => {
  beforeEach(() => profile.clock.setTo(at(59)))

  it('is not stopped by rows dated ahead, which are as old as those after them', () => {
    for (const minutes of [1, 2, 3]) log('wrong', minutes, AHEAD)
    for (const minutes of [1, 2, 8]) log(`run-${minutes}`, minutes)
    expect([prune(5, 2), prune(5, 2), prune(5, 2), prune(5, 2)]).toEqual([2, 2, 1, 0])
    expect(shown().map((trace) => trace.correlationId)).toEqual(['run-8'])
  })

  it('of rows dated ahead after those that are kept, or with none after them, takes nothing', () => {
    log('run-1', 1)
    log('wrong', 2, AHEAD)
    expect(prune(5)).toBe(1)
    expect(prune(5)).toBe(0)
    log('run-8', 8)
    log('wrong', 9, AHEAD)
    expect(prune(5)).toBe(0)
    expect(shown().map((trace) => trace.correlationId)).toEqual(['wrong', 'run-8'])
  })

  it('takes what is older and leaves the rest', () => {
    for (const minutes of [1, 2, 3, 4]) log(`run-${minutes}`, minutes)
    expect(prune(3)).toBe(2)
    expect(shown().map((trace) => trace.correlationId)).toEqual(['run-4', 'run-3'])
    expect(prune(3)).toBe(0)
  })

  it('takes no more than a batch at a time, the oldest first', () => {
    for (const minutes of [1, 2, 3, 4, 5]) log(`run-${minutes}`, minutes)
    expect([prune(9, 2), prune(9, 2), prune(9, 2)]).toEqual([2, 2, 1])
    expect(shown()).toEqual([])
  })

  it('of a trace half of which is old, keeps it with what is left', () => {
    log('long', 1, { ok: false, errorMessage: 'busy' })
    log('long', 2)
    log('long', 8)
    prune(5)
    expect(shown()).toMatchObject([{ correlationId: 'long', logCount: 1, errorCount: 0 }])
    expect(store.traces.logsOf([correlation('long')], 0, 10)).toHaveLength(1)
  })

  it('keeps a trace with a change or a job in it, without its logs', () => {
    const entry = { operatorId: SYSTEM_OPERATOR_ID, entity: 'Door #7', entityId: 7, action: 'create' }
    store.traces.appendAudit(
      { ...entry, before: null, after: {}, correlationId: correlation('change') },
      at(1),
    )
    log('change', 1)
    store.jobs.enqueue(newJob({ correlationId: correlation('job') }))
    log('job', 1)
    prune(5)
    expect(
      shown()
        .map((trace) => [trace.correlationId, trace.logCount])
        .sort(),
    ).toEqual([
      ['change', 0],
      ['job', 0],
    ])
    expect(store.traces.verifyAudit()).toBeNull()
  })

  it('leaves nothing behind of a trace that is gone: not in the search, not under its door', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    store.close()
    store = profile.openStore()
    log('gone', 1, { errorMessage: 'rare words' })
    vi.advanceTimersByTime(INDEX_DELAY_MS)
    log('gone', 1, { debugSessionId: '7QF2-M9PX' })
    prune(5)
    expect(shown('rare words')).toEqual([])
    const reader = new Database(profile.file, { readonly: true })
    for (const table of ['trace', 'trace_door', 'trace_debug_session', 'trace_unindexed', 'integration_log'])
      expect(reader.prepare(`SELECT count(*) FROM ${table}`).pluck().get(), table).toBe(0)
    const indexed = reader.prepare('SELECT rowid FROM trace_index WHERE trace_index MATCH \'"rare"\'')
    expect(indexed.all()).toEqual([])
    reader.close()
  })

  it('looks the doors of gone traces up by their index', () => {
    const statements: string[] = []
    store.close()
    store = profile.openStore({ statementSpy: (statement) => statements.push(statement) })
    log('gone', 1)
    prune(5)
    const [deletion = ''] = statements.filter((statement) => /delete from "?trace_door/i.test(statement))
    const reader = new Database(profile.file, { readonly: true })
    const plan = reader.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${deletion}`).all()
    reader.close()
    expect(plan.map((row) => row.detail)[0]).toMatch(
      /^SEARCH trace_door USING .*INDEX sqlite_autoindex_trace_door_1 \(door_id=\? AND correlation_id=\?\)$/,
    )
  })
})
