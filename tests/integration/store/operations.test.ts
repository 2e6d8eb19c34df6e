import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PERMANENT } from '../../../src-main/domain/code/codeWindow.ts'
import type { JobId, OperationId, PlanId } from '../../../src-main/domain/ids.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import type { NewOperation } from '../../../src-main/ports/stores/operationStore.ts'
import { addDoor, type DoorScene, newJob, newOperation, vendorPin } from '../../support/storeScene.ts'
import { openTestStore } from '../../support/testStore.ts'

let profile: ReturnType<typeof openTestStore>
let store: Store
let scene: DoorScene
let jobId: JobId

beforeEach(() => {
  profile = openTestStore()
  store = profile.store
  scene = addDoor(store)
  jobId = store.jobs.enqueue(newJob({ doorId: scene.doorId })).job.id
})
afterEach(() => profile.remove())

const T0 = '2026-02-05T16:29:00.000Z'
const T1 = '2026-02-05T16:29:01.000Z'
const T2 = '2026-02-05T16:29:02.000Z'

function intend(change: Partial<NewOperation> = {}, atIso = T0): OperationId {
  return store.operations.insertIntent(newOperation(jobId, scene, change), atIso)
}

describe('insertIntent', () => {
  it.each([
    ['a permanent add', { kind: 'add', pin: '482915', window: PERMANENT, vendorPinId: null, reason: null }],
    [
      'an add with a period',
      {
        kind: 'add',
        pin: '0042',
        window: { kind: 'period', startMs: 1_770_305_016_424, endMs: 1_801_841_076_424 },
      },
    ],
    ['a delete', { kind: 'delete', pin: null, window: null }],
  ] as const)('of %s, gives it back as it was meant', (_what, change) => {
    const id = intend(change)
    expect(store.operations.get(id)).toMatchObject({
      id,
      state: 'intent',
      intentAt: T0,
      sentAt: null,
      ...change,
    })
  })

  it('of several, numbers them in turn', () => {
    expect([intend(), intend(), intend()]).toEqual([1, 2, 3])
  })
})

describe('withdrawIntent', () => {
  it('of a command that never left, leaves nothing of it, and no other gets its id', () => {
    const id = intend()
    store.operations.withdrawIntent(id)
    expect(store.operations.get(id)).toBeNull()
    expect(intend()).toBeGreaterThan(id)
  })

  it('of one that was sent or settled meanwhile, leaves it as it is', () => {
    const [sent, settled] = [intend(), intend()]
    store.operations.markSent(sent, T1)
    const outcome = { state: 'failed', by: 'recovery_read', vendorPinId: null, error: null } as const
    store.operations.settle(settled, outcome, T1)
    for (const id of [sent, settled]) store.operations.withdrawIntent(id)
    expect(store.operations.get(sent)?.state).toBe('sent')
    expect(store.operations.get(settled)?.state).toBe('failed')
  })
})

describe('an operation', () => {
  it('from intent to read-back, keeps each time and the id that came with the answer', () => {
    const id = intend({ kind: 'add', pin: '482915', window: PERMANENT, vendorPinId: null })
    store.operations.markSent(id, T0)
    store.operations.recordAnswer(id, { vendorPinId: vendorPin('9'), error: null }, T1)
    store.operations.settle(id, { state: 'confirmed', by: 'read_back', vendorPinId: null, error: null }, T2)
    expect(store.operations.get(id)).toMatchObject({
      state: 'confirmed',
      vendorPinId: '9',
      sentAt: T0,
      answeredAt: T1,
      settledAt: T2,
      error: null,
    })
  })

  it('sent already, is not marked sent again', () => {
    const id = intend()
    store.operations.markSent(id, T0)
    expect(() => store.operations.markSent(id, T1)).toThrow()
    expect(store.operations.get(id)?.sentAt).toBe(T0)
  })

  it('settled, is not settled otherwise', () => {
    const id = intend()
    const settle = (state: 'confirmed' | 'failed') =>
      store.operations.settle(id, { state, by: 'read_back', vendorPinId: null, error: null }, T1)
    settle('confirmed')
    expect(() => settle('failed')).toThrow()
    expect(store.operations.get(id)?.state).toBe('confirmed')
  })

  it('settled as the same once more, stays as it was settled first', () => {
    const id = intend()
    const settle = (atIso: string) =>
      store.operations.settle(id, { state: 'failed', by: 'answer', vendorPinId: null, error: 'x' }, atIso)
    settle(T1)
    settle(T2)
    expect(store.operations.get(id)?.settledAt).toBe(T1)
  })

  it('refused by the answer, may be confirmed by a reading that shows it', () => {
    const id = intend()
    const settle = (state: 'failed' | 'confirmed', by: 'answer' | 'read_back') =>
      store.operations.settle(id, { state, by, vendorPinId: null, error: null }, T1)
    settle('failed', 'answer')
    settle('confirmed', 'read_back')
    expect(store.operations.get(id)?.state).toBe('confirmed')
  })

  it('sent and not shown by a reading, may be confirmed by a later one, and by nothing else', () => {
    const id = intend()
    store.operations.markSent(id, T0)
    const settle = (state: 'failed' | 'unconfirmed' | 'confirmed') =>
      store.operations.settle(id, { state, by: 'recovery_read', vendorPinId: null, error: null }, T1)
    settle('failed')
    expect(() => settle('unconfirmed')).toThrow()
    settle('confirmed')
    expect(store.operations.get(id)).toMatchObject({ state: 'confirmed', settledBy: 'recovery_read' })
  })

  it('unconfirmed, may be confirmed by a later reading', () => {
    const id = intend()
    const settle = (state: 'confirmed' | 'unconfirmed') =>
      store.operations.settle(id, { state, by: 'read_back', vendorPinId: null, error: null }, T1)
    settle('unconfirmed')
    settle('confirmed')
    expect(store.operations.get(id)?.state).toBe('confirmed')
  })
})

describe('lists of operations', () => {
  it('unsettled, are those in intent or sent, oldest first', () => {
    const [first, second, third] = [intend(), intend(), intend()]
    store.operations.markSent(first, T0)
    store.operations.settle(second, { state: 'failed', by: 'answer', vendorPinId: null, error: 'x' }, T1)
    const other = addDoor(store, '4711')
    const elsewhere = store.operations.insertIntent(newOperation(jobId, other), T0)
    const ids = (list: readonly { id: OperationId }[]) => list.map((operation) => operation.id)
    expect(ids(store.operations.unsettledOfDevice(scene.deviceId))).toEqual([first, third])
    expect(ids(store.operations.unsettled())).toEqual([first, third, elsewhere])
  })

  it('of a job, a plan and a door, are those alone', () => {
    const planned = intend({ planId: 7 as PlanId })
    const plain = intend()
    const ids = (list: readonly { id: OperationId }[]) => list.map((operation) => operation.id)
    expect(ids(store.operations.ofJob(jobId))).toEqual([planned, plain])
    expect(ids(store.operations.ofPlan(7 as PlanId))).toEqual([planned])
    expect(ids(store.operations.ofDoor(scene.doorId, 1))).toEqual([plain])
  })
})

describe('countedDeletesSince', () => {
  const since = (sinceIso: string) => store.operations.countedDeletesSince(sinceIso, { doorId: scene.doorId })

  it('counts unsettled, confirmed and unconfirmed deletes from that time on', () => {
    intend({}, T0)
    intend({}, T1)
    const confirmed = intend({}, T2)
    store.operations.settle(
      confirmed,
      { state: 'confirmed', by: 'read_back', vendorPinId: null, error: null },
      T2,
    )
    const unconfirmed = intend({}, T2)
    store.operations.settle(
      unconfirmed,
      { state: 'unconfirmed', by: 'read_back', vendorPinId: null, error: null },
      T2,
    )
    expect(since(T1)).toBe(3)
  })

  it.each([
    ['a delete that was refused', {}, 'failed'],
    ['a delete that was so already', {}, 'already_so'],
    ['a delete that does not count', { countsTowardLimits: false }, 'confirmed'],
    ['an add', { kind: 'add', pin: '482915', window: PERMANENT }, 'confirmed'],
  ] as const)('does not count %s', (_what, change, state) => {
    const id = intend(change)
    store.operations.settle(id, { state, by: 'read_back', vendorPinId: null, error: null }, T1)
    expect(since(T0)).toBe(0)
  })

  it('of a site, counts all its doors and no others', () => {
    const sameSite = addDoor(store, '4711', { siteId: scene.siteId })
    const otherSite = addDoor(store, '4712')
    for (const where of [scene, sameSite, otherSite]) {
      store.operations.insertIntent(newOperation(jobId, where), T0)
    }
    expect(store.operations.countedDeletesSince(T0, { siteId: scene.siteId })).toBe(2)
  })
})
