import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CorrelationId } from '../../../src-main/domain/ids.ts'
import type { JobType } from '../../../src-main/domain/job/job.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import { doorOf, findComparable, findRuns } from '../../../src-main/useCases/comparableTraces.ts'
import { addDoor, claimOne, type DoorScene, logRow, newJob } from '../../support/storeScene.ts'
import { openTestStore } from '../../support/testStore.ts'

let profile: ReturnType<typeof openTestStore>
let store: Store
let scene: DoorScene

beforeEach(() => {
  profile = openTestStore()
  store = profile.store
  scene = addDoor(store)
})
afterEach(() => profile.remove())

const id = (sign: string) => sign.repeat(32) as CorrelationId

/** One run of a job with one call, begun so many minutes after another. */
function run(
  sign: string,
  minutes: number,
  over: { readonly type?: JobType; readonly ends?: 'done' | 'failed'; readonly callOk?: boolean } = {},
): CorrelationId {
  const { type = 'drift_check', ends = 'done', callOk = true } = over
  const correlationId = sign.length === 32 ? (sign as CorrelationId) : id(sign)
  const atIso = new Date(Date.UTC(2026, 1, 5, 17, minutes)).toISOString()
  const { job } = store.jobs.enqueue(
    newJob({ type, target: `door:${scene.doorId}`, doorId: scene.doorId, correlationId }),
  )
  claimOne(store, { nowIso: atIso, leaseToken: sign, leaseExpiresAt: atIso })
  const log = { correlationId, doorId: scene.doorId, startedAt: atIso, createdAt: atIso, ok: callOk }
  store.traces.appendLog(logRow(log))
  const lease = { status: 'running', leaseToken: sign } as const
  store.jobs.transition(job.id, lease, { status: ends, finishedAt: atIso }, atIso)
  return correlationId
}

describe('findComparable', () => {
  it('takes the newest earlier run of the same kind that ended well', () => {
    run('a', 1)
    const good = run('b', 2)
    run('c', 3, { ends: 'failed' })
    run('d', 4, { callOk: false })
    run('e', 5, { type: 'drift_enforce_lock_truth' })
    const failed = run('f', 6, { ends: 'failed' })
    run('9', 7)
    expect(findComparable(store, failed)?.lastGood?.correlationId).toBe(good)
  })

  it('offers the other runs of the door, newest first, and never itself', () => {
    run('a', 1)
    const self = run('b', 2)
    run('c', 3, { ends: 'failed' })
    expect(findComparable(store, self)?.others.map((other) => other.correlationId)).toEqual([
      id('c'),
      id('a'),
    ])
  })

  it('offers no more than a list holds, the newest of them, and no trace in which nothing happened', () => {
    const runs = Array.from({ length: 60 }, (_, index) =>
      run((index + 16).toString(16).padStart(32, '0'), index),
    )
    const self = run('a', 99)
    store.jobs.enqueue(newJob({ target: 'door:9', doorId: scene.doorId, correlationId: id('b') }))
    const offered = findComparable(store, self)?.others.map((other) => other.correlationId) ?? []
    expect(offered).toEqual(runs.slice(-offered.length).reverse())
    expect(offered.length).toBeGreaterThan(10)
    expect(offered.length).toBeLessThan(60)
  })

  it('of the first run, has nothing good to compare with', () => {
    expect(findComparable(store, run('a', 1))).toMatchObject({ lastGood: null, others: [] })
  })

  it('of a trace that is not there, is nothing', () => {
    expect(findComparable(store, id('0'))).toBeNull()
  })
})

describe('doorOf', () => {
  it('takes the door of a job, else that of a log row, else none', () => {
    expect(doorOf(store, run('a', 1))).toBe(scene.doorId)
    const row = (sign: string, doorId: typeof scene.doorId | null) =>
      store.traces.appendLog(logRow({ correlationId: id(sign), doorId }))
    row('b', null)
    expect(doorOf(store, id('b'))).toBeNull()
    row('b', scene.doorId)
    expect(doorOf(store, id('b'))).toBe(scene.doorId)
  })
})

describe('findRuns', () => {
  const minutesAgo = (count: number) => Array.from({ length: count }, (_, index) => run(hex(index), index))
  const hex = (index: number) => (index + 16).toString(16).padStart(32, '0')
  const subject = (correlationId: CorrelationId) => ({
    ...{ correlationId, doorId: doorOf(store, correlationId), lockKey: null },
  })

  it('goes through all runs of the door, however old, and leaves itself out', () => {
    const runs = minutesAgo(7)
    const self = runs[6] ?? id('0')
    const first = findRuns(store, subject(self), { text: '', after: null, limit: 3 })
    const second = findRuns(store, subject(self), { text: '', after: first.next, limit: 3 })
    const third = findRuns(store, subject(self), { text: '', after: second.next, limit: 3 })
    const found = [first, second, third].flatMap((page) => page.runs.map((each) => each.correlationId))
    expect(found).toEqual(runs.slice(0, 6).reverse())
    expect(third.next).toBeNull()
  })

  it('of a run in a file, goes by its lock, unless words were typed', () => {
    const runs = [run('a', 1), run('b', 2)]
    const { lockKey } = logRow({ correlationId: id('a') })
    const inFile = { correlationId: id('0'), doorId: null, lockKey }
    const asked = { after: null, limit: 5 }
    const found = (text: string, key: string | null) =>
      findRuns(store, { ...inFile, lockKey: key }, { text, ...asked }).runs.map((each) => each.correlationId)
    expect(found('', lockKey)).toEqual([...runs].reverse())
    expect(found('', 'TTLOCK:1')).toEqual([])
    expect(found(id('a'), 'TTLOCK:1')).toEqual([id('a')])
  })

  it('by a correlation id finds a run of any door', () => {
    const self = run('a', 1)
    scene = addDoor(store, '28991111')
    const other = run('b', 2)
    const asked = { after: null, limit: 3 }
    expect(findRuns(store, subject(self), { text: '', ...asked }).runs).toEqual([])
    const [found] = findRuns(store, subject(self), { text: other, ...asked }).runs
    expect(found?.correlationId).toBe(other)
  })
})
