import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SYSTEM_OPERATOR_ID } from '../../../src-main/domain/ids.ts'
import { placesOf } from '../../../src-main/ipc/present/placesOf.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import { addCredential, addDoor, type DoorScene, newJob, newOperation } from '../../support/storeScene.ts'
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

const addresses = (...things: readonly string[]) => placesOf(store, things).map((place) => place.to)

describe('placesOf', () => {
  it('leads from a record of a call to its door, its code, its job and its plan, each once', () => {
    const credentialId = addCredential(store, scene.doorId, '739154', 'Ana Ruiz')
    const scope = { kind: 'door', id: scene.doorId } as const
    const common = { correlationId: newJob().correlationId, jobId: null, scope, mode: 'strict' }
    const planId = store.plans.insert({ ...common, title: 'Front door', graceWindowSeconds: 0 })
    const { job } = store.jobs.enqueue(newJob({ doorId: scene.doorId, planId }))
    const operationId = store.operations.insertIntent(
      newOperation(job.id, scene, { credentialId, planId }),
      profile.clock.iso,
    )
    const person = store.people.getCredential(credentialId)?.personId
    expect(addresses(`Door #${scene.doorId}`, `Operation #${operationId}`, `Job #${job.id}`)).toEqual([
      `/doors/${scene.doorId}`,
      `/people/${person}`,
      `/plans/${planId}`,
      `/jobs?q=${job.correlationId}`,
    ])
  })

  it('leads from a job to its door and its plan, and from a debug session to the list of them', () => {
    const scope = { kind: 'door', id: scene.doorId } as const
    const common = { correlationId: newJob().correlationId, jobId: null, scope, mode: 'strict' }
    const planId = store.plans.insert({ ...common, title: 'Front door', graceWindowSeconds: 0 })
    const { job } = store.jobs.enqueue(newJob({ doorId: scene.doorId, planId }))
    const search = `/jobs?q=${job.correlationId}`
    expect(addresses(`Job #${job.id}`)).toEqual([search, `/doors/${scene.doorId}`, `/plans/${planId}`])
    const startedAt = profile.clock.iso
    const sessionId = store.debugSessions.insert({
      ...{ code: '7QF2-M9PX', note: 'The east wing', startedAt, operatorId: SYSTEM_OPERATOR_ID },
      endsAt: '2026-02-05T17:00:00.000Z',
    })
    expect(addresses(`Debug session #${sessionId}`)).toEqual(['/traces/sessions'])
  })

  it('names a code by whoever holds it', () => {
    const credentialId = addCredential(store, scene.doorId, '739154', 'Ana Ruiz')
    expect(placesOf(store, [`Credential #${credentialId}`])).toMatchObject([
      { kind: 'code', label: 'Ana Ruiz' },
    ])
  })

  it.each([
    'Door #999',
    'Person #999',
    'Credential #999',
    'Plan #999',
    'Job #999',
    'Operation #999',
    'Debug session #999',
    'Cat #1',
    '',
  ])('of %j, has none', (thing) => {
    expect(addresses(thing)).toEqual([])
  })
})
