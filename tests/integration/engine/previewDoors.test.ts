import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DoorId, PlanId } from '../../../src-main/domain/ids.ts'
import { previewPlan } from '../../../src-main/useCases/plans.ts'
import { cancelJobs } from '../../../src-main/useCases/steerJobs.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt, oldStray } from '../../support/engineSite.ts'

const LIST = '/v3/lock/listKeyboardPwd'
const DOORS = 40
const MOST_AT_ONCE = 16

describe('a preview of many doors', () => {
  let plant: EnginePlant
  let doorIds: readonly DoorId[]

  beforeEach(async () => {
    const locks = Array.from({ length: DOORS }, (_, index) => ({ codes: [oldStray(`48${1_000 + index}`)] }))
    plant = await buildEnginePlant({
      site: engineSite(locks),
      enforcement: { ...AUTO_ULTRA_STRICT, policy: 'approve' },
      client: { timeouts: { cloudMs: 60_000, gatewayMs: 60_000, connectMs: 500 } },
    })
    doorIds = locks.map((_, index) => plant.provision(lockIdAt(index)).doorId)
    await plant.engine().idle()
    plant.simulator.control.clearJournal()
  })
  afterEach(async () => {
    await plant.close()
  })

  const preview = () =>
    previewPlan(plant.useCases, plant.actor(), {
      ...{ scope: { kind: 'site', id: plant.siteId }, title: 'Hotel', mode: AUTO_ULTRA_STRICT.mode },
      graceWindowSeconds: AUTO_ULTRA_STRICT.graceWindowSeconds,
    })
  const readOf = (planId: PlanId) => plant.store.plans.doorHeads(planId).map(({ doorId }) => doorId)
  const lists = () => plant.simulator.control.journal({ path: LIST }).length

  it('reads the others while one lock does not answer, and each door is in the plan as soon as it was read', async () => {
    plant.simulator.control.addFault({ kind: 'hang', path: LIST, lockId: lockIdAt(0) })
    const { planId } = preview()
    await vi.waitUntil(() => readOf(planId).length === DOORS - 1, { timeout: 20_000 })
    expect(readOf(planId)).toEqual(doorIds.slice(1))
    expect(plant.store.plans.get(planId)?.status).toBe('reading')
  })

  it('asks no more of them at once than keep the account busy; cancelled, it begins with no other', async () => {
    plant.simulator.control.addFault({ kind: 'slow', delayMs: 60_000, count: DOORS, path: LIST })
    const { planId, jobId } = preview()
    await vi.waitUntil(() => lists() === MOST_AT_ONCE, { timeout: 20_000 })
    expect(readOf(planId)).toEqual([])
    cancelJobs(plant.useCases, plant.actor(), [jobId])
    plant.simulator.control.clearFaults()
    await plant.job(jobId, 'cancelled')
    expect(lists()).toBe(MOST_AT_ONCE)
    expect(plant.store.plans.get(planId)?.status).toBe('rejected')
  })

  it('comes to the same plan in whatever order the locks answer', async () => {
    const digestOf = async () => {
      const { planId, jobId } = preview()
      await plant.job(jobId, 'done')
      return plant.store.plans.get(planId)?.digest
    }
    const first = await digestOf()
    plant.simulator.control.setLatency({ latency: { commandMs: [0, 0], cloudMs: [1, 40], giveUpMs: 0 } })
    expect(await digestOf()).toBe(first)
  })
})
