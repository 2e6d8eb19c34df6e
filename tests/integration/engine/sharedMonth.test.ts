import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AccountId, DoorId, JobId } from '../../../src-main/domain/ids.ts'
import { planView } from '../../../src-main/ipc/present/planView.ts'
import { syncAccount } from '../../../src-main/useCases/accounts.ts'
import { previewPlan } from '../../../src-main/useCases/plans.ts'
import { assembleEngine } from '../../support/engineParts.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { lockIdAt } from '../../support/engineSite.ts'
import { createTestBackups } from '../../support/testBackups.ts'
import { connectSecond, siteOfTwoAccounts } from '../../support/twoAccounts.ts'

const HOUR_MS = 3_600_000
const QUOTA = 30_000

describe('the month of calls of an application', () => {
  let plant: EnginePlant
  let second: AccountId
  let doors: readonly DoorId[]

  beforeEach(async () => {
    plant = await buildEnginePlant({ site: siteOfTwoAccounts() })
    await plant.advanceToNewMonth()
    second = await connectSecond(plant)
    doors = [await plant.provisioned(lockIdAt(0)), await plant.provisioned(lockIdAt(1))]
    await plant.engine().idle()
  })
  afterEach(async () => {
    await plant.close()
  })

  const quotaOf = (accountId: AccountId) => plant.useCases.providers.forAccount(accountId).quota()
  const countedByProvider = () => plant.simulator.control.state().accounts[0]?.monthCount ?? 0

  /** The provider's own count, which the next reading of either account asks for. */
  async function used(calls: number, accountId = plant.accountId) {
    plant.simulator.control.setQuota({ monthCount: calls })
    syncAccount(plant.useCases, plant.actor(), accountId)
    await plant.engine().idle()
  }

  async function checkedNow(doorId: DoorId): Promise<number> {
    const { jobIds } = plant.give([doorId])
    await plant.job(jobIds[0] as JobId, 'done')
    const next = plant.store.jobs.ofDoor(doorId, 10).find((job) => job.status === 'queued')
    return Date.parse(next?.nextRunAt ?? '') - plant.clock.nowMs()
  }

  /** As the next start of the program finds it. */
  function startAnew() {
    const store = plant.profile.openStore({ clock: plant.clock })
    const backups = createTestBackups(plant.profile.file, plant.clock)
    return assembleEngine({ ...{ store, vault: plant.profile.vault, clock: plant.clock }, backups })
  }

  it('of two accounts, is counted for both together, as the provider does', async () => {
    await checkedNow(doors[0] as DoorId)
    await checkedNow(doors[1] as DoorId)
    expect(quotaOf(plant.accountId).used).toBe(countedByProvider())
    expect(quotaOf(second)).toEqual(quotaOf(plant.accountId))
  })

  it('of two accounts, takes the count that either of them was told', async () => {
    await used(12_000, second)
    expect(quotaOf(plant.accountId).used).toBe(countedByProvider())
  })

  it('of two accounts, is divided over the doors of both', async () => {
    await used(QUOTA - 1_000)
    const { renewsAtMs, remaining } = quotaOf(second)
    const leftMs = renewsAtMs - plant.clock.nowMs()
    // Four fifths of it for the checks of two doors.
    const eachMs = (2 * leftMs) / (0.8 * remaining)
    for (const doorId of doors) {
      const inMs = await checkedNow(doorId)
      expect(inMs / eachMs).toBeGreaterThan(0.95)
      expect(inMs / eachMs).toBeLessThan(1.1)
    }
  })

  it('of a plan over the doors of both, is told by the account that makes the calls', async () => {
    plant.enforce({ ...AUTO_ULTRA_STRICT, policy: 'approve' })
    for (const doorId of doors) plant.give([doorId])
    await plant.engine().idle()
    const { planId, jobId } = previewPlan(plant.useCases, plant.actor(), {
      ...{ scope: { kind: 'all' }, title: 'All doors', mode: 'ultra_strict', graceWindowSeconds: 3_600 },
    })
    await plant.job(jobId, 'done')
    const view = planView(plant.store, planId, { doorsToRead: 2, nowMs: plant.clock.nowMs() })
    const [one, other] = view?.callsOfAccounts ?? []
    expect([one?.accountId, other?.accountId].sort()).toEqual([plant.accountId, second].sort())
    expect((one?.calls ?? 0) + (other?.calls ?? 0)).toBe(view?.totalCalls)
    expect(view?.totalCalls).toBeGreaterThan(0)
  })

  it('that one account met as used up, lets none of them call, and both again after one answer', async () => {
    plant.simulator.control.setQuota({ monthlyLimit: 0 })
    const { jobIds } = plant.give([doors[0] as DoorId])
    await plant.job(jobIds[0] as JobId, 'waiting_offline')
    const before = countedByProvider()
    const others = plant.give([doors[1] as DoorId]).jobIds
    await plant.job(others[0] as JobId, 'waiting_offline')
    expect(countedByProvider()).toBe(before)

    plant.simulator.control.setQuota({ monthlyLimit: null })
    plant.advance(16 * 60_000)
    await plant.job(jobIds[0] as JobId, 'done')
    await plant.job(others[0] as JobId, 'done')
  })

  it('after a start, goes on from what was counted before it, until the provider says more', async () => {
    await used(20_000)
    await checkedNow(doors[0] as DoorId)
    const before = quotaOf(plant.accountId).used
    await plant.stopEngine()
    plant.store.close()
    const next = startAnew()
    try {
      expect(next.clients.forAccount(second).quota()).toMatchObject({ used: before, limit: QUOTA })
      plant.simulator.control.setQuota({ monthCount: 25_000 })
      next.engine().start()
      await next.engine().idle()
      expect(next.clients.forAccount(second).quota().used).toBe(countedByProvider())
    } finally {
      await next.engine().stop()
      await next.clients.closeAll()
    }
  })

  it('when the month turns in Beijing, begins anew, and the checks are hourly again', async () => {
    await used(QUOTA - 12)
    expect(await checkedNow(doors[0] as DoorId)).toBeGreaterThan(24 * HOUR_MS)
    const { renewsAtMs } = quotaOf(second)
    expect(new Date(renewsAtMs).toISOString()).toMatch(/T16:00:00.000Z$/)
    plant.advance(renewsAtMs - plant.clock.nowMs())
    await plant.engine().idle()
    expect(quotaOf(plant.accountId).used).toBeLessThan(100)
    expect(await checkedNow(doors[0] as DoorId)).toBeLessThan(1.1 * HOUR_MS)
  })
})
