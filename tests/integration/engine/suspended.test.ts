import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DoorId, JobId } from '../../../src-main/domain/ids.ts'
import { answerApply } from '../../../src-main/useCases/answerApply.ts'
import { applyPlan } from '../../../src-main/useCases/plans.ts'
import { retryJobs } from '../../../src-main/useCases/steerJobs.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'

const LOCK = lockIdAt(0)
const NEIGHBOUR = lockIdAt(1)
const MINUTE_MS = 60_000
const ADD = '/v3/keyboardPwd/add'
const SENT_ADD = 'DRIFT_ENFORCE_ADD_PIN'
const TOO_SIMPLE = -2032
const LOCK_OFFLINE = -3036
const GATEWAY_OFFLINE = -3002

describe('what failed too often', () => {
  let plant: EnginePlant
  let doorId: DoorId

  beforeEach(async () => {
    plant = await buildEnginePlant({
      site: engineSite([{}, { gateways: [{ gatewayId: 1, rssi: -60 }] }]),
      client: {
        breakers: { failures: 1, firstProbeAfterMs: 30 * MINUTE_MS, longestProbeAfterMs: 30 * MINUTE_MS },
      },
    })
    doorId = await plant.provisioned(LOCK)
  })
  afterEach(async () => {
    await plant.close()
  })

  const refuseAdds = (errcode: number, count: number) =>
    plant.simulator.control.addFault({ kind: 'errcode', errcode, count, path: ADD, lockId: LOCK })
  const inMinutes = (minutes: number) =>
    new Date(Math.floor(plant.clock.nowMs() / MINUTE_MS + minutes) * MINUTE_MS).toISOString()
  const firstOf = (given: { readonly jobIds: readonly JobId[] }) => given.jobIds[0] as JobId
  const neverSent = () => plant.operations(doorId).filter(({ sentAt }) => sentAt === null)
  const adds = () => plant.requests(LOCK).filter((request) => request === 'add').length

  it('as one code of a door, rests while the others of the door are sent, and then is tried again', async () => {
    await plant.job(firstOf(plant.give([doorId], { pin: '482915', endsAt: inMinutes(20) })), 'done')
    refuseAdds(TOO_SIMPLE, 1)
    await plant.job(firstOf(plant.give([doorId], { pin: '771204' })), 'failed')
    plant.simulator.control.clearJournal()
    plant.advance(21 * MINUTE_MS)
    await plant.engine().idle()
    expect([plant.memory(LOCK), adds()]).toEqual([[], 0])
    const [job] = plant.store.jobs.ofDoor(doorId, 1)
    expect(job).toMatchObject({ status: 'queued', attemptCount: 0, waitReason: null })
    expect(job?.lastError).toMatch(/^This code failed three times .* rests until \d\d:\d\d\.$/)
    expect(neverSent()).toEqual([])
    plant.advance(12 * MINUTE_MS)
    await plant.engine().idle()
    expect(plant.memory(LOCK)).toEqual(['771204'])
  })

  it.each([
    ['a lock', LOCK_OFFLINE],
    ['a gateway', GATEWAY_OFFLINE],
  ])(
    'as %s, is only read while it rests: nothing is written down as if it were to be sent',
    async (_name, errcode) => {
      refuseAdds(errcode, 1)
      const jobId = firstOf(plant.give([doorId], { pin: '482915' }))
      await plant.job(jobId, 'waiting_offline')
      const lists = plant.requests(LOCK).length
      plant.advance(20 * MINUTE_MS)
      await plant.engine().idle()
      expect(plant.requests(LOCK).length).toBeGreaterThan(lists)
      expect(plant.store.jobs.get(jobId)).toMatchObject({ status: 'waiting_offline' })
      expect(plant.operations(doorId)).toMatchObject([{ state: 'failed', sentAt: expect.any(String) }])
      plant.advance(15 * MINUTE_MS)
      await plant.job(jobId, 'done')
      expect(plant.memory(LOCK)).toEqual(['482915'])
    },
  )

  it('as a gateway, from when on a command of another door already waits for it, leaves nothing of that one', async () => {
    const other = await plant.provisioned(NEIGHBOUR)
    refuseAdds(GATEWAY_OFFLINE, 1)
    const given = plant.give([doorId, other], { pin: '482915' })
    await Promise.all(given.jobIds.map((id) => plant.job(id, 'waiting_offline')))
    expect(plant.operations(doorId)).toMatchObject([{ state: 'failed', sentAt: expect.any(String) }])
    expect(plant.operations(other)).toEqual([])
    expect(plant.logs(given.correlationId).filter(({ action }) => action === SENT_ADD)).toHaveLength(1)
    plant.advance(35 * MINUTE_MS)
    await Promise.all(given.jobIds.map((id) => plant.job(id, 'done')))
    expect([plant.memory(LOCK), plant.memory(NEIGHBOUR)]).toEqual([['482915'], ['482915']])
  })

  it('as a lock, is sent to at once when a person says Retry', async () => {
    refuseAdds(LOCK_OFFLINE, 1)
    const jobId = firstOf(plant.give([doorId], { pin: '482915' }))
    await plant.job(jobId, 'waiting_offline')
    expect(retryJobs(plant.useCases, plant.actor(), [jobId])).toBe(1)
    await plant.job(jobId, 'done')
    expect(plant.memory(LOCK)).toEqual(['482915'])
  })

  it('as a gateway, is sent through at once when a person gives a code', async () => {
    refuseAdds(GATEWAY_OFFLINE, 1)
    await plant.job(firstOf(plant.give([doorId], { pin: '482915' })), 'waiting_offline')
    await plant.job(firstOf(plant.give([doorId], { pin: '771204' })), 'done')
    expect(plant.memory(LOCK)).toEqual(['482915', '771204'])
  })

  it('as a lock of a plan, is sent to at once when a person answers Retry', async () => {
    plant.enforce({ ...AUTO_ULTRA_STRICT, policy: 'approve' })
    plant.give([doorId], { pin: '482915' })
    await plant.engine().idle()
    const planId = await plant.approvedPlan()
    refuseAdds(LOCK_OFFLINE, 1)
    const applying = applyPlan(plant.useCases, plant.actor(), planId)
    await plant.engine().idle()
    expect(plant.store.jobs.get(applying)?.heldBy).toBe('decision')
    answerApply(plant.useCases, plant.actor(), {
      ...{ planId, kind: 'lock_unreachable', choice: 'retry', isRemembered: false },
    })
    await plant.job(applying, 'done')
    expect(plant.memory(LOCK)).toEqual(['482915'])
  })
})
