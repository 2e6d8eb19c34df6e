import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CorrelationId } from '../../../src-main/domain/ids.ts'
import type { JobType } from '../../../src-main/domain/job/job.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import { findComparable } from '../../../src-main/useCases/comparableTraces.ts'
import { addDoor, type DoorScene, logRow, newJob } from '../../support/storeScene.ts'
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
  const correlationId = id(sign)
  const atIso = new Date(Date.UTC(2026, 1, 5, 17, minutes)).toISOString()
  const { job } = store.jobs.enqueue(
    newJob({ type, target: `door:${scene.doorId}`, doorId: scene.doorId, correlationId }),
  )
  store.jobs.claimNext({ nowIso: atIso, leaseToken: sign, leaseExpiresAt: atIso })
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

  it('of the first run, has nothing good to compare with', () => {
    expect(findComparable(store, run('a', 1))).toMatchObject({ lastGood: null, others: [] })
  })

  it('of a trace that is not there, is nothing', () => {
    expect(findComparable(store, id('0'))).toBeNull()
  })
})
