import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DoorId, JobId } from '../../../src-main/domain/ids.ts'
import type { JobRecord } from '../../../src-main/ports/stores/jobStore.ts'
import { setCallsPerMonth } from '../../../src-main/useCases/callsPerMonth.ts'
import { freezeSite } from '../../../src-main/useCases/holdSending.ts'
import { buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'

const LOCK = lockIdAt(0)
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const USUAL = 30_000

describe('the calls a month, set to another number', () => {
  let plant: EnginePlant
  let doorId: DoorId

  beforeEach(async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    await plant.advanceToNewMonth()
    doorId = await plant.provisioned(LOCK)
    await plant.engine().idle()
  })
  afterEach(async () => {
    await plant.close()
  })

  async function set(calls: number) {
    setCallsPerMonth(plant.useCases, plant.actor(), { accountId: plant.accountId, calls })
    await plant.engine().idle()
  }

  function queued(type: JobRecord['type']): JobRecord {
    const found = plant.store.jobs
      .ofDoor(doorId, 20)
      .find((job) => job.type === type && job.status === 'queued')
    if (!found) throw new Error('nothing of the kind is queued')
    return found
  }

  const inMs = (job: JobRecord) => Date.parse(job.nextRunAt ?? '') - plant.clock.nowMs()
  const nextCheck = () => queued('drift_enforce_lock_truth')
  const inDays = (days: number) => new Date(plant.clock.nowMs() + days * DAY_MS).toISOString()

  async function checkedNow(): Promise<JobRecord> {
    const { jobIds } = plant.give([doorId])
    await plant.job(jobIds[0] as JobId, 'done')
    return nextCheck()
  }

  it('higher, frees at once what waits for the month', async () => {
    plant.simulator.control.setQuota({ monthlyLimit: 0 })
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    await plant.job(jobIds[0] as JobId, 'waiting_offline')
    plant.simulator.control.setQuota({ monthlyLimit: null })
    await set(90_000)

    await plant.job(jobIds[0] as JobId, 'done')
    expect(plant.memory(LOCK)).toEqual(['482915'])
  })

  it('higher, and still used up, leaves waiting what waits for the month', async () => {
    await plant.used(50_000)
    plant.simulator.control.setQuota({ monthlyLimit: 0 })
    const { jobIds } = plant.give([doorId])
    await plant.job(jobIds[0] as JobId, 'waiting_offline')
    const before = plant.store.jobs.get(jobIds[0] as JobId)
    plant.advance(60_000)
    await set(40_000)

    expect(plant.store.jobs.get(jobIds[0] as JobId)).toEqual(before)
  })

  it('higher, lets checks that were put off for days come within the hour', async () => {
    await plant.used(USUAL - 12)
    expect(inMs(await checkedNow())).toBeGreaterThan(DAY_MS)
    await set(300_000)

    expect(inMs(nextCheck())).toBeLessThan(1.06 * HOUR_MS)
    expect(inMs(queued('record_sync'))).toBeLessThan(8.5 * HOUR_MS)
    plant.advance(1.1 * HOUR_MS)
    await plant.engine().idle()
    expect(inMs(nextCheck())).toBeLessThan(1.06 * HOUR_MS)
  })

  it('higher, in the moment in which the program ends, is followed by its next start', async () => {
    await plant.used(USUAL - 12)
    await checkedNow()
    await plant.stopEngine()
    setCallsPerMonth(plant.useCases, plant.actor(), { accountId: plant.accountId, calls: 300_000 })
    expect(inMs(nextCheck())).toBeGreaterThan(DAY_MS)
    await plant.restartEngine()
    await plant.engine().idle()

    expect(inMs(nextCheck())).toBeLessThan(1.06 * HOUR_MS)
  })

  it('higher, looks at a held door that was to be looked at days from now', async () => {
    await plant.used(USUAL - 12)
    freezeSite(plant.useCases, plant.actor(), { siteId: plant.siteId, until: inDays(5) })
    const { jobIds } = plant.give([doorId])
    await plant.engine().idle()
    const held = () => plant.store.jobs.get(jobIds[0] as JobId)
    expect(Date.parse(held()?.heldUntil ?? '') - plant.clock.nowMs()).toBeGreaterThan(DAY_MS)
    await set(300_000)

    expect(held()?.heldBy).toBe('freeze')
    expect(Date.parse(held()?.heldUntil ?? '') - plant.clock.nowMs()).toBeLessThan(1.1 * HOUR_MS)
  })

  it('lower than what is used, puts the checks off to the next month, and neither a person nor a window', async () => {
    await plant.used(20_000)
    expect(inMs(await checkedNow())).toBeLessThan(1.06 * HOUR_MS)
    await set(10_000)
    const { renewsAtMs } = plant.useCases.providers.forAccount(plant.accountId).quota()
    const left = renewsAtMs - plant.clock.nowMs()
    expect(inMs(nextCheck()) / left).toBeGreaterThan(0.95)
    expect(inMs(queued('record_sync')) / left).toBeGreaterThan(0.95)

    const given = plant.give([doorId], { pin: '482915', startsAt: inDays(2), endsAt: inDays(3) })
    await plant.job(given.jobIds[0] as JobId, 'done')
    expect(plant.memory(LOCK)).not.toContain('482915')
    plant.advance(DAY_MS + 60_000)
    await plant.engine().idle()
    expect(plant.memory(LOCK)).toContain('482915')
  })

  it('lower, puts a check off no further than to the next window of its door', async () => {
    await plant.used(20_000)
    await checkedNow()
    const { jobIds } = plant.give([doorId], { startsAt: inDays(4), endsAt: inDays(5) })
    await plant.job(jobIds[0] as JobId, 'done')
    await set(10_000)

    // Codes are put on the lock a day before they count.
    expect(Math.abs(inMs(nextCheck()) - 3 * DAY_MS)).toBeLessThan(HOUR_MS)
    expect(nextCheck().priority).toBe(1)
  })

  it('a little lower, with plenty left, moves nothing', async () => {
    await plant.used(1_000)
    const before = await checkedNow()
    plant.advance(HOUR_MS / 2)
    await set(USUAL - 1_000)

    expect(nextCheck()).toMatchObject({ id: before.id, nextRunAt: before.nextRunAt })
  })

  it('is in the audit with who shares it, once', async () => {
    const actor = plant.actor()
    for (const calls of [90_000, 90_000]) {
      setCallsPerMonth(plant.useCases, actor, { accountId: plant.accountId, calls })
    }
    expect(plant.store.traces.auditOf([actor.correlationId])).toMatchObject([
      {
        action: 'set_calls_per_month',
        before: { calls_per_month: 30_000 },
        after: { calls_per_month: 90_000, accounts: [plant.accountId] },
      },
    ])
  })

  it('outside of what an application can have, is declined with the range', () => {
    const setTo = (calls: number) => () =>
      setCallsPerMonth(plant.useCases, plant.actor(), { accountId: plant.accountId, calls })
    const fields = [{ path: 'calls', code: 'out_of_range', facts: { least: 1_000, most: 10_000_000 } }]
    for (const calls of [999, 10_000_001]) {
      expect(setTo(calls)).toThrow(expect.objectContaining({ code: 'validation_failed', fields }))
    }
    expect(plant.application().callsPerMonth).toBe(USUAL)
  })
})
