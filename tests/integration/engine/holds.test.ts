import { DateTime } from 'luxon'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DoorId, JobId } from '../../../src-main/domain/ids.ts'
import { revokeCode } from '../../../src-main/useCases/changeCodes.ts'
import { checkDoors } from '../../../src-main/useCases/checkDoors.ts'
import { freezeSite, pauseDoor } from '../../../src-main/useCases/holdSending.ts'
import { applyPlan, approvePlan } from '../../../src-main/useCases/plans.ts'
import { runOutsideHours } from '../../../src-main/useCases/runOutsideHours.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'

const LOCK = lockIdAt(0)
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

describe('a hold', () => {
  let plant: EnginePlant
  let doorId: DoorId

  beforeEach(async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    doorId = await plant.provisioned(LOCK)
    plant.simulator.control.clearJournal()
  })
  afterEach(async () => {
    await plant.close()
  })

  const until = (ms: number) => new Date(plant.clock.nowMs() + ms).toISOString()
  const freeze = (forMs: number | null) =>
    freezeSite(plant.useCases, plant.actor(), {
      siteId: plant.siteId,
      until: forMs === null ? null : until(forMs),
    })
  const pause = (forMs: number | null) =>
    pauseDoor(plant.useCases, plant.actor(), {
      doorId,
      until: forMs === null ? null : until(forMs),
      reason: 'painters',
    })

  it.each([
    ['freeze', freeze],
    ['pause', pause],
  ] as const)(
    'of a %s, keeps a job from sending, not from reading; lifted, it goes on at once',
    async (by, hold) => {
      hold(8 * HOUR_MS)
      await plant.engine().idle()
      plant.simulator.control.clearJournal()
      const jobId = plant.give([doorId], { pin: '482915' }).jobIds[0] as JobId
      await plant.engine().idle()
      expect(plant.store.jobs.get(jobId)).toMatchObject({ status: 'queued', heldBy: by, attemptCount: 0 })
      expect(plant.requests(LOCK)).toEqual(['listKeyboardPwd'])
      plant.advance(66 * MINUTE_MS)
      await plant.engine().idle()
      expect(plant.requests(LOCK)).toEqual(['listKeyboardPwd', 'listKeyboardPwd'])
      hold(null)
      await plant.job(jobId, 'done')
      expect(plant.memory(LOCK)).toEqual(['482915'])
    },
  )

  it.each([
    ['freeze', freeze],
    ['pause', pause],
  ] as const)('of a %s, stops an approved apply as well; lifted, it goes on at once', async (by, hold) => {
    plant.enforce({ ...AUTO_ULTRA_STRICT, policy: 'approve' })
    await plant.engine().idle()
    const asking = await plant.job(
      plant.give([doorId], { pin: '482915' }).jobIds[0] as JobId,
      'awaiting_approval',
    )
    const planId = asking.planId ?? expect.unreachable()
    hold(8 * HOUR_MS)
    approvePlan(plant.useCases, plant.actor(), {
      planId,
      digest: plant.store.plans.get(planId)?.digest ?? '',
      leftOut: [],
      reason: 'as agreed',
      typedDeletes: null,
    })
    const jobId = applyPlan(plant.useCases, plant.actor(), planId)
    await plant.engine().idle()
    expect(plant.store.jobs.get(jobId)).toMatchObject({ status: 'queued', heldBy: by, attemptCount: 0 })
    expect(plant.writes(LOCK)).toEqual([])
    hold(null)
    await plant.job(jobId, 'done')
    expect(plant.memory(LOCK)).toEqual(['482915'])
    expect(plant.store.plans.get(planId)?.status).toBe('applied')
  })

  it('that ends by its time, lets the job go on by itself', async () => {
    freeze(30 * MINUTE_MS)
    const jobId = plant.give([doorId], { pin: '482915' }).jobIds[0] as JobId
    await plant.engine().idle()
    expect(plant.memory(LOCK)).toEqual([])
    plant.advance(31 * MINUTE_MS)
    await plant.job(jobId, 'done')
    expect(plant.memory(LOCK)).toEqual(['482915'])
  })

  it('that comes between two operations, leaves the first proven and the second unsent', async () => {
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    plant.give([doorId], { pin: '771204' })
    await plant.untilStep('marked_sent')
    freeze(HOUR_MS)
    await plant.engine().idle()
    expect(plant.operations(doorId).map((operation) => operation.state)).toEqual(['confirmed'])
    expect(plant.store.jobs.get(jobIds[0] as JobId)).toMatchObject({ heldBy: 'freeze' })
    freeze(null)
    await plant.engine().idle()
    expect(plant.memory(LOCK)).toEqual(['482915', '771204'])
  })

  it('that is lifted while the run that met it still reads back, keeps nothing from being sent', async () => {
    plant.give([doorId], { pin: '482915' })
    plant.give([doorId], { pin: '771204' })
    await plant.untilStep('marked_sent')
    freeze(8 * HOUR_MS)
    await plant.untilStep('settled')
    freeze(null)
    await plant.engine().idle()
    expect(plant.memory(LOCK)).toEqual(['482915', '771204'])
  })

  it.each([
    ['lifted', null, 0],
    ['shortened', 10 * MINUTE_MS, 11 * MINUTE_MS],
  ] as const)(
    'that is %s while an apply of many doors that met it still works, keeps it no longer',
    async (_how, freezeFor, after) => {
      plant.enforce({ ...AUTO_ULTRA_STRICT, policy: 'approve' })
      for (const pin of ['482915', '771204']) plant.give([doorId], { pin })
      await plant.engine().idle()
      const planId = await plant.approvedPlan()
      const applying = applyPlan(plant.useCases, plant.actor(), planId)
      await plant.untilStep('marked_sent')
      freeze(8 * HOUR_MS)
      await plant.untilStep('settled')
      freeze(freezeFor)
      await plant.engine().idle()
      plant.advance(after)
      await plant.engine().idle()
      expect(plant.store.jobs.get(applying)?.status).toBe('done')
      expect(plant.memory(LOCK)).toEqual(['482915', '771204'])
    },
  )

  it('does not keep a person from looking', async () => {
    freeze(8 * HOUR_MS)
    plant.give([doorId], { pin: '482915' })
    await plant.engine().idle()
    plant.simulator.control.clearJournal()
    checkDoors(plant.useCases, plant.actor(), [doorId])
    await plant.engine().idle()
    expect(plant.requests(LOCK)).toEqual(['listKeyboardPwd'])
  })

  it('for a clock more than five minutes off sends nothing at all, and ends when the clock is right', async () => {
    plant.clock.setWall(-10 * MINUTE_MS)
    const jobId = plant.give([doorId], { pin: '482915' }).jobIds[0] as JobId
    await plant.engine().idle()
    // The first call that the provider refuses tells; after it nothing is sent.
    expect(plant.store.jobs.get(jobId)).toMatchObject({ status: 'queued', heldBy: 'clock', attemptCount: 0 })
    expect(plant.writes(LOCK)).toEqual([])
    plant.clock.setWall(10 * MINUTE_MS)
    plant.advance(6 * MINUTE_MS)
    await plant.job(jobId, 'done')
    expect(plant.memory(LOCK)).toEqual(['482915'])
  })
})

describe('the enforcement hours of a site', () => {
  let plant: EnginePlant
  let doorId: DoorId

  /** Hours that ended an hour ago on the site's clock, and begin again in 23. */
  function closedNow() {
    const local = DateTime.fromMillis(plant.clock.nowMs(), { zone: 'Europe/Lisbon' })
    const minute = local.hour * 60 + local.minute
    const wrap = (at: number) => (at + 1_440) % 1_440
    return [
      { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: wrap(minute - 180), toMinute: wrap(minute - 60) || 1_440 },
    ]
  }

  beforeEach(async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    doorId = await plant.provisioned(LOCK)
    plant.enforce({ ...AUTO_ULTRA_STRICT, hours: closedNow() })
    await plant.engine().idle()
    plant.simulator.control.clearJournal()
  })
  afterEach(async () => {
    await plant.close()
  })

  it('when closed, hold what would be sent, also a revocation, and go on reading; they open by themselves', async () => {
    plant.enforce(AUTO_ULTRA_STRICT)
    const given = plant.give([doorId], { pin: '482915' })
    await plant.job(given.jobIds[0] as JobId, 'done')
    plant.enforce({ ...AUTO_ULTRA_STRICT, hours: closedNow() })
    await plant.engine().idle()
    plant.simulator.control.clearJournal()
    const [jobId] = revokeCode(plant.useCases, plant.actor(), given.credentialId)
    await plant.engine().idle()
    expect(plant.store.jobs.get(jobId as JobId)).toMatchObject({ status: 'queued', heldBy: 'hours' })
    expect(plant.requests(LOCK)).toEqual(['listKeyboardPwd'])
    expect(plant.memory(LOCK)).toEqual(['482915'])
    plant.advance(22 * HOUR_MS + 5 * MINUTE_MS)
    await plant.job(jobId as JobId, 'done')
    expect(plant.memory(LOCK)).toEqual([])
  })

  it('are passed over by a job that a person lets run now, and by no other', async () => {
    const first = plant.give([doorId], { pin: '482915' }).jobIds[0] as JobId
    await plant.engine().idle()
    expect(plant.store.jobs.get(first)).toMatchObject({ heldBy: 'hours' })
    const reason = 'the guest stands at the door'
    expect(runOutsideHours(plant.useCases, plant.actor(), { jobIds: [first], reason })).toBe(1)
    const done = await plant.job(first, 'done')
    expect(plant.memory(LOCK)).toEqual(['482915'])
    expect(plant.store.traces.auditOf([done.correlationId])).toEqual(
      expect.arrayContaining([expect.objectContaining({ action: 'run_outside_hours' })]),
    )
    const second = plant.give([doorId], { pin: '771204' }).jobIds[0] as JobId
    await plant.engine().idle()
    expect(plant.store.jobs.get(second)).toMatchObject({ heldBy: 'hours' })
    expect(plant.memory(LOCK)).toEqual(['482915'])
  })

  it('with a freeze, are not what a person can pass over', async () => {
    freezeSite(plant.useCases, plant.actor(), {
      siteId: plant.siteId,
      until: new Date(plant.clock.nowMs() + 8 * HOUR_MS).toISOString(),
    })
    const jobId = plant.give([doorId], { pin: '482915' }).jobIds[0] as JobId
    await plant.engine().idle()
    expect(plant.store.jobs.get(jobId)).toMatchObject({ heldBy: 'freeze' })
    expect(runOutsideHours(plant.useCases, plant.actor(), { jobIds: [jobId], reason: 'please' })).toBe(0)
  })

  it('that are lifted in the settings, let the work go on at once', async () => {
    const jobId = plant.give([doorId], { pin: '482915' }).jobIds[0] as JobId
    await plant.engine().idle()
    plant.enforce(AUTO_ULTRA_STRICT)
    await plant.job(jobId, 'done')
    expect(plant.memory(LOCK)).toEqual(['482915'])
  })
})
