import { afterEach, describe, expect, it } from 'vitest'
import type { DoorId, JobId, PlanId } from '../../../src-main/domain/ids.ts'
import { pauseDoor } from '../../../src-main/useCases/holdSending.ts'
import { applyPlan, approvePlan, previewPlan } from '../../../src-main/useCases/plans.ts'
import { cancelJobs, retryJobs } from '../../../src-main/useCases/steerJobs.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'

const APPROVE = { ...AUTO_ULTRA_STRICT, policy: 'approve' } as const
const LIST = '/v3/lock/listKeyboardPwd'
const HOUR_MS = 3_600_000

describe('a cancelled job', () => {
  let plant: EnginePlant
  let doorId: DoorId

  afterEach(async () => {
    await plant.close()
  })

  async function start(): Promise<void> {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    doorId = await plant.provisioned(lockIdAt(0))
    await plant.engine().idle()
  }

  const cancel = (...ids: readonly JobId[]) => cancelJobs(plant.useCases, plant.actor(), ids)

  function preview(): { readonly planId: PlanId; readonly jobId: JobId } {
    return previewPlan(plant.useCases, plant.actor(), {
      ...{ scope: { kind: 'site', id: plant.siteId }, title: 'Hotel', mode: APPROVE.mode },
      graceWindowSeconds: APPROVE.graceWindowSeconds,
    })
  }

  /** An approved plan that puts these codes on the door. */
  async function approved(...pins: readonly string[]): Promise<PlanId> {
    await start()
    plant.enforce(APPROVE)
    for (const pin of pins) plant.give([doorId], { pin })
    await plant.engine().idle()
    const { planId, jobId } = preview()
    await plant.job(jobId, 'done')
    approvePlan(plant.useCases, plant.actor(), {
      ...{ planId, digest: plant.store.plans.get(planId)?.digest ?? '', leftOut: [] },
      ...{ reason: 'as agreed', typedDeletes: null },
    })
    return planId
  }

  const apply = (planId: PlanId) => applyPlan(plant.useCases, plant.actor(), planId)
  const linesOf = (planId: PlanId) =>
    plant.store.plans.doors(planId).flatMap((door) => Object.values(door.results))
  const LEFT_OUT = { result: 'skipped', sentence: 'Not sent: Maria stopped the apply.' }

  it('whose run would then wait, ends with that run', async () => {
    await start()
    plant.simulator.control.addFault({ kind: 'hang', count: 1, path: LIST })
    const [jobId] = plant.give([doorId], { pin: '482915' }).jobIds as readonly [JobId]
    await plant.job(jobId, 'running')
    await plant.simulator.control.setService({ up: false })
    expect(cancel(jobId)).toBe(1)
    const job = await plant.job(jobId, 'cancelled')
    expect(job).toMatchObject({ waitReason: null, nextRunAt: null })
  })

  it('whose command has no answer is looked after as soon as its absence counts, not with the next check', async () => {
    await start()
    plant.simulator.control.addFault({ kind: 'drop', path: '/v3/keyboardPwd/add' })
    const [jobId] = plant.give([doorId], { pin: '482915' }).jobIds as readonly [JobId]
    await plant.untilStep('answer_committed')
    cancel(jobId)
    await plant.job(jobId, 'cancelled')
    expect(plant.operations(doorId).map(({ state }) => state)).toEqual(['sent'])
    plant.advance(HOUR_MS / 60)
    await plant.engine().idle()
    expect(plant.operations(doorId).map(({ state }) => state)).toEqual(['failed'])
    expect(plant.writes(lockIdAt(0))).toHaveLength(1)
  })

  it('of work that comes back by itself, leaves the next one in its place', async () => {
    await start()
    await plant.job(plant.syncDevices(), 'done')
    const scheduled = () => plant.store.jobs.schedules(10).map(({ job }) => job)
    const before = scheduled()
    expect(before.map(({ type }) => type)).toEqual(expect.arrayContaining(['device_sync', 'record_sync']))
    expect(cancel(...before.map(({ id }) => id))).toBe(before.length)
    const typesOf = (jobs: typeof before) => jobs.map(({ type, target }) => `${type} ${target}`).sort()
    expect(typesOf(scheduled())).toEqual(typesOf(before))
  })

  it('that read a preview, leaves no plan that is read for ever, and is not run again', async () => {
    await start()
    await plant.simulator.control.setService({ up: false })
    const { planId, jobId } = preview()
    await plant.job(jobId, 'waiting_offline')
    cancel(jobId)
    expect(plant.store.plans.get(planId)?.status).toBe('rejected')
    expect(retryJobs(plant.useCases, plant.actor(), [jobId])).toBe(0)
  })

  it('that applied a plan and rests, says of each line who kept it, and what the apply came to', async () => {
    const planId = await approved('482915')
    const until = new Date(plant.clock.nowMs() + 8 * HOUR_MS).toISOString()
    pauseDoor(plant.useCases, plant.actor(), { doorId, until, reason: 'painters' })
    const jobId = apply(planId)
    await plant.engine().idle()
    cancel(jobId)
    expect(linesOf(planId)).toEqual([LEFT_OUT])
    expect(plant.store.plans.get(planId)).toMatchObject({
      status: 'partly_applied',
      result: { adds: { attempted: 0 }, left_out: [{ door_id: doorId, because: LEFT_OUT.sentence }] },
    })
  })

  it('that applies a plan, ends after the command in flight and says who kept the rest', async () => {
    const planId = await approved('482915', '771204')
    const jobId = apply(planId)
    await plant.untilStep('marked_sent')
    cancel(jobId)
    await plant.job(jobId, 'cancelled')
    expect(linesOf(planId)).toEqual(expect.arrayContaining([{ result: 'ok', sentence: null }, LEFT_OUT]))
    expect(plant.writes(lockIdAt(0))).toHaveLength(1)
  })
})
