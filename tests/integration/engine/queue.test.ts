import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DoorId, JobId } from '../../../src-main/domain/ids.ts'
import type { JobRecord } from '../../../src-main/ports/stores/jobStore.ts'
import { cancelJobs, retryJobs } from '../../../src-main/useCases/steerJobs.ts'
import { buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'

const LOCK = lockIdAt(0)
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** What a door's lock noted of its use is read beside, in its own time. */
function isAboutCodes(job: JobRecord): boolean {
  return job.type !== 'record_sync'
}

describe('the queue', () => {
  let plant: EnginePlant
  let doorId: DoorId

  beforeEach(async () => {
    plant = await buildEnginePlant({ site: engineSite([{}, {}, {}]) })
    doorId = await plant.provisioned(LOCK)
    plant.simulator.control.clearJournal()
  })
  afterEach(async () => {
    await plant.close()
  })

  const open = () =>
    plant.store.jobs
      .ofDoor(doorId, 50)
      .filter(isAboutCodes)
      .filter((job) => job.finishedAt === null)
      .map((job) => [job.type, job.status])

  it('of the same work twice, does it once; both traces lead to it', async () => {
    const first = plant.give([doorId], { pin: '482915' })
    const second = plant.give([doorId], { pin: '771204' })
    expect(second.jobIds).toEqual(first.jobIds)
    const job = await plant.job(first.jobIds[0] as JobId, 'done')
    expect(plant.memory(LOCK)).toEqual(['482915', '771204'])
    for (const { correlationId } of [first, second]) {
      expect(plant.store.jobs.ofCorrelation(correlationId).map(({ id }) => id)).toContain(job.id)
    }
    expect(plant.store.jobs.correlationIds(job.id)).toEqual(
      expect.arrayContaining([first.correlationId, second.correlationId]),
    )
  })

  it('of a change while the door is worked on, does one more run', async () => {
    const first = plant.give([doorId], { pin: '482915' })
    await plant.untilStep('marked_sent')
    const second = plant.give([doorId], { pin: '771204' })
    expect(second.jobIds).not.toEqual(first.jobIds)
    await plant.job(second.jobIds[0] as JobId, 'done')
    expect(plant.store.jobs.get(first.jobIds[0] as JobId)?.status).toBe('done')
    expect(plant.memory(LOCK)).toEqual(['482915', '771204'])
    expect(plant.writes(LOCK)).toHaveLength(2)
  })

  it('of a cancelled job, ends it between two operations and looks at the door again in its time', async () => {
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    plant.give([doorId], { pin: '771204' })
    await plant.untilStep('marked_sent')
    cancelJobs(plant.useCases, plant.actor(), jobIds)
    await plant.job(jobIds[0] as JobId, 'cancelled')
    expect(plant.operations(doorId).map((operation) => operation.state)).toEqual(['confirmed'])
    expect(plant.writes(LOCK)).toHaveLength(1)
    expect(open()).toEqual([['drift_enforce_lock_truth', 'queued']])
    plant.advance(66 * MINUTE_MS)
    await plant.engine().idle()
    expect(plant.memory(LOCK)).toEqual(['482915', '771204'])
  })

  it('of a scheduled check that is cancelled, keeps the door looked after', async () => {
    const scheduled = plant.store.jobs
      .ofDoor(doorId, 50)
      .filter((job) => job.status === 'queued' && isAboutCodes(job))
    expect(scheduled).toHaveLength(1)
    cancelJobs(
      plant.useCases,
      plant.actor(),
      scheduled.map((job) => job.id),
    )
    expect(open()).toEqual([['drift_enforce_lock_truth', 'queued']])
  })

  it('of a check that is cancelled before a window closes, looks when it closes', async () => {
    const startOfMinuteMs = Math.floor(plant.clock.nowMs() / MINUTE_MS) * MINUTE_MS
    const at = (ms: number) => new Date(startOfMinuteMs + ms).toISOString()
    plant.give([doorId], { pin: '482915', startsAt: at(0), endsAt: at(30 * MINUTE_MS) })
    await plant.engine().idle()
    expect(plant.memory(LOCK)).toEqual(['482915'])
    const scheduled = plant.store.jobs.ofDoor(doorId, 50).filter((job) => job.status === 'queued')
    cancelJobs(
      plant.useCases,
      plant.actor(),
      scheduled.map((job) => job.id),
    )
    plant.advance(31 * MINUTE_MS)
    await plant.engine().idle()
    expect(plant.memory(LOCK)).toEqual([])
  })

  it('of a failed job, runs another one like it when a person asks', async () => {
    plant.simulator.control.addFault({ kind: 'errcode', errcode: -2018, path: '/v3/keyboardPwd/add' })
    const given = plant.give([doorId], { pin: '482915' })
    const failed = await plant.job(given.jobIds[0] as JobId, 'failed')
    expect(retryJobs(plant.useCases, plant.actor(), [failed.id])).toBe(1)
    await plant.engine().idle()
    expect(plant.memory(LOCK)).toEqual(['482915'])
    expect(plant.store.jobs.get(failed.id)?.status).toBe('failed')
  })

  it('of a window that opens after the lead time, adds the code when the lead time begins', async () => {
    const nowMs = plant.clock.nowMs()
    const startsAt = new Date(nowMs + 2 * DAY_MS).toISOString()
    const endsAt = new Date(nowMs + 2 * DAY_MS + 2 * HOUR_MS).toISOString()
    const { jobIds } = plant.give([doorId], { pin: '482915', startsAt, endsAt })
    await plant.job(jobIds[0] as JobId, 'done')
    expect(plant.memory(LOCK)).toEqual([])
    // Background checks in between, then the moment itself.
    plant.advance(DAY_MS - 30 * MINUTE_MS)
    await plant.engine().idle()
    expect(plant.writes(LOCK)).toEqual([])
    const due = plant.store.jobs.ofDoor(doorId, 5).find((job) => job.status === 'queued' && isAboutCodes(job))
    expect(due).toMatchObject({ priority: 1 })
    plant.advance(31 * MINUTE_MS)
    await plant.engine().idle()
    expect(plant.memory(LOCK)).toEqual(['482915'])
    plant.advance(DAY_MS + 2 * HOUR_MS)
    await plant.engine().idle()
    expect(plant.memory(LOCK)).toEqual([])
    expect(plant.operations(doorId).at(-1)).toMatchObject({ kind: 'delete', reason: 'expired' })
  })

  it('of a job that is tried again and again, keeps one job and one scheduled check', async () => {
    plant.simulator.control.addFault({
      kind: 'errcode',
      errcode: -3003,
      count: 12,
      path: '/v3/keyboardPwd/add',
    })
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    for (let attempt = 0; attempt < 5; attempt++) {
      await plant.engine().idle()
      plant.advance(20 * MINUTE_MS)
    }
    await plant.job(jobIds[0] as JobId, 'done')
    const jobs = plant.store.jobs.ofDoor(doorId, 50).filter(isAboutCodes)
    // The door's first job, the one that was tried again, and what is to come.
    expect(jobs.map((job) => job.status).toSorted()).toEqual(['done', 'done', 'queued'])
  })

  it('of timers missed for days, makes one run of each door', async () => {
    await plant.provisioned(lockIdAt(1))
    await plant.provisioned(lockIdAt(2))
    await plant.stopEngine()
    plant.simulator.control.clearJournal()
    plant.advance(5 * DAY_MS)
    await plant.restartEngine()
    await plant.engine().idle()
    for (const index of [0, 1, 2]) {
      const listings = plant.requests(lockIdAt(index)).filter((path) => path === 'listKeyboardPwd')
      expect(listings).toHaveLength(1)
    }
  })

  it('of a job in hand when the program ends, waits for its operation and does the rest at the next start', async () => {
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    plant.give([doorId], { pin: '771204' })
    await plant.untilStep('marked_sent')
    await plant.stopEngine()
    // The answer was waited for; the reading and the second code are left to the next start.
    expect(plant.operations(doorId)).toMatchObject([{ state: 'sent', answeredAt: expect.any(String) }])
    expect(plant.store.jobs.get(jobIds[0] as JobId)).toMatchObject({ status: 'queued', attemptCount: 0 })
    await plant.restartEngine()
    await plant.job(jobIds[0] as JobId, 'done')
    expect(plant.memory(LOCK)).toEqual(['482915', '771204'])
    expect(plant.writes(LOCK)).toHaveLength(2)
  })

  it('that a second program took over while the first read a lock, sends once', async () => {
    plant.simulator.control.addFault({ kind: 'slow', delayMs: 150, path: '/v3/lock/listKeyboardPwd' })
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    await vi.waitUntil(() => plant.requests(LOCK).length === 1, { interval: 5 })
    // What the instance lock prevents: two engines on one file.
    const stopFirst = plant.startSecondEngine()
    await plant.job(jobIds[0] as JobId, 'done')
    await stopFirst()
    expect(plant.writes(LOCK).map((entry) => entry.effect)).toEqual(['applied'])
    expect(plant.operations(doorId)).toMatchObject([{ state: 'confirmed' }])
    expect(plant.faults).toEqual([])
  })

  it('steered by a person, tells in the audit of each step, and of nothing where nothing was done', async () => {
    const steps = (id: JobId) =>
      plant.store.traces.auditOfEntity(`Job #${id}`, 10).map(({ action }) => action)
    const [running, waiting] = [plant.give([doorId], { pin: '482915' }), plant.provision(lockIdAt(1))]
    const [id] = running.jobIds as [JobId]
    // Left to be sent when it is cancelled.
    plant.give([doorId], { pin: '771204' })
    await plant.untilStep('marked_sent')
    cancelJobs(plant.useCases, plant.actor(), [id])
    expect(steps(id)).toEqual(['cancel'])
    await plant.job(waiting.jobId, 'done')
    expect(retryJobs(plant.useCases, plant.actor(), [waiting.jobId])).toBe(0)
    expect(steps(waiting.jobId)).toEqual([])
    await plant.job(id, 'cancelled')
    expect(retryJobs(plant.useCases, plant.actor(), [id])).toBe(1)
    expect(steps(id).toSorted()).toEqual(['cancel', 'retry'])
  })
})
