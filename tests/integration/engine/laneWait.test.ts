import { afterEach, describe, expect, it, vi } from 'vitest'
import type { DoorId, JobId } from '../../../src-main/domain/ids.ts'
import { freezeSite } from '../../../src-main/useCases/holdSending.ts'
import { cancelJobs } from '../../../src-main/useCases/steerJobs.ts'
import { buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'

const LOCK = lockIdAt(0)
const LONG_MS = 120_000

describe('a command that waits for its gateway', () => {
  let plant: EnginePlant
  let doorId: DoorId

  afterEach(async () => {
    await plant.close()
  })

  /** Gives a code whose add is answered as busy, so that the next try waits for the gateway's rest. */
  async function waiting(busyRestMs: number): Promise<JobId> {
    plant = await buildEnginePlant({ site: engineSite([{}]), client: { busyRestMs } })
    doorId = await plant.provisioned(LOCK)
    plant.simulator.control.clearJournal()
    plant.simulator.control.addFault({ kind: 'errcode', path: '/v3/keyboardPwd/add', errcode: -3003 })
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    await plant.untilStep('intent_committed')
    await plant.untilStep('intent_committed')
    return jobIds[0] as JobId
  }

  it('is not marked as sent while it waits', async () => {
    await waiting(LONG_MS)
    expect(plant.operations(doorId)).toMatchObject([
      { state: 'failed', sentAt: expect.any(String) },
      { state: 'intent', sentAt: null },
    ])
  })

  it('when the program ends, ends at once as never sent, and is done at the next start', async () => {
    const jobId = await waiting(LONG_MS)
    await plant.stopEngine()

    expect(plant.operations(doorId)[1]).toMatchObject({ state: 'failed', sentAt: null })
    expect(plant.store.jobs.get(jobId)).toMatchObject({ status: 'queued', attemptCount: 0 })
    expect(plant.writes(LOCK)).toHaveLength(1)
    plant.useCases.providers.replace(plant.accountId)
    await plant.restartEngine()
    await plant.job(jobId, 'done')
    expect(plant.memory(LOCK)).toEqual(['482915'])
    expect(plant.writes(LOCK).map((entry) => entry.effect)).toEqual(['none', 'applied'])
    expect(plant.faults).toEqual([])
  })

  it('for a site that is frozen meanwhile, is not sent when its turn comes', async () => {
    const jobId = await waiting(300)
    freezeSite(plant.useCases, plant.actor(), {
      siteId: plant.siteId,
      until: new Date(Date.now() + 3_600_000).toISOString(),
    })
    await vi.waitUntil(() => plant.store.jobs.get(jobId)?.heldBy === 'freeze', { timeout: 10_000 })

    expect(plant.writes(LOCK)).toHaveLength(1)
    expect(plant.operations(doorId)[1]).toMatchObject({ state: 'failed', sentAt: null })
  })

  it('of a job that is cancelled meanwhile, is not sent when its turn comes', async () => {
    const jobId = await waiting(300)
    cancelJobs(plant.useCases, plant.actor(), [jobId])
    await plant.job(jobId, 'cancelled')

    expect(plant.writes(LOCK)).toHaveLength(1)
    expect(plant.operations(doorId)[1]).toMatchObject({ state: 'failed', sentAt: null })
  })

  it('of a job that another program took over meanwhile, is sent by that one alone', async () => {
    const jobId = await waiting(300)
    const stopFirst = plant.startSecondEngine()
    await plant.job(jobId, 'done')
    await stopFirst()

    expect(plant.writes(LOCK).map((entry) => entry.effect)).toEqual(['none', 'applied'])
    expect(plant.operations(doorId).filter((operation) => operation.sentAt !== null)).toHaveLength(2)
    expect(plant.store.operations.unsettled()).toEqual([])
    expect(plant.faults).toEqual([])
  })
})
