import { afterEach, describe, expect, it } from 'vitest'
import type { DoorId, PlanId } from '../../../src-main/domain/ids.ts'
import type { OpenSchedule } from '../../../src-main/domain/schedule/openSchedule.ts'
import { actionLinesOf } from '../../../src-main/engine/planFate.ts'
import { setOpenSchedule } from '../../../src-main/useCases/openSchedule.ts'
import { applyPlan, approvePlan } from '../../../src-main/useCases/plans.ts'
import { undoPlan } from '../../../src-main/useCases/undoPlan.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'

const LOCK = lockIdAt(0)
const HOUR_MS = 3_600_000
/** Facts 2.10. */
const AUTO_UNLOCK_BIT = 46n
const OFFICE: OpenSchedule = [{ weekDays: [1, 2, 3, 4, 5], startMinute: 480, endMinute: 1_080 }]
const SATURDAY: OpenSchedule = [{ weekDays: [6], startMinute: 540, endMinute: 720 }]
const APPROVE = { ...AUTO_ULTRA_STRICT, policy: 'approve' } as const
const SET = 'configurePassageMode'
const READ = 'getPassageModeConfiguration'

describe('the open schedule of a door', () => {
  let plant: EnginePlant

  afterEach(async () => {
    await plant.close()
  })

  async function start(options: Parameters<typeof buildEnginePlant>[0] = {}): Promise<DoorId> {
    plant = await buildEnginePlant({ site: engineSite([{}]), ...options })
    const doorId = await plant.provisioned(LOCK)
    plant.simulator.control.clearJournal()
    return doorId
  }

  const decide = (doorId: DoorId, schedule: OpenSchedule) => {
    const { jobId } = setOpenSchedule(plant.useCases, plant.actor(), { doorId, schedule })
    if (jobId === null) throw new Error('this was decided before')
    return jobId
  }
  const passage = () => {
    const [lock] = plant.simulator.control.state({ lockId: LOCK }).locks
    if (!lock) throw new Error('no such lock')
    return lock.passage
  }
  const inMemory = () =>
    passage().memory.periods.map(({ startTime, endTime, weekDays }) => [weekDays, startTime, endTime])
  const last = (doorId: DoorId) => plant.operations(doorId).at(-1)
  /** Somebody changes it with TTLock's own app. */
  const setBehind = (schedule: OpenSchedule, autoUnlock: 1 | 2 = 2) =>
    plant.simulator.control.patchLock({
      lockId: LOCK,
      passage: {
        passageMode: schedule.length > 0 ? 1 : 2,
        autoUnlock,
        periods: schedule.map(({ weekDays, startMinute, endMinute }) => ({
          ...{ isAllDay: 2, startTime: startMinute, endTime: endMinute },
          weekDays,
        })),
      },
    })
  const check = async () => {
    plant.advance(2 * HOUR_MS)
    await plant.engine().idle()
  }

  it('where nobody decided one, is neither asked for nor touched', async () => {
    const doorId = await start()
    setBehind(OFFICE)
    await check()
    expect(plant.requests(LOCK).filter((path) => path === READ || path === SET)).toEqual([])
    expect(passage().memory.passageMode).toBe(1)
    expect(plant.store.doors.state(doorId).differences).toBe(0)
  })

  it('once decided, is set through the gateway and proven by reading', async () => {
    const doorId = await start()
    await plant.job(decide(doorId, OFFICE), 'done')
    expect(inMemory()).toEqual([[[1, 2, 3, 4, 5], 480, 1_080]])
    expect(last(doorId)).toMatchObject({
      kind: 'schedule',
      state: 'confirmed',
      settledBy: 'read_back',
      schedule: OFFICE,
    })
    expect(plant.requests(LOCK)).toEqual([...['listKeyboardPwd', READ, SET, 'listKeyboardPwd', READ]])
    expect(plant.store.doors.state(doorId).differences).toBe(0)
  })

  it('decided with the door itself, is set by its first run', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    const { jobId, doorId } = plant.provision(LOCK, 'Lobby', SATURDAY)
    await plant.job(jobId, 'done')
    expect(inMemory()).toEqual([[[6], 540, 720]])
    const [created] = plant.store.traces.auditOfEntity(`Door #${doorId}`, 5)
    expect(created?.after).toMatchObject({ open_schedule: SATURDAY })
  })

  it('taken back to never, switches the lock off and stays watched', async () => {
    const doorId = await start()
    await plant.job(decide(doorId, OFFICE), 'done')
    await plant.job(decide(doorId, []), 'done')
    expect(passage().memory).toMatchObject({ passageMode: 2, periods: [] })
    setBehind(SATURDAY)
    await check()
    expect(passage().memory.passageMode).toBe(2)
  })

  it('changed behind our back under auto, is found by the next check and set right', async () => {
    const doorId = await start()
    await plant.job(decide(doorId, OFFICE), 'done')
    setBehind(SATURDAY)
    await check()
    expect(inMemory()).toEqual([[[1, 2, 3, 4, 5], 480, 1_080]])
  })

  it('leaves alone whether the lock unlocks by itself', async () => {
    const featureValue = (BigInt('0xF44354CD5F3') | (1n << AUTO_UNLOCK_BIT)).toString(16)
    const doorId = await start({ site: engineSite([{ featureValue }]) })
    setBehind([], 1)
    await plant.job(decide(doorId, OFFICE), 'done')
    expect(passage().memory).toMatchObject({ passageMode: 1, autoUnlock: 1 })
  })

  it('in observe mode, is reported and not sent', async () => {
    const doorId = await start({ enforcement: { ...AUTO_ULTRA_STRICT, mode: 'observe' } })
    await plant.job(decide(doorId, OFFICE), 'done')
    expect(plant.requests(LOCK)).not.toContain(SET)
    expect(plant.store.doors.state(doorId)).toMatchObject({ differences: 1, changed: 0 })
  })

  it('of a lock without the feature, is refused at the field', async () => {
    const doorId = await start({ site: engineSite([{ passageMode: false }]) })
    plant.syncDevices()
    await plant.engine().idle()
    expect(() => decide(doorId, OFFICE)).toThrow(
      expect.objectContaining({ fields: [{ path: 'openSchedule', code: 'device_lacks_open_schedule' }] }),
    )
  })

  it('that could not be read, is never taken for none', async () => {
    const doorId = await start()
    await plant.job(decide(doorId, OFFICE), 'done')
    plant.simulator.control.clearJournal()
    plant.simulator.control.addFault({ kind: 'errcode', path: `/v3/lock/${READ}`, errcode: 90_000 })
    await check()
    expect(plant.requests(LOCK)).not.toContain(SET)
    const door = plant.store.doors.get(doorId)
    expect(door && plant.store.schedules.readingOf(door.integrationDeviceId)?.reading.kind).toBe('unknown')
    expect(plant.store.doors.state(doorId)).toMatchObject({ readingKind: 'known', differences: 1 })
  })

  describe('approved by a person', () => {
    const openPlan = (doorId: DoorId): PlanId => {
      const plan = plant.store.plans.openPlanOfDoor(doorId)
      if (!plan) throw new Error('no plan waits')
      return plan.id
    }
    const approve = (planId: PlanId) => {
      approvePlan(plant.useCases, plant.actor(), {
        planId,
        digest: plant.store.plans.get(planId)?.digest ?? '',
        leftOut: [],
        reason: 'office hours',
        typedDeletes: null,
      })
      return applyPlan(plant.useCases, plant.actor(), planId)
    }

    it('waits, is applied as approved, and undone again for good', async () => {
      const doorId = await start({ enforcement: APPROVE })
      await plant.job(decide(doorId, OFFICE), 'awaiting_approval')
      expect(passage().memory.passageMode).toBe(2)
      const planId = openPlan(doorId)
      expect(plant.store.plans.doors(planId).flatMap(actionLinesOf)).toMatchObject([
        { kind: 'schedule', before: [], after: OFFICE },
      ])
      await plant.job(approve(planId), 'done')
      expect(passage().memory.passageMode).toBe(1)

      const undo = undoPlan(plant.useCases, plant.actor(), planId)
      await plant.job(undo.jobId, 'done')
      await plant.job(approve(undo.planId), 'done')
      expect(passage().memory.passageMode).toBe(2)
      expect(plant.store.plans.get(undo.planId)?.status).toBe('applied')
      const door = plant.store.doors.get(doorId)
      expect(door && plant.store.schedules.decidedOf(door)).toEqual([])
      expect(plant.store.traces.auditOfEntity(`Door #${doorId}`, 1)[0]).toMatchObject({
        action: 'set_open_schedule',
        after: { open_schedule: [], undo_plan_id: undo.planId },
      })
      await check()
      expect(plant.store.doors.state(doorId).differences).toBe(0)
    })

    it('is not sent to a lock whose schedule moved since', async () => {
      const doorId = await start({ enforcement: APPROVE })
      await plant.job(decide(doorId, OFFICE), 'awaiting_approval')
      const planId = openPlan(doorId)
      setBehind(SATURDAY)
      await plant.job(approve(planId), 'done')
      expect(plant.store.plans.doors(planId)[0]?.state).toBe('stale')
      expect(inMemory()).toEqual([[[6], 540, 720]])
    })

    it('waits while the lock cannot say what it has, and is sent once it can', async () => {
      const doorId = await start({ enforcement: APPROVE })
      await plant.job(decide(doorId, OFFICE), 'awaiting_approval')
      plant.simulator.control.addFault({ kind: 'errcode', path: `/v3/lock/${READ}`, errcode: 90_000 })
      const applying = approve(openPlan(doorId))
      await plant.engine().idle()
      expect(passage().memory.passageMode).toBe(2)
      plant.advance(HOUR_MS)
      await plant.job(applying, 'done')
      expect(passage().memory.passageMode).toBe(1)
    })
  })

  describe('when its answer is lost', () => {
    it.each([
      ['after the lock obeyed', 'applied', 1],
      ['before the lock heard of it', 'none', 2],
    ] as const)('%s, is settled by reading and sent no more than needed', async (_when, effect, sent) => {
      const doorId = await start()
      plant.simulator.control.addFault({ kind: 'drop', path: `/v3/lock/${SET}`, effect })
      const jobId = decide(doorId, OFFICE)
      await plant.engine().idle()
      plant.advance(HOUR_MS)
      await plant.job(jobId, 'done')
      expect(passage().memory.passageMode).toBe(1)
      expect(plant.requests(LOCK).filter((path) => path === SET)).toHaveLength(sent)
      expect(plant.operations(doorId).every(({ state }) => state === 'confirmed' || state === 'failed')).toBe(
        true,
      )
    })
  })

  it('that TTLock says was set and still gives as before, is unconfirmed and sent no second time at once', async () => {
    const doorId = await start()
    plant.simulator.control.addFault({ kind: 'errcode', errcode: 0, path: `/v3/lock/${SET}` })
    decide(doorId, OFFICE)
    await plant.engine().idle()
    expect(last(doorId)).toMatchObject({ state: 'unconfirmed' })
    expect(passage().memory.passageMode).toBe(2)
    await check()
    expect(passage().memory.passageMode).toBe(1)
  })

  it.each(['intent_committed', 'marked_sent', 'answer_came', 'answer_committed', 'settled'] as const)(
    'whose engine is restarted at %s, is set once and settled',
    async (step) => {
      const doorId = await start()
      const reached = plant.untilStep(step)
      decide(doorId, OFFICE)
      await reached
      await plant.restartEngine()
      plant.advance(HOUR_MS)
      await plant.engine().idle()
      expect(passage().memory.passageMode).toBe(1)
      expect(plant.requests(LOCK).filter((path) => path === SET)).toHaveLength(1)
      expect(last(doorId)).toMatchObject({ kind: 'schedule', state: 'confirmed' })
    },
  )
})
