import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SYSTEM_OPERATOR_ID } from '../../../src-main/domain/ids.ts'
import { phoneCode } from '../../../src-main/domain/trace/phoneCode.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import type { TraceFilter } from '../../../src-main/ports/stores/traceStore.ts'
import { INDEX_DELAY_MS } from '../../../src-main/store/repositories/traceIndex.ts'
import { addCredential, addDoor, claimOne, correlation, newJob } from '../../support/storeScene.ts'
import { openTestStore } from '../../support/testStore.ts'
import { appendLog, at, searchTraces } from '../../support/traceRows.ts'

let profile: ReturnType<typeof openTestStore>
let store: Store
let reader: Database.Database

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  profile = openTestStore()
  store = profile.store
  reader = new Database(profile.file, { readonly: true })
})
afterEach(() => {
  reader.close()
  profile.remove()
  vi.useRealTimers()
})

const log = (correlationId: string, change?: Parameters<typeof appendLog>[2]) =>
  appendLog(store, correlationId, change)
const found = (change: Partial<TraceFilter>) => searchTraces(store, change).map((row) => row.correlationId)
const read = (query: string) => reader.prepare(query).pluck().get()
const fillIndex = () => vi.advanceTimersByTime(INDEX_DELAY_MS * 4)

describe('the outcome of a trace', () => {
  it('is open while its job waits for an approval, and good or failed at its end', () => {
    log('nothing but a look')
    log('a failure', { ok: false })
    const now = profile.clock.iso
    const { job } = store.jobs.enqueue(newJob({ correlationId: correlation('a job') }))
    expect(found({ outcome: 'open' })).toEqual(['a job'])
    claimOne(store, { nowIso: now, leaseToken: 't', leaseExpiresAt: now })
    const running = { status: 'running', leaseToken: 't' } as const
    store.jobs.transition(job.id, running, { status: 'awaiting_approval' }, now)
    expect(found({ outcome: 'open' })).toEqual(['a job'])
    expect(found({ outcome: 'good' })).toEqual(['nothing but a look'])
    const waiting = { status: 'awaiting_approval', leaseToken: null } as const
    store.jobs.transition(job.id, waiting, { status: 'cancelled', finishedAt: now }, now)
    expect(found({ outcome: 'open' })).toEqual([])
    expect(found({ outcome: 'good' }).toSorted()).toEqual(['a job', 'nothing but a look'])
    expect(found({ outcome: 'failed' })).toEqual(['a failure'])
  })
})

describe('the span of a trace', () => {
  it('reaches from its first start to its last end, in whatever order its records come', () => {
    log('a', { minutes: 5 })
    log('a', { minutes: 9 })
    log('a', { minutes: 2 })
    expect(searchTraces(store)).toMatchObject([{ startedAt: at(2), endedAt: at(9), logCount: 3 }])
  })
})

describe('search', () => {
  it('by a code read over the phone, finds an id that goes on with any digit', () => {
    const ids = [...'09af'].map((digit) => `c2165f3f52${digit.repeat(22)}`)
    for (const id of ids) log(id)
    const code = phoneCode(ids[0] ?? '')
    expect(found({ text: code }).toSorted()).toEqual(ids)
  })

  it('by a name with letters beyond ASCII, finds the person as typed in capitals', () => {
    const scene = addDoor(store, '5001')
    const credentialId = addCredential(store, scene.doorId, '739154', 'élodie')
    const entry = { operatorId: SYSTEM_OPERATOR_ID, action: 'create', before: null, after: {} }
    const credential = { entity: `Credential #${credentialId}`, entityId: credentialId }
    store.traces.appendAudit({ ...entry, ...credential, correlationId: correlation('given') }, at(3))
    expect(found({ text: 'ÉLODIE' })).toEqual(['given'])
  })

  it('by two signs, finds what stands in the word index as well', () => {
    log('a', { doorName: 'Room 47' })
    fillIndex()
    expect(read('SELECT count(*) FROM trace_unindexed')).toBe(0)
    expect(found({ text: '47' })).toEqual(['a'])
  })
})

describe('the word index', () => {
  it('of a trace that grew after it was indexed, holds its new words', () => {
    log('a', { errorMessage: 'first words' })
    fillIndex()
    log('a', { errorMessage: 'second words' })
    fillIndex()
    const matching = (words: string) =>
      read(`SELECT count(*) FROM trace_index WHERE trace_index MATCH '"${words}"'`)
    expect(['first words', 'second words', 'third words'].map(matching)).toEqual([1, 1, 0])
  })

  it('is filled slice by slice, to the end', () => {
    store.write(() => {
      for (let index = 0; index < 450; index += 1) log(`id-${index}`)
    })
    fillIndex()
    expect(read('SELECT count(*) FROM trace_unindexed')).toBe(0)
  })
})

describe('what a trace is searched by', () => {
  it('has each word once, and no more than can be looked through', () => {
    for (let time = 0; time < 3; time += 1) log('a', { errorMessage: 'the same words' })
    const words = String(read("SELECT search_text FROM trace WHERE correlation_id = 'a'")).split('\n')
    expect(words.filter((word) => word === 'the same words')).toHaveLength(1)
    for (let index = 0; index < 200; index += 1) log('a', { errorMessage: `${index} ${'x'.repeat(200)}` })
    expect(read('SELECT max(length(search_text)) FROM trace')).toBeLessThan(20_000)
  })
})
