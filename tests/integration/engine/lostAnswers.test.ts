import { afterEach, describe, expect, it } from 'vitest'
import type { DoorId, JobId } from '../../../src-main/domain/ids.ts'
import type { EngineSettings } from '../../../src-main/engine/engineContext.ts'
import { extendCode, revokeCode } from '../../../src-main/useCases/changeCodes.ts'
import { pauseDoor } from '../../../src-main/useCases/holdSending.ts'
import { cancelJobs } from '../../../src-main/useCases/steerJobs.ts'
import type { EngineClientOptions } from '../../support/engineClients.ts'
import { buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'

const LOCK = lockIdAt(0)
/** More codes than a look at the last operations of a door would tell of. */
const MANY = 120
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

describe('when an answer or the list cannot be trusted', () => {
  let plant: EnginePlant
  let doorId: DoorId

  afterEach(async () => {
    await plant.close()
  })

  async function start(settings: Partial<EngineSettings> = {}, client: EngineClientOptions = {}) {
    plant = await buildEnginePlant({ site: engineSite([{}]), settings, client })
    doorId = await plant.provisioned(LOCK)
    plant.simulator.control.clearJournal()
  }

  /** One write of each kind, as a job that is about to run. */
  async function about(kind: 'add' | 'change' | 'delete'): Promise<() => JobId> {
    const only = (ids: readonly JobId[]): JobId => {
      const [id] = ids
      if (id === undefined) throw new Error('no job')
      return id
    }
    if (kind === 'add') return () => only(plant.give([doorId], { pin: '482915' }).jobIds)
    const startsAt = new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS).toISOString()
    const endsAt = new Date(Date.parse(startsAt) + 24 * HOUR_MS).toISOString()
    const { credentialId, jobIds } = plant.give([doorId], { pin: '482915', startsAt, endsAt })
    await plant.job(only(jobIds), 'done')
    plant.simulator.control.clearJournal()
    const later = new Date(Date.parse(startsAt) + 72 * HOUR_MS).toISOString()
    return () =>
      only(
        kind === 'delete'
          ? revokeCode(plant.useCases, plant.actor(), credentialId)
          : extendCode(plant.useCases, plant.actor(), { credentialId, endsAt: later }),
      )
  }

  const effects = () => plant.writes(LOCK).map((entry) => entry.effect)
  const lastOperation = () => plant.operations(doorId).at(-1)

  it.each(['add', 'change', 'delete'] as const)(
    'a list that lags behind an %s is read again, patiently, before anything is sent twice',
    async (kind) => {
      await start({ readBackDelaysMs: [40, 40, 40, 40, 40] })
      const run = await about(kind)
      plant.simulator.control.setSwitches({ listLagMs: 100 })
      const job = await plant.job(run(), 'done')
      expect(job.attemptCount).toBe(1)
      expect(effects()).toEqual(['applied'])
      expect(lastOperation()?.state).toBe('confirmed')
    },
  )

  it.each(['add', 'change', 'delete'] as const)(
    'an %s that the list does not show is unconfirmed, not sent again, and confirmed by a later reading',
    async (kind) => {
      await start()
      const run = await about(kind)
      plant.simulator.control.setSwitches({ listLagMs: HOUR_MS / 12 })
      const jobId = run()
      await plant.engine().idle()
      expect(lastOperation()?.state).toBe('unconfirmed')
      expect(plant.store.jobs.get(jobId)?.lastError).toContain('TTLock said')
      plant.advance(MINUTE_MS)
      await plant.engine().idle()
      expect(effects()).toEqual(['applied'])
      plant.advance(HOUR_MS / 12)
      await plant.job(jobId, 'done')
      expect(effects()).toEqual(['applied'])
      expect(lastOperation()?.state).toBe('confirmed')
    },
  )

  it('many adds that the list does not show yet are none of them sent again', async () => {
    await start({ readBackDelaysMs: [] })
    const pause = (until: string | null) =>
      pauseDoor(plant.useCases, plant.actor(), { doorId, until, reason: 'a new guest list' })
    pause(new Date(plant.clock.nowMs() + HOUR_MS).toISOString())
    for (let guest = 0; guest < MANY; guest += 1) plant.give([doorId])
    plant.simulator.control.setSwitches({ listLagMs: HOUR_MS / 12 })
    pause(null)
    await plant.engine().idle()
    expect(effects()).toHaveLength(MANY)
    plant.advance(MINUTE_MS)
    await plant.engine().idle()
    expect(effects()).toHaveLength(MANY)
    plant.advance(HOUR_MS / 12)
    await plant.engine().idle()
    const states = new Set(plant.operations(doorId).map(({ state }) => state))
    expect([effects().length, plant.memory(LOCK).length, ...states]).toEqual([MANY, MANY, 'confirmed'])
  }, 90_000)

  it.each(['add', 'change', 'delete'] as const)(
    'an %s whose answer was lost after its effect is settled by reading',
    async (kind) => {
      await start()
      const run = await about(kind)
      plant.simulator.control.addFault({ kind: 'drop', effect: 'applied', path: `/v3/keyboardPwd/${kind}` })
      const job = await plant.job(run(), 'done')
      expect(job.attemptCount).toBe(1)
      expect(effects()).toEqual(['applied'])
      expect(lastOperation()?.state).toBe('confirmed')
    },
  )

  it.each(['add', 'change', 'delete'] as const)(
    'an %s that was lost on the way is sent again only after a reading shows that it did not happen',
    async (kind) => {
      await start()
      const run = await about(kind)
      plant.simulator.control.addFault({ kind: 'drop', path: `/v3/keyboardPwd/${kind}` })
      const jobId = run()
      await plant.engine().idle()
      plant.advance(MINUTE_MS)
      await plant.job(jobId, 'done')
      expect(effects()).toEqual(['none', 'applied'])
      const requests = plant.requests(LOCK)
      const between = requests.slice(requests.indexOf(kind) + 1, requests.lastIndexOf(kind))
      expect(new Set(between)).toEqual(new Set(['listKeyboardPwd']))
      expect(
        plant
          .operations(doorId)
          .slice(-2)
          .map((operation) => operation.state),
      ).toEqual(['failed', 'confirmed'])
    },
  )

  it.each(['truncated', 'cut off', 'html'] as const)('an answer that is %s counts as lost', async (kind) => {
    await start()
    plant.simulator.control.addFault({ kind, effect: 'applied', path: '/v3/keyboardPwd/add' })
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    await plant.job(jobIds[0] as JobId, 'done')
    expect(effects()).toEqual(['applied'])
    expect(plant.store.codes.receipts(doorId)).toMatchObject([{ evidenceGrade: 'read_back' }])
  })

  it('a command that may still be on its way is given its time before its absence counts', async () => {
    await start({ commandDeadlineMs: 5 * MINUTE_MS })
    plant.simulator.control.addFault({ kind: 'drop', path: '/v3/keyboardPwd/add' })
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    await plant.engine().idle()
    expect(lastOperation()?.state).toBe('sent')
    plant.advance(MINUTE_MS)
    await plant.engine().idle()
    expect(lastOperation()?.state).toBe('sent')
    expect(effects()).toEqual(['none'])
    plant.advance(5 * MINUTE_MS)
    await plant.job(jobIds[0] as JobId, 'done')
    expect(effects()).toEqual(['none', 'applied'])
  })

  it('a lock that never confirms is not tried without end', async () => {
    // Without the client's own rests, which would make it wait instead.
    await start({}, { breakers: { failures: 1_000, firstProbeAfterMs: 1, longestProbeAfterMs: 1 } })
    // As a gateway without power answers while the provider still believes in it.
    plant.simulator.control.addFault({
      kind: 'errcode',
      errcode: 1,
      count: 1_000,
      path: '/v3/keyboardPwd/add',
    })
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    for (let minute = 0; minute < 45; minute++) {
      await plant.engine().idle()
      plant.advance(MINUTE_MS)
    }
    const job = await plant.job(jobIds[0] as JobId, 'failed')
    expect(job.lastError).toContain('did not confirm')
    expect(plant.writes(LOCK).length).toBeLessThanOrEqual(8)
  })

  it('a lock that cannot be read after the sending leaves the operation open until it can', async () => {
    await start()
    const list = { path: '/v3/lock/listKeyboardPwd', kind: 'http', httpStatus: 503 } as const
    plant.simulator.control.addFault({ ...list, skip: 1 })
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    const job = await plant.job(jobIds[0] as JobId, 'waiting_offline')
    expect(job.waitReason).toBe('provider_down')
    expect(lastOperation()?.state).toBe('sent')
    plant.advance(MINUTE_MS)
    await plant.job(job.id, 'done')
    expect(effects()).toEqual(['applied'])
    expect(lastOperation()).toMatchObject({ state: 'confirmed' })
  })

  it('a command whose job was cancelled before its lock could be read is settled by the next start', async () => {
    await start()
    const list = { path: '/v3/lock/listKeyboardPwd', kind: 'http', httpStatus: 503 } as const
    plant.simulator.control.addFault({ ...list, skip: 1 })
    const [jobId] = plant.give([doorId], { pin: '482915' }).jobIds as readonly [JobId]
    await plant.job(jobId, 'waiting_offline')
    cancelJobs(plant.useCases, plant.actor(), [jobId])
    expect(lastOperation()?.state).toBe('sent')
    await plant.restartEngine()
    plant.advance(MINUTE_MS)
    await plant.engine().idle()
    expect(lastOperation()?.state).toBe('confirmed')
    expect(effects()).toEqual(['applied'])
  })

  it('a busy gateway (-3003) is asked again, within the run and then by another', async () => {
    await start()
    plant.simulator.control.addFault({
      kind: 'errcode',
      errcode: -3003,
      count: 4,
      path: '/v3/keyboardPwd/add',
    })
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    await plant.engine().idle()
    expect(plant.store.jobs.get(jobIds[0] as JobId)).toMatchObject({ status: 'queued', attemptCount: 1 })
    expect(plant.store.jobs.get(jobIds[0] as JobId)?.lastError).toContain('busy')
    plant.advance(MINUTE_MS)
    const job = await plant.job(jobIds[0] as JobId, 'done')
    expect(job.attemptCount).toBe(2)
    expect(effects()).toEqual(['none', 'none', 'none', 'none', 'applied'])
  })

  describe('an add whose answer was lost, behind a list that lags for longer than any answer takes', () => {
    const LAG_MS = 2 * HOUR_MS

    async function lostBehindLag(lagMs: number): Promise<JobId> {
      await start()
      plant.simulator.control.setSwitches({ listLagMs: lagMs })
      plant.simulator.control.addFault({ kind: 'drop', effect: 'applied', path: '/v3/keyboardPwd/add' })
      const { jobIds } = plant.give([doorId], { pin: '482915' })
      await plant.engine().idle()
      return jobIds[0] as JobId
    }

    async function live(ms: number) {
      for (let passedMs = 0; passedMs < ms; passedMs += MINUTE_MS) {
        plant.advance(MINUTE_MS)
        await plant.engine().idle()
      }
    }

    it('is refused when it is sent again (-3007), waits for the list and is proven by it', async () => {
      const jobId = await lostBehindLag(LAG_MS)
      await live(LAG_MS / 2)
      expect(plant.store.jobs.get(jobId)).toMatchObject({ status: 'queued', attemptCount: 1 })
      expect(plant.store.jobs.get(jobId)?.lastError).toContain('does not show')
      expect(lastOperation()?.state).toBe('unconfirmed')
      await live(LAG_MS / 2 + 20 * MINUTE_MS)
      await plant.job(jobId, 'done')
      expect(plant.memory(LOCK)).toEqual(['482915'])
      expect(effects().filter((effect) => effect === 'applied')).toHaveLength(1)
      // What took effect is said of the one that did it.
      const states = plant.operations(doorId).map((operation) => operation.state)
      expect(states[0]).toBe('confirmed')
      expect(new Set(states.slice(1))).toEqual(new Set(['already_so']))
      expect(plant.store.codes.receipts(doorId)).toMatchObject([{ evidenceGrade: 'read_back' }])
      // Now and then, not with every look.
      expect(plant.writes(LOCK).length).toBeLessThan(2 + LAG_MS / (10 * MINUTE_MS))
    }, 60_000)

    it('that no list shows within a day, fails and says so', async () => {
      const jobId = await lostBehindLag(72 * HOUR_MS)
      plant.advance(10 * MINUTE_MS)
      await plant.engine().idle()
      expect(plant.store.jobs.get(jobId)?.status).toBe('queued')
      plant.advance(25 * HOUR_MS)
      const job = await plant.job(jobId, 'failed')
      expect(job.lastError).toContain('these digits')
    })
  })

  it('a delete whose answer was lost, behind a list that lags, waits for the list when it is told that the code is gone', async () => {
    await start()
    const run = await about('delete')
    plant.simulator.control.setSwitches({ listLagMs: 10 * MINUTE_MS })
    plant.simulator.control.addFault({ kind: 'drop', effect: 'applied', path: '/v3/keyboardPwd/delete' })
    const jobId = run()
    const live = async (minutes: number) => {
      for (let minute = 0; minute < minutes; minute++) {
        await plant.engine().idle()
        plant.advance(MINUTE_MS)
      }
    }
    await live(5)
    expect(plant.store.jobs.get(jobId)?.lastError).toContain('does not have this code any more')
    await live(15)
    await plant.job(jobId, 'done')
    expect(plant.memory(LOCK)).toEqual([])
    expect(effects()).toEqual(['applied', 'none'])
    // What took effect is said of the one that did it.
    const deletes = plant.operations(doorId).filter(({ kind }) => kind === 'delete')
    expect(deletes.map(({ state }) => state)).toEqual(['confirmed', 'already_so'])
  })
})
