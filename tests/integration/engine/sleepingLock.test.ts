import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DoorId, JobId, PlanId } from '../../../src-main/domain/ids.ts'
import { applyPlan, approvePlan } from '../../../src-main/useCases/plans.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'

const LOCK = lockIdAt(0)
const OTHER = lockIdAt(1)
/** As recorded of a Wi-Fi lock (facts 2.10): bit 56 for its Wi-Fi, no bit 83. */
const WITHOUT_HOURS = '10C2F44754CF5F7'
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const QUEUED = expect.stringContaining('keeps it for the lock')
const NOT_TAKEN = expect.stringContaining('the lock did not take it')

let plant: EnginePlant
let doorId: DoorId
beforeEach(async () => {
  const sleeping = { gateways: [], wifi: { powerSaving: true }, answers: true }
  plant = await buildEnginePlant({
    site: engineSite([sleeping, { ...sleeping, featureValue: WITHOUT_HOURS }]),
  })
  doorId = await plant.provisioned(LOCK)
})
afterEach(() => plant.close())

function lastWrite() {
  return plant.writes(LOCK).at(-1)
}
function lastOperation() {
  return plant.operations(doorId).at(-1)
}
/** The locks whose Wi-Fi the last sync asked about. */
function detailsAsked() {
  const asked = plant.simulator.control.journal({ path: '/v3/wifiLock/detail' })
  return asked.slice(-2).map(({ lockId }) => lockId)
}
/** Time passes and what became due is done. */
async function pass(ms: number): Promise<void> {
  plant.advance(ms)
  await plant.engine().idle()
}
/** Nobody comes to its keypad: what is queued stays queued. */
function keepItAsleep(): void {
  plant.simulator.control.patchLock({ lockId: LOCK, wifi: { online: false, powerSaving: true } })
}
function wakeIt(): void {
  plant.simulator.control.patchLock({ lockId: LOCK, wifi: { online: true, powerSaving: true } })
}

describe('a Wi-Fi lock that can sleep', () => {
  it.each([
    ['are refused', -4043],
    ['are unknown, since its network was never set up', -3034],
  ])('behind one whose details %s, is found out about all the same', async (_why, errcode) => {
    const refused = { kind: 'errcode', errcode, count: 1, path: '/v3/wifiLock/detail' } as const
    plant.simulator.control.addFault({ ...refused, lockId: LOCK })
    const jobId = plant.syncDevices()
    await plant.job(jobId, 'done')
    expect(detailsAsked()).toEqual([LOCK, OTHER])
  })

  it('is asked about once a day, also while a gateway is down and the account is read each hour', async () => {
    const { journal, clearJournal, patchGateway } = plant.simulator.control
    patchGateway({ gatewayId: 1, online: false })
    plant.advance(10 * MINUTE_MS)
    await plant.job(plant.syncDevices(), 'done')
    clearJournal()
    const asked = (path: string) => journal({ path }).length
    for (let hour = 0; hour < 4; hour += 1) await pass(61 * MINUTE_MS)
    expect(asked('/v3/lock/list')).toBeGreaterThanOrEqual(3)
    // Two locks, and midnight may lie between.
    expect(asked('/v3/wifiLock/detail')).toBeLessThanOrEqual(2)

    clearJournal()
    await pass(DAY_MS)
    expect(asked('/v3/wifiLock/detail')).toBe(2)
  })

  it('and does, is sent an add to be queued, which is settled when the lock woke up', async () => {
    keepItAsleep()
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    await plant.engine().idle()
    expect(lastWrite()?.parameters).toMatchObject({ addType: '4' })
    expect(plant.memory(LOCK)).toEqual([])
    expect(lastOperation()?.state).toBe('sent')
    expect(plant.store.jobs.get(jobIds[0] as JobId)).toMatchObject({
      status: 'queued',
      lastError: QUEUED,
    })

    await pass(3 * 60 * MINUTE_MS)
    expect(lastOperation()?.state).toBe('sent')
    wakeIt()
    await pass(5 * MINUTE_MS)
    expect(plant.memory(LOCK)).toEqual(['482915'])
    expect(lastOperation()?.state).toBe('confirmed')
    expect(plant.writes(LOCK)).toHaveLength(1)
  })

  it('and refuses what was queued for it, ends the add as failed and says whose word that is', async () => {
    plant.simulator.control.setSwitches({ asyncWritesFail: 1 })
    plant.give([doorId], { pin: '482915' })
    await plant.engine().idle()
    expect(lastOperation()).toMatchObject({ state: 'sent', error: null })

    await pass(5 * MINUTE_MS)
    expect(plant.operations(doorId)[0]).toMatchObject({
      kind: 'add',
      state: 'failed',
      settledBy: 'recovery_read',
      error: null,
    })
    // The row that never reached the lock has to go before the code is added again: that waits for the lock.
    expect(lastWrite()).toMatchObject({ path: '/v3/keyboardPwd/delete', parameters: { deleteType: '2' } })
    plant.simulator.control.patchLock({ lockId: LOCK, wifi: { online: true, powerSaving: false } })
    await pass(10 * MINUTE_MS)
    await pass(10 * MINUTE_MS)
    expect(plant.memory(LOCK)).toEqual(['482915'])
    expect(lastOperation()).toMatchObject({ kind: 'add', state: 'confirmed' })
  })

  it('and no longer does, is spoken to at once after the next look at the account', async () => {
    plant.simulator.control.patchLock({ lockId: LOCK, wifi: { powerSaving: false } })
    await plant.job(plant.syncDevices(), 'done')
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    await plant.job(jobIds[0] as JobId, 'done')
    expect(lastWrite()?.parameters).toMatchObject({ addType: '2' })
  })
})

describe('a Wi-Fi lock that sleeps without the feature of hours for it', () => {
  let otherDoorId: DoorId
  beforeEach(async () => {
    otherDoorId = await plant.provisioned(OTHER)
  })

  it('is found out about, and sent an add to be queued', async () => {
    plant.give([otherDoorId], { pin: '482915' })
    await plant.engine().idle()
    expect(plant.writes(OTHER).at(-1)?.parameters).toMatchObject({ addType: '4' })
    expect(plant.operations(otherDoorId).at(-1)?.state).toBe('sent')
  })

  it('and no longer does, is spoken to at once after the next look at the account', async () => {
    plant.simulator.control.patchLock({ lockId: OTHER, wifi: { powerSaving: false } })
    await plant.job(plant.syncDevices(), 'done')
    const { jobIds } = plant.give([otherDoorId], { pin: '482915' })
    await plant.job(jobIds[0] as JobId, 'done')
    expect(plant.writes(OTHER).at(-1)?.parameters).toMatchObject({ addType: '2' })
  })
})

describe('an approved add for a lock that sleeps', () => {
  let planId: PlanId
  let jobId: JobId

  /** Gives a code, approves the plan that results and applies it. */
  async function apply(): Promise<void> {
    plant.enforce({ ...AUTO_ULTRA_STRICT, policy: 'approve' })
    await plant.engine().idle()
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    const asking = await plant.job(jobIds[0] as JobId, 'awaiting_approval')
    planId = asking.planId as PlanId
    approvePlan(plant.useCases, plant.actor(), {
      planId,
      digest: plant.store.plans.get(planId)?.digest ?? '',
      leftOut: [],
      reason: 'as agreed',
      typedDeletes: null,
    })
    jobId = applyPlan(plant.useCases, plant.actor(), planId)
    await plant.engine().idle()
  }
  function lineResults() {
    return plant.store.plans.doors(planId).flatMap((door) => Object.values(door.results))
  }
  const plan = () => plant.store.plans.get(planId)
  const job = () => plant.store.jobs.get(jobId)

  it('is unconfirmed and costs no further try until the lock took it', async () => {
    keepItAsleep()
    await apply()
    expect(lineResults()).toMatchObject([{ result: 'unconfirmed', sentence: QUEUED }])
    await pass(30 * MINUTE_MS)
    expect(lineResults()).toMatchObject([{ result: 'unconfirmed', sentence: QUEUED }])
    expect(job()).toMatchObject({ status: 'queued', attemptCount: 0, lastError: QUEUED })
    expect(plan()?.status).toBe('applying')

    wakeIt()
    await pass(15 * MINUTE_MS)
    expect(lineResults()).toMatchObject([{ result: 'ok', sentence: null }])
    expect(job()?.status).toBe('done')
    expect(plan()).toMatchObject({ status: 'applied', result: { adds: { attempted: 1, ok: 1 }, ok: true } })
    expect(plant.writes(LOCK)).toHaveLength(1)
  })

  it('is failed when the lock refuses it, and nothing else is sent without a new approval', async () => {
    plant.simulator.control.setSwitches({ asyncWritesFail: 1 })
    await apply()
    await pass(5 * MINUTE_MS)
    expect(lineResults()).toMatchObject([{ result: 'failed', sentence: NOT_TAKEN }])
    expect(job()).toMatchObject({ status: 'failed', lastError: NOT_TAKEN })
    expect(plan()?.status).toBe('partly_applied')
    expect(lastOperation()?.state).toBe('failed')
    expect(plant.writes(LOCK)).toHaveLength(1)
  })

  it('is never called done while the lock sleeps on: the apply ends with it unconfirmed after a day', async () => {
    keepItAsleep()
    await apply()
    await pass(DAY_MS)
    expect(lineResults()).toMatchObject([{ result: 'unconfirmed', sentence: QUEUED }])
    expect(plan()?.status).toBe('partly_applied')
    expect(lastOperation()?.state).toBe('sent')

    wakeIt()
    await pass(10 * MINUTE_MS)
    expect(lastOperation()?.state).toBe('confirmed')
    expect(plant.memory(LOCK)).toEqual(['482915'])
  })
})
