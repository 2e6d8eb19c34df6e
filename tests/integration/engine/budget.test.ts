import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DoorId, JobId } from '../../../src-main/domain/ids.ts'
import { freezeSite } from '../../../src-main/useCases/holdSending.ts'
import { buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'

const LOCK = lockIdAt(0)
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** What a new application at the provider may call in a month. */
const QUOTA = 30_000

describe('the month of calls', () => {
  let plant: EnginePlant
  let doorId: DoorId

  beforeEach(async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    await plant.advanceToNewMonth()
    doorId = await plant.provisioned(LOCK)
  })
  afterEach(async () => {
    await plant.close()
  })

  async function checkedNow(): Promise<number> {
    const { jobIds } = plant.give([doorId])
    await plant.job(jobIds[0] as JobId, 'done')
    const next = plant.store.jobs.ofDoor(doorId, 5).find((job) => job.status === 'queued')
    return Date.parse(next?.nextRunAt ?? '') - plant.clock.nowMs()
  }

  it('with plenty left, lets each door be checked every hour', async () => {
    await plant.used(1_000)
    const inMs = await checkedNow()
    expect(inMs).toBeGreaterThan(HOUR_MS * 0.95)
    expect(inMs).toBeLessThan(HOUR_MS * 1.06)
  })

  it('nearly used up, slows the checks down and not a person', async () => {
    await plant.used(QUOTA - 12)
    expect(await checkedNow()).toBeGreaterThan(DAY_MS)
    expect(plant.memory(LOCK)).toHaveLength(1)
  })

  it('nearly used up, slows down the looks at a door that is held with work left', async () => {
    await plant.used(QUOTA - 12)
    const until = new Date(plant.clock.nowMs() + 5 * DAY_MS).toISOString()
    freezeSite(plant.useCases, plant.actor(), { siteId: plant.siteId, until })
    const { jobIds } = plant.give([doorId])
    await plant.engine().idle()
    const job = plant.store.jobs.get(jobIds[0] as JobId)
    expect(job?.heldBy).toBe('freeze')
    expect(Date.parse(job?.heldUntil ?? '') - plant.clock.nowMs()).toBeGreaterThan(DAY_MS)
  })

  it('with windows ahead that will need it, slows the checks down to what is left besides', async () => {
    await plant.used(QUOTA - 300)
    const before = await checkedNow()
    const inDays = (days: number) => new Date(plant.clock.nowMs() + days * DAY_MS).toISOString()
    for (let day = 5; day < 25; day += 1) {
      plant.give([doorId], { startsAt: inDays(day), endsAt: inDays(day + 1) })
    }
    await plant.engine().idle()
    // What was decided in the last minutes is not counted yet.
    plant.advance(HOUR_MS / 4)
    expect(await checkedNow()).toBeGreaterThan(1.5 * before)
  })

  it('is asked for at each start and each day, and the account is read with it', async () => {
    await plant.restartEngine()
    await plant.engine().idle()
    const since = plant.simulator.control.journal().at(-1)?.seq
    plant.advance(DAY_MS + HOUR_MS)
    await plant.engine().idle()
    const paths = plant.simulator.control.journal({ since }).map((entry) => entry.path)
    expect(paths.filter((path) => path === '/app/getMonthRequestCount')).toHaveLength(1)
    expect(paths.filter((path) => path === '/v3/lock/list')).toHaveLength(1)
    // Which gateways hear each lock costs a call for each: nobody asked for it.
    expect(paths).not.toContain('/v3/gateway/listByLock')
  })
})
