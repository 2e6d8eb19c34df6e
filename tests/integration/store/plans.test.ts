import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OperatorId, PlanId } from '../../../src-main/domain/ids.ts'
import { outlineOfDoor } from '../../../src-main/domain/plan/doorHead.ts'
import { credential, planOf, stray } from '../../../src-main/domain/plan/testSupport/doorPlanBuilder.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import { addDoor, correlation, type DoorScene, newJob } from '../../support/storeScene.ts'
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

const SUMMARY = {
  doors: 1,
  adds: 1,
  changes: 0,
  replaces: 0,
  deletes: 2,
  blocked: 0,
  graceBypassedDeletes: 0,
  invalidExpected: 0,
  reported: 0,
  underWay: 0,
  unreadableDoors: 0,
}

function insertPlan(correlationId = 'corr-1'): PlanId {
  return store.plans.insert({
    correlationId: correlation(correlationId),
    jobId: null,
    scope: { kind: 'door', id: scene.doorId },
    title: 'Door 28991110',
    mode: 'strict',
    graceWindowSeconds: 3_600,
  })
}

/** A code to add and a stray to take off. */
const plan = planOf({ credentials: [credential(6)], codes: [stray(50)] })

function putDoor(planId: PlanId, inventory: unknown = null): void {
  store.plans.putDoor({ planId, doorId: scene.doorId, state: 'planned', fingerprint: 'f1', plan, inventory })
}

describe('a plan', () => {
  it('inserted, is being read and holds nothing yet', () => {
    expect(store.plans.get(insertPlan())).toMatchObject({
      status: 'reading',
      scope: { kind: 'door', id: scene.doorId },
      digest: null,
      summary: null,
      safeguards: [],
      result: null,
      approvedBy: null,
      createdAt: profile.clock.iso,
    })
  })

  it('updated field by field, keeps the others', () => {
    const id = insertPlan()
    store.plans.update(id, { status: 'previewed', digest: 'd', summary: SUMMARY, safeguards: ['first_run'] })
    store.plans.update(id, { status: 'approved', approvedBy: 3 as OperatorId, approvalReason: 'agreed' })
    store.plans.update(id, { result: { ok: true } })
    expect(store.plans.get(id)).toMatchObject({
      status: 'approved',
      digest: 'd',
      summary: SUMMARY,
      safeguards: ['first_run'],
      approvedBy: 3,
      approvalReason: 'agreed',
      result: { ok: true },
    })
  })

  it('with its approval taken back, has none', () => {
    const id = insertPlan()
    store.plans.update(id, { approvedBy: 3 as OperatorId, approvedAt: profile.clock.iso })
    store.plans.update(id, { approvedBy: null, approvedAt: null })
    expect(store.plans.get(id)).toMatchObject({ approvedBy: null, approvedAt: null })
  })

  it('among others, is listed newest first and found by its correlation id', () => {
    const ids = [insertPlan('a'), insertPlan('b'), insertPlan('a')]
    expect(store.plans.list(2).map((plan) => plan.id)).toEqual([ids[2], ids[1]])
    expect(store.plans.list(2, ids[1] ?? null).map((plan) => plan.id)).toEqual([ids[0]])
    expect(store.plans.ofCorrelation(correlation('a'))).toEqual([ids[0], ids[2]])
  })
})

describe('plans that a check of a door is applying', () => {
  it('are those of its jobs, while they are applied, and none that a person approved', () => {
    const ids = [insertPlan(), insertPlan(), insertPlan(), insertPlan()] as const
    const others = addDoor(store, '28991111')
    const jobOf = ({ doorId }: DoorScene) => store.jobs.enqueue(newJob({ doorId, target: `door:${doorId}` }))
    const jobId = jobOf(scene).job.id
    store.plans.update(ids[0], { jobId, status: 'applying' })
    store.plans.update(ids[1], { jobId: jobOf(others).job.id, status: 'applying' })
    store.plans.update(ids[2], { jobId, status: 'applied' })
    store.plans.update(ids[3], { jobId, status: 'applying', approvedBy: 3 as OperatorId })
    expect(store.plans.appliedUnasked(scene.doorId)).toEqual([ids[0]])
  })
})

describe('a door of a plan', () => {
  it('put, approved and applied, tells each line', () => {
    const id = insertPlan()
    putDoor(id)
    store.plans.approveLines(id, scene.doorId, { lineIds: ['a', 'b'], calls: 4 })
    store.plans.setLineResult(id, scene.doorId, 'a', 'ok', null)
    store.plans.setLineResult(id, scene.doorId, 'b', 'failed', 'The gateway is offline.')
    store.plans.setDoorState(id, scene.doorId, 'done')
    expect(store.plans.doors(id)).toEqual([
      {
        planId: id,
        doorId: scene.doorId,
        state: 'done',
        fingerprint: 'f1',
        plan: JSON.parse(JSON.stringify(plan)),
        approvedLines: ['a', 'b'],
        approvedCalls: 4,
        results: {
          a: { result: 'ok', sentence: null },
          b: { result: 'failed', sentence: 'The gateway is offline.' },
        },
      },
    ])
    expect(store.plans.door(id, scene.doorId)).toEqual(store.plans.doors(id)[0])
  })

  it('put again, loses the approval and results of its old lines', () => {
    const id = insertPlan()
    putDoor(id)
    store.plans.approveLines(id, scene.doorId, { lineIds: ['a'], calls: 3 })
    store.plans.setLineResult(id, scene.doorId, 'a', 'ok', null)
    putDoor(id)
    expect(store.plans.door(id, scene.doorId)).toMatchObject({ approvedLines: null, results: {} })
  })

  it('put, approved and applied, tells all but its lines in its head', () => {
    const id = insertPlan()
    putDoor(id)
    store.plans.approveLines(id, scene.doorId, { lineIds: ['a', 'b'], calls: 4 })
    store.plans.setLineResult(id, scene.doorId, 'a', 'ok', null)
    const { head, lines } = outlineOfDoor(plan)
    expect(store.plans.doorHeads(id)).toEqual([
      {
        planId: id,
        doorId: scene.doorId,
        state: 'planned',
        approvedLines: ['a', 'b'],
        approvedCalls: 4,
        results: { a: { result: 'ok', sentence: null } },
        head,
      },
    ])
    expect(store.plans.lineBriefs(id)).toEqual(new Map([[scene.doorId, lines]]))
    expect(store.plans.lineBriefsOfDoor(id, scene.doorId)).toEqual(lines)
  })

  it('stored before there were heads, has the same ones', () => {
    const id = insertPlan()
    putDoor(id)
    const withHeads = [store.plans.doorHeads(id), store.plans.lineBriefs(id)]
    const sqlite = new Database(profile.file)
    sqlite.exec('update enforce_plan_door_state set head_json = null, lines_json = null')
    sqlite.close()
    expect([store.plans.doorHeads(id), store.plans.lineBriefs(id)]).toEqual(withHeads)
  })

  it('stored before there were heads, is outlined once and not at each look', () => {
    const id = insertPlan()
    putDoor(id)
    const sqlite = new Database(profile.file)
    sqlite.exec('update enforce_plan_door_state set head_json = null, lines_json = null')
    store.plans.doorHeads(id)
    const stored = sqlite.prepare('select head_json, lines_json from enforce_plan_door_state').get()
    sqlite.close()
    const { head, lines } = outlineOfDoor(plan)
    expect(stored).toEqual({ head_json: JSON.stringify(head), lines_json: JSON.stringify(lines) })
  })

  it('with an inventory, gives it back', () => {
    const id = insertPlan()
    const inventory = { codes: [{ pin: '482915' }] }
    putDoor(id, inventory)
    expect(store.plans.inventory(id, scene.doorId)).toEqual(inventory)
  })

  it('without one, gives null', () => {
    const id = insertPlan()
    putDoor(id)
    expect(store.plans.inventory(id, scene.doorId)).toBeNull()
  })

  it('that the plan does not hold, refuses a result', () => {
    const id = insertPlan()
    expect(() => store.plans.setLineResult(id, scene.doorId, 'a', 'ok', null)).toThrow(
      'No such door in the plan',
    )
    expect(() => store.plans.approveLines(id, scene.doorId, { lineIds: [], calls: 0 })).toThrow(
      'No such door in the plan',
    )
  })
})

describe('openPlanOfDoor', () => {
  it('of several plans, is the newest that is previewed or approved', () => {
    const ids = ['previewed', 'approved', 'applied', 'reading'].map((status) => {
      const id = insertPlan()
      putDoor(id)
      store.plans.update(id, { status: status as 'previewed' })
      return id
    })
    expect(store.plans.openPlanOfDoor(scene.doorId)?.id).toBe(ids[1])
  })

  it('of plans of other doors, is none', () => {
    const id = insertPlan()
    putDoor(id)
    store.plans.update(id, { status: 'previewed' })
    expect(store.plans.openPlanOfDoor(addDoor(store, '4711').doorId)).toBeNull()
  })
})
