import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DoorId, SYSTEM_OPERATOR_ID } from '../../../src-main/domain/ids.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import type { TraceFilter } from '../../../src-main/ports/stores/traceStore.ts'
import { addDoor, claimOne, correlation, newJob } from '../../support/storeScene.ts'
import { openTestStore } from '../../support/testStore.ts'
import { appendLog, at, searchTraces } from '../../support/traceRows.ts'

let profile: ReturnType<typeof openTestStore>
let store: Store

beforeEach(() => {
  profile = openTestStore()
  store = profile.store
})
afterEach(() => profile.remove())

const log = (id: string, change?: Parameters<typeof appendLog>[2]) => appendLog(store, id, change)
const found = (change: Partial<TraceFilter>) => searchTraces(store, change).map((row) => row.correlationId)

describe('search', () => {
  it.each([
    ['many people share', 'guest', 'Guest Zoe'],
    ['is in another case and script', 'ÉMILE', 'Émile Zola'],
    ['is typed in small letters', 'émile', 'Émile Zola'],
    ['is short', 'bo', 'Bo'],
    ['is a family name of one sign', '李', '李明'],
  ])('by a name that %s, finds the person', (_what, text, name) => {
    const addGuests = () => {
      for (let index = 0; index < 60; index += 1) store.people.insert({ name: `Guest ${index}`, note: null })
    }
    const personId = store.write(() => {
      addGuests()
      const id = store.people.insert({ name, note: null })
      addGuests()
      return id
    })
    store.traces.appendAudit(
      {
        ...{ operatorId: SYSTEM_OPERATOR_ID, action: 'create', before: null, after: {} },
        ...{ entity: `Person #${personId}`, entityId: personId, correlationId: correlation('added') },
      },
      at(3),
    )
    expect(found({ text })).toEqual(['added'])
  })

  it('by the number of a job that was scheduled ahead, finds its run', () => {
    const jobs = ['called', 'ended'].map((name, index) => {
      const dueAt = '2026-02-06T00:00:00.000Z'
      const target = { target: `door:${70 + index}`, doorId: (70 + index) as DoorId }
      return store.jobs.enqueue(newJob({ ...target, dueAt, correlationId: correlation(name) })).job
    })
    const [called, ended] = jobs
    if (!called || !ended) throw new Error('no job')
    log('called', { reconcileJobId: called.id })
    expect(found({ text: `job:${called.id}` })).toEqual(['called'])
    const now = '2026-02-06T00:00:01.000Z'
    for (const leaseToken of ['1', '2']) claimOne(store, { nowIso: now, leaseToken, leaseExpiresAt: now })
    const done = { status: 'done', finishedAt: now } as const
    store.jobs.transition(ended.id, { status: 'running', leaseToken: '2' }, done, now)
    expect(found({ text: `job:${ended.id}` })).toEqual(['ended'])
    expect(found({ text: 'door:71' })).toEqual(['ended'])
  })

  it('of a trace of hundreds of doors, finds each door, each lock and what went wrong last', () => {
    store.write(() => {
      for (let index = 1_000; index < 1_300; index += 1)
        log('large', { doorName: `Room ${index}`, lockKey: `TTLOCK:${index}`, doorId: index as DoorId })
    })
    const { doorId } = addDoor(store, '28990700')
    addDoor(store, '28990701')
    const error = { ok: false, errorMessage: 'the same passcode stands twice' }
    log('large', { ...error, doorId, doorName: 'Door 28990700', lockKey: 'TTLOCK:28990700' })
    for (const text of ['Room 1001', 'door 28990700', 'TTLOCK:28990700', '28990700', 'stands twice'])
      expect(found({ text }), text).toEqual(['large'])
    expect(found({ text: '28990701' })).toEqual([])
  })
})
