import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type DoorId, SYSTEM_OPERATOR_ID } from '../../../src-main/domain/ids.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import type { TraceFilter } from '../../../src-main/ports/stores/traceStore.ts'
import { INDEX_DELAY_MS } from '../../../src-main/store/repositories/traceIndex.ts'
import {
  addCredential,
  addDoor,
  claimOne,
  correlation,
  logRow,
  newJob,
  newOperation,
} from '../../support/storeScene.ts'
import { openTestStore } from '../../support/testStore.ts'
import { appendLog, at, searchTraces } from '../../support/traceRows.ts'

let profile: ReturnType<typeof openTestStore>
let store: Store

beforeEach(() => {
  profile = openTestStore()
  store = profile.store
})
afterEach(() => profile.remove())

const log = (correlationId: string, change?: Parameters<typeof appendLog>[2]) =>
  appendLog(store, correlationId, change)
const search = (change?: Partial<TraceFilter>) => searchTraces(store, change)
const found = (change: Partial<TraceFilter> = {}) => search(change).map((row) => row.correlationId)

describe('logs', () => {
  it('appended, are read back as they were', () => {
    const row = logRow({
      ok: false,
      errorMessage: 'errcode -3003',
      request: { payload: [1, null] },
      response: null,
      operationId: 4,
      reconcileJobId: 5,
      debugSessionId: 'debug-1',
    })
    const id = store.traces.appendLog(row)
    expect(store.traces.logsOf([row.correlationId], 0, 10)).toEqual([{ id, ...row }])
  })

  it('of several correlation ids, come in their order, page by page', () => {
    const ids = ['a', 'b', 'a', 'x', 'b', 'a'].map((name) => [name, log(name)] as const)
    const expected = ids.filter(([name]) => name !== 'x').map(([, id]) => id)
    const both = [correlation('a'), correlation('b')]
    const first = store.traces.logsOf(both, 0, 3)
    const second = store.traces.logsOf(both, first.at(-1)?.id ?? 0, 3)
    expect([...first, ...second].map((row) => row.id)).toEqual(expected)
    expect(store.traces.logCount(both)).toBe(5)
  })

  it('as a list, end at so many rows or octets, say whether there are more, and lose none', () => {
    const ids = Array.from({ length: 7 }, (_, index) =>
      log('a', { response: { text: 'x'.repeat(index * 900) } }),
    )
    const limits = { rows: 3, octets: 4_000, body: 1_000_000 }
    const pages: number[][] = []
    for (let afterId = 0, hasMore = true; hasMore; ) {
      const page = store.traces.listLogs([correlation('a')], { afterId, ...limits })
      pages.push(page.rows.map((row) => row.id))
      afterId = page.rows.at(-1)?.id ?? 0
      hasMore = page.hasMore
    }
    expect(pages.flat()).toEqual(ids)
    expect(pages.map((page) => page.length)).toEqual([2, 1, 1, 1, 1, 1])
  })

  it('as a list, leave long bodies behind, say so, and keep what stands for them', () => {
    const long = 'x'.repeat(2_000)
    const plan = { mode: 'strict', doors: [{ note: long }] }
    log('a', { request: { note: long }, response: { errcode: -3 } })
    log('a', { request: { lockId: 1 }, response: { analysis: { adds: 2 }, enforce_plan: plan } })
    log('a', { request: null, response: long })
    const { rows } = store.traces.listLogs([correlation('a')], {
      ...{ afterId: 0, rows: 9, octets: 9_000, body: 500 },
    })
    expect(rows.map(({ json }) => json.parse())).toMatchObject([
      { request_json: null, response_json: { errcode: -3 }, shortened: true },
      {
        request_json: { lockId: 1 },
        response_json: { analysis: { adds: 2 }, enforce_plan: { mode: 'strict' } },
        shortened: true,
      },
      { request_json: null, response_json: null, shortened: true },
    ])
    expect(store.traces.logRow(rows[1]?.id ?? 0)?.response).toEqual({
      analysis: { adds: 2 },
      enforce_plan: plan,
    })
  })

  it('of an id given twice, come once', () => {
    log('a')
    expect(store.traces.logsOf([correlation('a'), correlation('a')], 0, 10)).toHaveLength(1)
  })
})

describe('the list of traces', () => {
  it('shows for each its span, first door name and counts', () => {
    log('a', { minutes: 5, doorName: null, durationMs: 1_000 })
    log('a', { minutes: 3, doorName: 'Front door' })
    const ended = { durationMs: 90_000, createdAt: '2026-02-05T17:05:30.000Z' }
    log('a', { minutes: 4, doorName: 'Back door', ok: false, ...ended })
    expect(search()).toEqual([
      {
        correlationId: 'a',
        startedAt: at(3),
        endedAt: '2026-02-05T17:05:30.000Z',
        doorName: 'Front door',
        logCount: 3,
        errorCount: 1,
      },
    ])
  })

  it('holds a trace that has nothing but a decision', () => {
    const entry = { operatorId: SYSTEM_OPERATOR_ID, entity: 'Site #1', entityId: 1, action: 'create' }
    store.traces.appendAudit({ ...entry, before: null, after: {}, correlationId: correlation('a') }, at(0))
    expect(search()).toMatchObject([{ correlationId: 'a', logCount: 0, startedAt: at(0), endedAt: at(0) }])
  })

  it('holds the trace of a request that was folded into a job', () => {
    store.jobs.enqueue(newJob({ correlationId: correlation('a') }))
    store.jobs.enqueue(newJob({ correlationId: correlation('b') }))
    expect(found({ text: 'job:1' }).sort()).toEqual(['a', 'b'])
  })

  it('in pages, gives every trace once, newest first, also those of one moment', () => {
    for (const [name, minutes] of [
      ['a', 1],
      ['b', 2],
      ['c', 2],
      ['d', 2],
      ['e', 3],
    ] as const)
      log(name, { minutes })
    const pages: string[] = []
    let after: TraceFilter['after'] = null
    for (let page = search({ limit: 2 }); page.length > 0; page = search({ limit: 2, after })) {
      pages.push(page.map((row) => row.correlationId).join(''))
      after = page.at(-1) ?? null
    }
    expect(pages).toEqual(['ed', 'cb', 'a'])
  })

  it('after a rollback, shows nothing of it', () => {
    expect(() =>
      store.write(() => {
        log('a')
        throw new Error('boom')
      }),
    ).toThrow('boom')
    expect(found()).toEqual([])
  })
})

/** What waits for the word index. */
function unindexed(): unknown {
  const reader = new Database(profile.file, { readonly: true })
  const waiting = reader.prepare('SELECT count(*) FROM trace_unindexed').pluck().get()
  reader.close()
  return waiting
}

/** As the program does it while nothing else is going on. */
function letIndexFill(): void {
  store.close()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  store = profile.openStore()
  vi.advanceTimersByTime(INDEX_DELAY_MS)
  vi.advanceTimersByTime(INDEX_DELAY_MS)
}

describe.each([
  ['that wait for the word index', () => undefined],
  ['that are in the word index', letIndexFill],
])('search among thousands of traces %s', (_which, prepare) => {
  afterEach(() => void vi.useRealTimers())

  beforeEach(() => {
    store.write(() => {
      for (let index = 0; index < 2_500; index += 1) {
        const startedAt = new Date(Date.UTC(2026, 0, 1) + index * 1_000).toISOString()
        const errorMessage = index % 1_000 === 0 ? `rare "word" ${index}` : null
        log(`id-${index}`, { startedAt, errorMessage, ok: errorMessage === null, doorId: index % 3 })
      }
    })
    prepare()
  })

  it('by a rare word, finds the old ones too, newest first', () => {
    expect(found({ text: 'RARE "word"' })).toEqual(['id-2000', 'id-1000', 'id-0'])
  })

  it('by a rare word and a page, goes on where the page before ended', () => {
    const first = search({ text: 'rare', limit: 2 })
    expect(found({ text: 'rare', limit: 2, after: first.at(-1) ?? null })).toEqual(['id-0'])
  })

  it('by a rare word and a door, narrows by both', () => {
    expect(found({ text: 'rare', doorId: 1 as DoorId })).toEqual(['id-1000'])
  })

  it('by a common word, fills the page with the newest', () => {
    expect(found({ text: 'passcode', limit: 3 })).toEqual(['id-2499', 'id-2498', 'id-2497'])
  })

  it('by a part of a correlation id, finds it', () => {
    expect(found({ text: 'D-1234' })).toEqual(['id-1234'])
  })

  it('by words of the language of the index, takes them for text', () => {
    for (const text of ['rare OR passcode', 'rare*', 'NEAR(rare word)', '"', 'search_text:rare']) {
      expect(found({ text: text.padEnd(3, '"') })).toEqual([])
    }
  })

  it('after somebody dropped the index, finds again from the next start on', () => {
    store.close()
    const sqlite = new Database(profile.file)
    sqlite.exec('DROP TABLE trace_index; DELETE FROM trace_unindexed')
    sqlite.close()
    store = profile.openStore()
    expect(found({ text: 'rare' })).toEqual(['id-2000', 'id-1000', 'id-0'])
  })
})

describe('the word index', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  it('is filled some time after a trace was written, not with it', () => {
    store.close()
    store = profile.openStore()
    log('a')
    vi.advanceTimersByTime(INDEX_DELAY_MS - 1)
    expect(unindexed()).toBe(1)
    vi.advanceTimersByTime(1)
    expect(unindexed()).toBe(0)
    expect(found({ text: 'passcode' })).toEqual(['a'])
  })

  it('of a trace that grows, finds the new words at once and the old ones still', () => {
    letIndexFill()
    log('a', { errorMessage: 'first words' })
    vi.advanceTimersByTime(INDEX_DELAY_MS)
    log('a', { errorMessage: 'second words' })
    expect(found({ text: 'first' })).toEqual(['a'])
    expect(found({ text: 'second' })).toEqual(['a'])
    vi.advanceTimersByTime(INDEX_DELAY_MS)
    expect(unindexed()).toBe(0)
    expect(found({ text: 'first' })).toEqual(['a'])
    expect(found({ text: 'second' })).toEqual(['a'])
  })

  it('that a closed store left unfilled, is filled by the next one', () => {
    log('a')
    letIndexFill()
    expect(unindexed()).toBe(0)
  })
})

describe('search', () => {
  beforeEach(() => {
    log('c2165f3f52364e4db32d169654f4648f', {
      minutes: 1,
      doorId: 1,
      doorName: 'Küche 100%',
      lockKey: 'TTLOCK:28991110',
      action: 'PASSCODE_LIST',
    })
    log('d00d', {
      minutes: 2,
      doorId: 2,
      doorName: 'Under_score',
      lockKey: 'TTLOCK:4711',
      action: 'PASSCODE_DELETE',
      ok: false,
      errorMessage: 'Gateway is offline (-3003)',
    })
  })

  it.each([
    ['the whole correlation id', 'c2165f3f52364e4db32d169654f4648f', ['c2165f3f52364e4db32d169654f4648f']],
    ['its beginning', 'c2165f', ['c2165f3f52364e4db32d169654f4648f']],
    ['a part of it', '4db32d', ['c2165f3f52364e4db32d169654f4648f']],
    ['a door name in another case', 'KÜCHE', ['c2165f3f52364e4db32d169654f4648f']],
    ['a device id', '28991110', ['c2165f3f52364e4db32d169654f4648f']],
    ['an action', 'passcode_delete', ['d00d']],
    ['words of an error', 'gateway IS off', ['d00d']],
    ['a percent sign', '0%', ['c2165f3f52364e4db32d169654f4648f']],
    ['an underscore', 'under_', ['d00d']],
    ['a backslash', '\\', []],
    ['a quote', "'", []],
    ['what both have', 'passcode', ['d00d', 'c2165f3f52364e4db32d169654f4648f']],
    ['what none has', 'unlock', []],
  ])('by %s, finds those', (_what, text, expected) => {
    expect(found({ text })).toEqual(expected)
  })

  it('by door, finds the traces that concern it', () => {
    expect(found({ doorId: 2 as DoorId })).toEqual(['d00d'])
    expect(found({ doorId: 3 as DoorId })).toEqual([])
  })

  it('for failures alone, finds failed calls and failed jobs', () => {
    const { job } = store.jobs.enqueue(newJob({ correlationId: correlation('failed job') }))
    store.jobs.enqueue(
      newJob({ target: 'door:9', doorId: 9 as DoorId, correlationId: correlation('good job') }),
    )
    const now = profile.clock.iso
    claimOne(store, { nowIso: now, leaseToken: 't', leaseExpiresAt: now })
    const failure = { status: 'failed', lastError: 'The lock is full', finishedAt: now } as const
    store.jobs.transition(job.id, { status: 'running', leaseToken: 't' }, failure, now)
    expect(found({ outcome: 'failed' })).toEqual(['d00d', 'failed job'])
    expect(found({ text: 'lock is full' })).toEqual(['failed job'])
  })

  it('by the code that is read over the phone, finds its trace whatever else is filtered', () => {
    expect(found({ text: 'r8b5 yftj', doorId: 2 as DoorId })).toEqual(['c2165f3f52364e4db32d169654f4648f'])
    expect(found({ text: 'R8B5-YFTK' })).toEqual([])
  })

  it('by a person, finds what was done to them and their codes, and what was sent for these', () => {
    const scene = addDoor(store, '5001')
    const credentialId = addCredential(store, scene.doorId, '739154', 'Ana Ruiz')
    const change = { operatorId: SYSTEM_OPERATOR_ID, action: 'create', before: null, after: {} }
    const credential = { entity: `Credential #${credentialId}`, entityId: credentialId }
    store.traces.appendAudit({ ...change, ...credential, correlationId: correlation('given') }, at(3))
    const person = { entity: 'Person #1', entityId: 1 }
    store.traces.appendAudit({ ...change, ...person, correlationId: correlation('added') }, at(4))
    const { job } = store.jobs.enqueue(newJob({ correlationId: correlation('sent'), target: 'door:77' }))
    store.operations.insertIntent(
      newOperation(job.id, scene, { credentialId, correlationId: correlation('sent') }),
      at(5),
    )
    const others = { entity: 'Credential #99', entityId: 99 }
    store.traces.appendAudit({ ...change, ...others, correlationId: correlation('other') }, at(6))
    expect([...found({ text: 'ana r' })].sort()).toEqual(['added', 'given', 'sent'])
    expect(found({ text: 'ana r', limit: 1, after: { startedAt: at(4), correlationId: 'added' } })).toEqual([
      'given',
    ])
    expect(found({ text: 'Anna' })).toEqual([])
  })

  it('within times, finds those that began in it', () => {
    expect(found({ from: at(2) })).toEqual(['d00d'])
    expect(found({ to: at(1) })).toEqual(['c2165f3f52364e4db32d169654f4648f'])
    expect(found({ from: at(1), to: at(2) })).toHaveLength(2)
  })

  it('with every filter at once, narrows by all of them', () => {
    const all = { text: 'gateway', doorId: 2 as DoorId, outcome: 'failed' as const, from: at(0), to: at(5) }
    expect(found(all)).toEqual(['d00d'])
    expect(found({ ...all, text: 'küche' })).toEqual([])
  })

  it('of a trace of a thousand different errors, still finds the first words', () => {
    for (let index = 0; index < 1_000; index += 1)
      log('long', { errorMessage: `error ${index} ${'x'.repeat(200)}` })
    expect(found({ text: 'error 0 x' })).toEqual(['long'])
  })
})
