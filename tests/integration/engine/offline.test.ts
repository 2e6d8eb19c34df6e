import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import type { DoorId, JobId } from '../../../src-main/domain/ids.ts'
import { toIso } from '../../../src-main/domain/instant.ts'
import { JOB_PRIORITIES } from '../../../src-main/domain/job/job.ts'
import { replacePassword } from '../../../src-main/useCases/accounts.ts'
import { checkDoors } from '../../../src-main/useCases/checkDoors.ts'
import { previewPlan } from '../../../src-main/useCases/plans.ts'
import { cancelJobs, retryJobs } from '../../../src-main/useCases/steerJobs.ts'
import { buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'
import { simulatedLogin } from '../../support/simulator.ts'

const MINUTE_MS = 60_000
const md5 = (text: string) => createHash('md5').update(text).digest('hex')

describe('without a way to the lock', () => {
  let plant: EnginePlant

  afterEach(async () => {
    await plant.close()
  })

  /** Codes for three doors whose jobs wait: one of them looks soon, the others rest. */
  async function waitingBehindProbe() {
    plant = await buildEnginePlant({ site: engineSite([{}, {}, {}]) })
    const doors: DoorId[] = []
    for (const index of [0, 1, 2]) doors.push(await plant.provisioned(lockIdAt(index)))
    await plant.simulator.control.setService({ up: false })
    const { jobIds } = plant.give(doors, { pin: '482915' })
    await plant.engine().idle()
    const soon = toIso(plant.clock.nowMs() + MINUTE_MS)
    const [probe, ...more] = jobIds.filter((id) => (plant.store.jobs.get(id)?.nextRunAt ?? '') < soon)
    if (probe === undefined || more.length > 0) throw new Error('not one job alone looks')
    return { jobIds, probe, others: jobIds.filter((id) => id !== probe) }
  }

  const first = (ids: readonly JobId[]) => ids[0] as JobId
  const retry = (...ids: readonly JobId[]) => retryJobs(plant.useCases, plant.actor(), ids)

  it('because its gateway is offline, a job waits without losing an attempt', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}, {}]) })
    const doorId = await plant.provisioned(lockIdAt(0))
    const otherDoorId = await plant.provisioned(lockIdAt(1))
    plant.simulator.control.patchGateway({ gatewayId: 1, online: false })
    // The provider believes in a silent gateway for 8 minutes.
    plant.advance(9 * MINUTE_MS)
    const { jobIds } = plant.give([doorId, otherDoorId], { pin: '482915' })
    const job = await plant.job(first(jobIds), 'waiting_offline')
    expect(job).toMatchObject({ waitReason: 'gateway_offline', attemptCount: 0 })
    expect(job.lastError).toContain('gateway is offline')
    // Another door's gateway works, and its door does not wait.
    await plant.job(jobIds[1] as JobId, 'done')
    plant.simulator.control.patchGateway({ gatewayId: 1, online: true })
    plant.advance(2 * MINUTE_MS)
    const done = await plant.job(job.id, 'done')
    expect(done.attemptCount).toBe(1)
    expect(plant.memory(lockIdAt(0))).toEqual(['482915'])
  })

  it.each([
    ['answer of the service is lost', 'drop'],
    ['call is answered by a page', 'html'],
  ] as const)(
    'because every %s, a job waits for as long as that lasts and costs no try',
    async (_why, kind) => {
      plant = await buildEnginePlant({ site: engineSite([{}]) })
      const doorId = await plant.provisioned(lockIdAt(0))
      plant.simulator.control.addFault({ kind, count: 10_000 })
      const { jobIds } = plant.give([doorId], { pin: '482915' })
      for (let hour = 0; hour < 20; hour += 1) {
        plant.advance(20 * MINUTE_MS)
        await plant.engine().idle()
      }
      expect(plant.store.jobs.get(first(jobIds))).toMatchObject({
        status: 'waiting_offline',
        waitReason: 'provider_down',
        attemptCount: 0,
      })

      plant.simulator.control.clearFaults()
      plant.advance(20 * MINUTE_MS)
      await plant.job(first(jobIds), 'done')
      expect(plant.memory(lockIdAt(0))).toEqual(['482915'])
    },
  )

  it('because the service is down, all wait; the first answer releases them by priority', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}, {}, {}]), settings: { jobsAtOnce: 1 } })
    const doors = [
      await plant.provisioned(lockIdAt(0)),
      await plant.provisioned(lockIdAt(1)),
      await plant.provisioned(lockIdAt(2)),
    ]
    await plant.simulator.control.setService({ up: false })
    // The background check of door 0 is due work of the lowest priority, the code for doors 1 and 2 a person's.
    plant.advance(66 * MINUTE_MS)
    await plant.engine().idle()
    const given = plant.give(doors.slice(1), { pin: '482915' })
    await plant.engine().idle()
    const open = plant.store.jobs.list({ statuses: ['waiting_offline'], text: '', beforeId: null, limit: 10 })
    expect(open.map(({ job }) => [job.waitReason, job.attemptCount])).toEqual(
      doors.map(() => ['no_network', 0]),
    )
    const sinceRow = plant.store.traces.logCount(open.map(({ job }) => job.correlationId))
    await plant.simulator.control.setService({ up: true })
    retry(given.jobIds[1] as JobId)
    await plant.engine().idle()
    const started = plant.store.traces
      .logsOf(
        open.map(({ job }) => job.correlationId),
        0,
        1_000,
      )
      .slice(sinceRow)
      .filter((log) => log.action === 'DRIFT_ENFORCE_JOB_START')
      .map((log) => log.doorId)
    expect(started).toEqual([doors[2], doors[1], doors[0]])
    expect(plant.memory(lockIdAt(1))).toEqual(['482915'])
  })

  it('because the service is down, one job looks for it and the others rest', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}, {}, {}, {}]) })
    const doors: DoorId[] = []
    for (const index of [0, 1, 2, 3]) doors.push(await plant.provisioned(lockIdAt(index)))
    await plant.simulator.control.setService({ up: false })
    const { jobIds, correlationId } = plant.give(doors, { pin: '482915' })
    await plant.engine().idle()
    const runs = () =>
      plant.logs(correlationId).filter((log) => log.action === 'DRIFT_ENFORCE_JOB_START').length
    const runsAtOnce = runs()
    for (let minute = 0; minute < 10; minute++) {
      plant.advance(MINUTE_MS)
      await plant.engine().idle()
    }
    expect(runs() - runsAtOnce).toBeGreaterThanOrEqual(9)
    expect(runs() - runsAtOnce).toBeLessThanOrEqual(14)
    await plant.simulator.control.setService({ up: true })
    plant.advance(MINUTE_MS)
    await Promise.all(jobIds.map((id) => plant.job(id, 'done')))
  })

  it('because the service was down, is released by any answer, also by one about a dead gateway', async () => {
    const { jobIds, probe, others } = await waitingBehindProbe()
    plant.simulator.control.addFault({
      ...{ kind: 'errcode', errcode: -3002, count: 1_000, path: '/v3/keyboardPwd/add' },
      lockId: lockIdAt(jobIds.indexOf(probe)),
    })
    await plant.simulator.control.setService({ up: true })
    plant.advance(15_000)
    await Promise.all(others.map((id) => plant.job(id, 'done')))
    expect(plant.store.jobs.get(probe)).toMatchObject({ waitReason: 'gateway_offline' })
  })

  it('because the service was down, has another job look when the one that did is cancelled', async () => {
    const { probe, others } = await waitingBehindProbe()
    const since = others.map((id) => plant.store.jobs.get(id)?.waitingSince)
    cancelJobs(plant.useCases, plant.actor(), [probe])
    await plant.engine().idle()
    expect(others.map((id) => plant.store.jobs.get(id)?.waitingSince)).toEqual(since)
    await plant.simulator.control.setService({ up: true })
    plant.advance(15_000)
    await Promise.all(others.map((id) => plant.job(id, 'done')))
  })

  it('because the service is down, a background check is as urgent as the window that came due meanwhile', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    const doorId = await plant.provisioned(lockIdAt(0))
    const inHours = (hours: number) => toIso(plant.clock.nowMs() + hours * 60 * MINUTE_MS)
    // Its lead time of a day begins in two hours.
    plant.give([doorId], { pin: '482915', startsAt: inHours(26), endsAt: inHours(50) })
    await plant.engine().idle()
    await plant.simulator.control.setService({ up: false })
    const waiting = () => plant.store.jobs.ofDoor(doorId, 5).find((job) => job.waitReason === 'no_network')
    plant.advance(66 * MINUTE_MS)
    await plant.engine().idle()
    expect(waiting()).toMatchObject({ priority: JOB_PRIORITIES.periodic })
    plant.advance(60 * MINUTE_MS)
    await plant.engine().idle()
    expect(waiting()).toMatchObject({ priority: JOB_PRIORITIES.due_window })
  })

  it('because it woke before the network did, waits for the network and not for its clock', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    const doorId = await plant.provisioned(lockIdAt(0))
    // The lid is closed for eight hours, in which the monotonic clock stands still.
    plant.clock.setWall(8 * 60 * MINUTE_MS)
    plant.simulator.control.setClock({ advanceMs: 8 * 60 * MINUTE_MS })
    await plant.simulator.control.setService({ up: false })
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    const job = await plant.job(first(jobIds), 'waiting_offline')
    expect(job).toMatchObject({ waitReason: 'no_network', heldBy: null })
    expect(plant.store.accounts.get(plant.accountId)?.problem).toBeNull()
    await plant.simulator.control.setService({ up: true })
    plant.engine().lookAgain()
    await plant.job(job.id, 'done')
    expect(plant.memory(lockIdAt(0))).toEqual(['482915'])
  })

  it('because the password is refused, jobs wait until it is mended, and then go on at once', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    const doorId = await plant.provisioned(lockIdAt(0))
    const { accountId, useCases } = plant
    replacePassword(useCases, plant.actor(), { accountId, passwordMd5: md5('wrong') })
    await plant.engine().idle()
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    const job = await plant.job(first(jobIds), 'waiting_offline')
    expect(job).toMatchObject({ waitReason: 'not_signed_in', attemptCount: 0 })
    expect(plant.store.accounts.get(accountId)?.problem).toBe('not_signed_in')
    replacePassword(useCases, plant.actor(), {
      accountId,
      passwordMd5: md5(simulatedLogin.password),
    })
    await plant.job(job.id, 'done')
    expect(plant.store.accounts.get(accountId)?.problem).toBeNull()
    expect(plant.memory(lockIdAt(0))).toEqual(['482915'])
  })

  it('because the password is replaced while a command is under way, leaves the command its answer', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    const doorId = await plant.provisioned(lockIdAt(0))
    plant.simulator.control.setLatency({ latency: 400 })
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    await plant.untilStep('marked_sent')
    replacePassword(plant.useCases, plant.actor(), {
      ...{ accountId: plant.accountId, passwordMd5: md5(simulatedLogin.password) },
    })
    await plant.job(first(jobIds), 'done')
    expect(plant.operations(doorId)).toMatchObject([{ kind: 'add', state: 'confirmed', error: null }])
    expect(plant.writes(lockIdAt(0))).toHaveLength(1)
  })

  it('because its token was withdrawn, a command is not sent twice and ends well', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    const doorId = await plant.provisioned(lockIdAt(0))
    plant.simulator.control.revokeTokens({ refresh: true })
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    await plant.job(first(jobIds), 'done')
    expect(plant.writes(lockIdAt(0)).map((entry) => entry.effect)).toEqual(['applied'])
  })

  it('because the month is used up, jobs wait for the quota', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    const doorId = await plant.provisioned(lockIdAt(0))
    plant.simulator.control.setQuota({ monthlyLimit: 0 })
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    const job = await plant.job(first(jobIds), 'waiting_offline')
    expect(job).toMatchObject({ waitReason: 'quota', attemptCount: 0 })
    plant.simulator.control.setQuota({ monthlyLimit: null })
    plant.advance(20 * MINUTE_MS)
    await plant.job(job.id, 'done')
  })

  it('because calls came too fast, a job goes on after the pause, and nobody is told of a used-up month', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    const doorId = await plant.provisioned(lockIdAt(0))
    plant.simulator.control.addFault({
      kind: 'errcode',
      errcode: 30006,
      count: 1,
      path: '/v3/lock/listKeyboardPwd',
    })
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    await plant.engine().idle()
    const job = plant.store.jobs.get(first(jobIds))
    expect(job).toMatchObject({ status: 'queued', waitReason: null, attemptCount: 0 })
    expect(job?.lastError).toContain('in a short time')
    expect(plant.store.accounts.get(plant.accountId)?.problem).toBeNull()
    plant.advance(MINUTE_MS + 1_000)
    await plant.job(first(jobIds), 'done')
    expect(plant.memory(lockIdAt(0))).toEqual(['482915'])
  })

  it.each([
    ['was carried out all the same', 'applied', 1],
    ['was not carried out', 'none', 2],
  ] as const)(
    'because of an HTTP 429, a command that %s is open until the list is read after the pause, and costs no try',
    async (_what, effect, writes) => {
      plant = await buildEnginePlant({ site: engineSite([{}]) })
      const doorId = await plant.provisioned(lockIdAt(0))
      plant.simulator.control.addFault({ kind: 'http', httpStatus: 429, effect, path: '/v3/keyboardPwd/add' })
      const { jobIds } = plant.give([doorId], { pin: '482915' })
      await plant.engine().idle()
      expect(plant.operations(doorId)).toMatchObject([{ kind: 'add', state: 'sent' }])
      expect(plant.store.jobs.get(first(jobIds))).toMatchObject({ status: 'queued', attemptCount: 0 })
      plant.advance(2 * MINUTE_MS)
      await plant.job(first(jobIds), 'done')
      expect(plant.writes(lockIdAt(0))).toHaveLength(writes)
      expect(plant.memory(lockIdAt(0))).toEqual(['482915'])
    },
  )

  it('a check asked for waits as well, and is answered when the way is open again', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    const doorId = await plant.provisioned(lockIdAt(0))
    await plant.simulator.control.setService({ up: false })
    const [jobId] = checkDoors(plant.useCases, plant.actor(), [doorId])
    const job = await plant.job(jobId as JobId, 'waiting_offline')
    expect(job).toMatchObject({ type: 'drift_check', waitReason: 'no_network' })
    expect(plant.store.doors.state(doorId)).toMatchObject({ readingKind: 'unreadable' })
    await plant.simulator.control.setService({ up: true })
    plant.advance(MINUTE_MS)
    await plant.job(job.id, 'done')
    expect(plant.store.doors.state(doorId)).toMatchObject({ readingKind: 'known', unreadableSince: null })
  })
})

describe('a lock id typed in while offline', () => {
  let plant: EnginePlant

  afterEach(async () => {
    await plant.close()
  })

  it('is confirmed by the first list that has it, and its door is brought in step', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    plant.simulator.control.addLock({
      lockId: 777,
      lockAlias: 'Annex',
      gateways: [{ gatewayId: 1, rssi: -50 }],
    })
    await plant.simulator.control.setService({ up: false })
    const { doorId, jobId } = plant.provision(777)
    await plant.job(jobId, 'waiting_offline')
    expect(plant.store.doors.get(doorId)?.integrationCustomerId).toBeNull()
    await plant.simulator.control.setService({ up: true })
    plant.advance(MINUTE_MS)
    await plant.job(jobId, 'done')
    expect(plant.store.doors.get(doorId)?.integrationCustomerId).toBe(plant.accountId)
    expect(plant.store.accounts.findDevice('777')).toMatchObject({ isUnverified: false, alias: 'Annex' })
  })

  it('that no account has ends the job with a sentence that says so', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    const { jobId } = plant.provision(4_711)
    const job = await plant.job(jobId, 'failed')
    expect(job.lastError).toContain('None of the connected accounts has a lock with the id 4711')
  })

  it('that no account has is told by its door, and is not missing in a preview', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    const known = await plant.provisioned(lockIdAt(0))
    const { doorId, jobId } = plant.provision(4_711)
    await plant.job(jobId, 'failed')
    const sentence = expect.stringContaining('None of the connected accounts has a lock with the id 4711')
    expect(plant.store.doors.state(doorId)).toMatchObject({
      readingKind: 'unreadable',
      unreadableReason: sentence,
    })
    const preview = previewPlan(plant.useCases, plant.actor(), {
      ...{ scope: { kind: 'all' }, title: 'All doors', mode: 'ultra_strict', graceWindowSeconds: 3_600 },
    })
    await plant.job(preview.jobId, 'done')
    expect(plant.store.plans.get(preview.planId)?.summary).toMatchObject({ doors: 2, unreadableDoors: 1 })
    expect(plant.store.plans.doorHeads(preview.planId)).toMatchObject([
      { doorId: known, head: { unreadableBecause: null } },
      { doorId, state: 'unreadable', head: { unreadableBecause: sentence } },
    ])
  })

  it('that a later sync finds is brought in step without being asked again', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    const { doorId, jobId } = plant.provision(4_711)
    await plant.job(jobId, 'failed')
    plant.simulator.control.addLock({
      lockId: 4_711,
      lockAlias: 'Annex',
      gateways: [{ gatewayId: 1, rssi: -50 }],
    })
    plant.syncDevices()
    await plant.engine().idle()
    expect(plant.store.doors.state(doorId)).toMatchObject({ readingKind: 'known' })
  })
})
