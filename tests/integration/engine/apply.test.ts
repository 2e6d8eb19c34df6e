import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DoorId } from '../../../src-main/domain/ids.ts'
import { extendCode, revokeCode } from '../../../src-main/useCases/changeCodes.ts'
import { buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt, oldStray } from '../../support/engineSite.ts'

const LOCK = lockIdAt(0)
const DAY_MS = 86_400_000

describe('an enforcing job', () => {
  let plant: EnginePlant
  let doorId: DoorId

  beforeEach(async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    doorId = await plant.provisioned(LOCK)
    plant.simulator.control.clearJournal()
  })
  afterEach(async () => {
    await plant.close()
  })

  /** Read once: a minute may turn while a test runs. */
  const startMs = Math.floor(Date.now() / 60_000) * 60_000
  const inDays = (days: number) => new Date(startMs + days * DAY_MS).toISOString()

  async function given(code: Parameters<EnginePlant['give']>[1] = { pin: '482915' }) {
    const made = plant.give([doorId], code)
    const [jobId] = made.jobIds
    if (jobId === undefined) throw new Error('no job')
    const job = await plant.job(jobId, 'done')
    plant.simulator.control.clearJournal()
    return { ...made, job }
  }

  it('for a given code, adds it and proves it by a reading', async () => {
    const { jobIds, credentialId, correlationId } = plant.give([doorId], { pin: '482915' })
    const job = await plant.job(jobIds[0] as never, 'done')
    expect(plant.memory(LOCK)).toEqual(['482915'])
    expect(plant.requests(LOCK)).toEqual(['listKeyboardPwd', 'add', 'listKeyboardPwd'])
    expect(plant.writes(LOCK)[0]?.parameters).toMatchObject({ addType: '2' })
    const [operation] = plant.operations(doorId)
    expect(operation).toMatchObject({ kind: 'add', state: 'confirmed', credentialId, jobId: job.id })
    expect(plant.store.codes.receipts(doorId)).toMatchObject([
      { credentialId, evidenceGrade: 'read_back', operationId: operation?.id },
    ])
    expect(plant.logs(correlationId).map((log) => log.action)).toEqual([
      'RECONCILE_ENQUEUED',
      'DRIFT_ENFORCE_JOB_START',
      'PASSCODE_LIST',
      'PASSCODE_ADD',
      'DRIFT_ENFORCE_ADD_PIN',
      'PASSCODE_LIST',
      'DRIFT_ENFORCE_JOB_DONE',
    ])
    expect(plant.faults).toEqual([])
  })

  it('for a later end, changes the same code', async () => {
    const { credentialId } = await given({ pin: '482915', startsAt: inDays(0), endsAt: inDays(1) })
    const [jobId] = extendCode(plant.useCases, plant.actor(), { credentialId, endsAt: inDays(3) })
    await plant.job(jobId as never, 'done')
    expect(plant.requests(LOCK)).toEqual(['listKeyboardPwd', 'change', 'listKeyboardPwd'])
    expect(plant.writes(LOCK)[0]?.parameters).toMatchObject({ changeType: '2' })
    expect(plant.simulator.control.state({ lockId: LOCK }).locks[0]?.memory).toMatchObject([
      { keyboardPwd: '482915', endDate: Date.parse(inDays(3)) },
    ])
    expect(plant.operations(doorId).map((operation) => operation.state)).toEqual(['confirmed', 'confirmed'])
  })

  it('for an end where there was none, replaces the code: removed, seen gone, added', async () => {
    const { credentialId } = await given()
    const [jobId] = extendCode(plant.useCases, plant.actor(), { credentialId, endsAt: inDays(3) })
    const job = await plant.job(jobId as never, 'done')
    expect(plant.requests(LOCK)).toEqual([
      'listKeyboardPwd',
      'delete',
      'listKeyboardPwd',
      'add',
      'listKeyboardPwd',
    ])
    expect(plant.simulator.control.state({ lockId: LOCK }).locks[0]?.memory).toMatchObject([
      { keyboardPwd: '482915', endDate: Date.parse(inDays(3)) },
    ])
    expect(plant.logs(job.correlationId).at(-1)?.response).toMatchObject({
      ok: true,
      replaces: { attempted: 1, ok: 1, failed: 0 },
    })
    expect(plant.store.codes.receipts(doorId)).toHaveLength(1)
  })

  it('for a revoked code, removes it from the lock itself and voids its receipt', async () => {
    const { credentialId } = await given()
    const [jobId] = revokeCode(plant.useCases, plant.actor(), credentialId)
    await plant.job(jobId as never, 'done')
    expect(plant.memory(LOCK)).toEqual([])
    expect(plant.writes(LOCK).map((entry) => entry.parameters.deleteType)).toEqual(['2'])
    expect(plant.store.codes.receipts(doorId)).toEqual([])
    expect(plant.operations(doorId).at(-1)).toMatchObject({ kind: 'delete', state: 'confirmed' })
  })

  it('for a lock in step, sends nothing', async () => {
    await given()
    // Checks drift apart by up to a twentieth of the hour.
    plant.advance(3_800_000)
    await plant.engine().idle()
    expect(plant.requests(LOCK)).toEqual(['listKeyboardPwd'])
  })

  it('after half an hour asks which gateways hear the lock before it sends, and only then', async () => {
    const asked = async (pin: string) => {
      const { jobIds } = plant.give([doorId], { pin })
      await plant.job(jobIds[0] as never, 'done')
      const paths = plant.requests(LOCK)
      plant.simulator.control.clearJournal()
      return paths.filter((path) => path === 'listByLock')
    }
    expect(await asked('482915')).toEqual([])
    plant.advance(31 * 60_000)
    expect(await asked('771204')).toEqual(['listByLock'])
    expect(await asked('650913')).toEqual([])
  })

  it('for digits the lock refuses (-3007), says so of that line and does the others', async () => {
    // In the lock's memory alone, so that the plan cannot know.
    plant.simulator.control.putCode({ lockId: LOCK, ...oldStray('482915', { cloud: false }) })
    const refused = plant.give([doorId], { pin: '482915' })
    const other = plant.give([doorId], { pin: '771204' })
    expect(other.jobIds).toEqual(refused.jobIds)
    await plant.job(refused.jobIds[0] as never, 'failed')
    const states = plant.operations(doorId).map(({ credentialId, state }) => [credentialId, state])
    expect(states).toContainEqual([other.credentialId, 'confirmed'])
    expect(states).toContainEqual([refused.credentialId, 'failed'])
    expect(plant.memory(LOCK)).toEqual(['482915', '771204'])
    // Asked once: the same digits would be refused again.
    expect(plant.writes(LOCK).filter((entry) => entry.errcode === -3007)).toHaveLength(1)
    expect(plant.store.jobs.get(refused.jobIds[0] as never)?.lastError).toContain('these digits')
  })

  it.each(['lyingAdds', 'lyingDeletes'] as const)(
    'believes a list that repeats the lie (%s), and its evidence says no more than the list',
    async (lie) => {
      plant.simulator.control.setSwitches({ [lie]: 1 })
      const { credentialId } = await given()
      expect(plant.store.codes.receipts(doorId)).toMatchObject([{ evidenceGrade: 'read_back' }])
      const [jobId] = revokeCode(plant.useCases, plant.actor(), credentialId)
      await plant.job(jobId as never, 'done')
      expect(plant.memory(LOCK)).toEqual(lie === 'lyingAdds' ? [] : ['482915'])
      expect(plant.store.codes.receipts(doorId)).toEqual([])
    },
  )
})
