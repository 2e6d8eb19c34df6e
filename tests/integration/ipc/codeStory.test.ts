import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CredentialId, DoorId, OperatorId } from '../../../src-main/domain/ids.ts'
import { codeStory } from '../../../src-main/ipc/present/codeStory.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import {
  addCredential,
  addDoor,
  correlation,
  type DoorScene,
  listedCode,
  newJob,
  newOperation,
  vendorPin,
} from '../../support/storeScene.ts'
import { openTestStore } from '../../support/testStore.ts'

let profile: ReturnType<typeof openTestStore>
let store: Store
let scene: DoorScene
let credentialId: CredentialId

beforeEach(() => {
  profile = openTestStore()
  store = profile.store
  scene = addDoor(store)
  credentialId = addCredential(store, scene.doorId, '739154')
})
afterEach(() => profile.remove())

const at = (minutes: number) => new Date(Date.UTC(2026, 1, 5, 17, minutes)).toISOString()
const VENDOR_PIN = vendorPin('50957532')

function told(code: Partial<Parameters<typeof codeStory>[1]> = {}): readonly string[] {
  const story = codeStory(store, { doorId: scene.doorId, credentialId, vendorPinId: VENDOR_PIN, ...code })
  return (
    story?.events.map((event) => `${event.at.slice(14, 16)} ${event.kind}: ${event.sentence}`) ?? ['no story']
  )
}

function change(action: string, minutes: number): void {
  const operatorId = store.operators.list()[0]?.id ?? (0 as OperatorId)
  const entity = { entity: `Credential #${credentialId}`, entityId: credentialId }
  store.traces.appendAudit(
    { operatorId, ...entity, action, before: null, after: {}, correlationId: correlation('click') },
    at(minutes),
  )
}

describe('codeStory', () => {
  it('of a code on a busy door, still tells what was sent long ago', () => {
    const { job } = store.jobs.enqueue(newJob())
    const other = addCredential(store, scene.doorId, '482913', 'Guest')
    const send = (credential: CredentialId, minutes: number) =>
      store.operations.insertIntent(
        newOperation(job.id, scene, {
          ...{ kind: 'add', credentialId: credential, vendorPinId: null, reason: null },
        }),
        at(minutes),
      )
    send(credentialId, 1)
    store.write(() => {
      for (let index = 0; index < 501; index++) send(other, 2)
    })
    expect(told()).toEqual(['01 sent: Lockstep set out to put it on the lock.'])
  })

  it('of a code that is nobody’s, tells what people said about it, and of no other', () => {
    const operatorId = store.operators.insert({ name: 'Maria', role: 'manager', passcodeHash: 'x' })
    const entity = { entity: `Door #${scene.doorId}`, entityId: scene.doorId }
    const say = (action: string, minutes: number, before: object | null, after: object) =>
      store.traces.appendAudit(
        { operatorId, ...entity, action, before, after, correlationId: correlation('click') },
        at(minutes),
      )
    const code = { vendor_pin_id: VENDOR_PIN, code_name: 'cleaner' }
    say('mark_code', 1, null, { ...code, mark: 'never_delete', reason: 'fire brigade' })
    say('mark_code', 2, null, { ...code, vendor_pin_id: '1', mark: 'tolerated', reason: 'other' })
    say('unmark_code', 3, { ...code, mark: 'never_delete', reason: 'fire brigade' }, code)
    expect(told({ credentialId: null })).toEqual([
      '01 decided: Maria said that the code is never to be removed: “fire brigade”.',
      '03 decided: Maria took back what was said about the code.',
    ])
  })

  it('of a code that an undo held back, tells that and who let it go again', () => {
    const operatorId = store.operators.insert({ name: 'Maria', role: 'manager', passcodeHash: 'x' })
    const pause = { credentialId, reason: 'Undo of Hotel', operatorId, undoPlanId: null }
    store.decisions.insertPause(scene.doorId, pause)
    expect(told()).toEqual([
      expect.stringContaining('decided: Maria held the code back on this door, by an undo: “Undo of Hotel”.'),
    ])
    store.decisions.endPause(scene.doorId, credentialId)
    const before = { credential_id: credentialId, paused_since: at(1), reason: 'Undo of Hotel' }
    store.traces.appendAudit(
      {
        ...{ operatorId, entity: `Door #${scene.doorId}`, entityId: scene.doorId, action: 'resume_code' },
        ...{ before, after: { credential_id: credentialId }, correlationId: correlation('click') },
      },
      at(2),
    )
    expect(told()).toEqual([
      '01 decided: An undo held the code back on this door: “Undo of Hotel”.',
      '02 decided: Maria let the code go to this door again.',
    ])
  })

  it('tells a code of ours from the click to its proof, in the order of time', () => {
    store.operators.insert({ name: 'Maria', role: 'manager', passcodeHash: 'x' })
    change('create', 1)
    const { job } = store.jobs.enqueue(newJob())
    const add = newOperation(job.id, scene, { kind: 'add', credentialId, vendorPinId: null, reason: null })
    const operationId = store.operations.insertIntent(add, at(2))
    store.operations.markSent(operationId, at(2))
    store.operations.settle(
      operationId,
      { state: 'confirmed', by: 'read_back', vendorPinId: VENDOR_PIN, error: null },
      at(3),
    )
    store.codes.recordReading(scene.deviceId, [listedCode({ vendorPinId: VENDOR_PIN })], at(3))
    expect(told()).toEqual([
      '01 decided: Maria gave the code.',
      '02 sent: Lockstep set out to put it on the lock.',
      '03 proven: The lock was read: the code is on it.',
      '03 seen: The code was seen on the lock for the first time.',
    ])
  })

  it('of a stray that TTLock would not remove, says why it was to go and what was answered', () => {
    const { job } = store.jobs.enqueue(newJob())
    const operationId = store.operations.insertIntent(newOperation(job.id, scene), at(5))
    store.operations.markSent(operationId, at(5))
    const refusal = { state: 'failed', by: 'answer', vendorPinId: null, error: 'errcode -2012' } as const
    store.operations.settle(operationId, refusal, at(6))
    expect(told({ credentialId: null })).toEqual([
      '05 sent: Lockstep set out to remove it from the lock, because nobody here gave it out.',
      '06 failed: TTLock refused: errcode -2012',
    ])
  })

  it('says when somebody else changed it, and when it was seen last', () => {
    store.codes.recordReading(scene.deviceId, [listedCode()], at(1))
    store.codes.recordReading(scene.deviceId, [listedCode({ pin: '111222' })], at(4))
    expect(told({ credentialId: null })).toEqual([
      '01 seen: The code was seen on the lock for the first time.',
      '04 seen: Somebody changed the code, and it was not Lockstep.',
      '04 seen: The code was last seen on the lock.',
    ])
  })

  it('of a code that somebody made at TTLock, says when and by whom', () => {
    const made = { createdAtMs: Date.parse(at(0)), senderUsername: 'owner@example.com' }
    store.codes.recordReading(scene.deviceId, [listedCode(made)], at(1))
    expect(told({ credentialId: null })[0]).toBe('00 seen: The code was made at TTLock by owner@example.com.')
  })

  it('tells the proof of its own receipt, by code or by holder, and not that of another', () => {
    const other = addCredential(store, scene.doorId, '884422')
    const receiptOf = (credential: CredentialId, pin: string, minutes: number) =>
      store.codes.insertReceipt({
        ...{ doorId: scene.doorId, credentialId: credential, deviceId: scene.deviceId },
        ...{ vendorPinId: vendorPin(pin), operationId: null, evidenceGrade: 'read_back' },
        evidenceAt: at(minutes),
      })
    receiptOf(other, '111', 1)
    receiptOf(credentialId, '50957532', 2)
    const proof = 'Lockstep read the lock and found the code as it should be.'
    expect(told()).toEqual([`02 proven: ${proof}`])
    expect(told({ credentialId: null })).toEqual([`02 proven: ${proof}`])
    expect(told({ vendorPinId: null })).toEqual([`02 proven: ${proof}`])
    expect(told({ credentialId: null, vendorPinId: vendorPin('111') })).toEqual([`01 proven: ${proof}`])
    expect(told({ credentialId: null, vendorPinId: vendorPin('222') })).toEqual([])
  })

  it('of a stray, does not tell what was done for codes that have no place on the lock yet', () => {
    const { job } = store.jobs.enqueue(newJob())
    const add = newOperation(job.id, scene, { kind: 'add', credentialId: null, vendorPinId: null })
    store.operations.insertIntent(add, at(2))
    expect(told({ credentialId: null })).toEqual([])
    expect(told({ credentialId: null, vendorPinId: null })).toEqual([])
  })

  it('of what came to nothing, tells never sent from sent and not found', () => {
    const failed = { state: 'failed', by: 'read_back', vendorPinId: null, error: null } as const
    const { job } = store.jobs.enqueue(newJob())
    const unsent = store.operations.insertIntent(newOperation(job.id, scene), at(2))
    store.operations.settle(unsent, failed, at(3))
    const sent = store.operations.insertIntent(newOperation(job.id, scene), at(4))
    store.operations.markSent(sent, at(4))
    store.operations.settle(sent, failed, at(5))
    expect(told().filter((event) => event.includes('failed'))).toEqual([
      '03 failed: It was never sent.',
      '05 failed: It did not happen: the lock was read and does not show it.',
    ])
  })

  it('leaves out what concerns other codes', () => {
    const { job } = store.jobs.enqueue(newJob())
    store.operations.insertIntent(newOperation(job.id, scene, { vendorPinId: vendorPin('999') }), at(5))
    expect(told()).toEqual([])
  })

  it('holds no PIN', () => {
    const { job } = store.jobs.enqueue(newJob())
    store.operations.insertIntent(
      newOperation(job.id, scene, { kind: 'add', credentialId, pin: '739154' }),
      at(2),
    )
    expect(told()).toHaveLength(1)
    expect(JSON.stringify(told())).not.toContain('739154')
  })

  it('of a door that is gone, is nothing', () => {
    expect(codeStory(store, { doorId: 99 as DoorId, credentialId, vendorPinId: null })).toBeNull()
  })
})
