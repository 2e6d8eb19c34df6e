import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { DoorId, JobId } from '../../../src-main/domain/ids.ts'
import { extendCode } from '../../../src-main/useCases/changeCodes.ts'
import { cancelJobs } from '../../../src-main/useCases/steerJobs.ts'
import { buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'
import { createMemoryLogger } from '../../support/memoryLogger.ts'

const LOCK = lockIdAt(0)
const inDays = (days: number) =>
  new Date(Math.floor(Date.now() / 60_000) * 60_000 + days * 86_400_000).toISOString()
const WRITES = /^\s*(insert|update|delete|commit|release)/i

describe('while the store takes no writes', () => {
  let plant: EnginePlant
  let doorId: DoorId
  /** Asked before each statement; throws what the statement is to fail with. */
  let fail: (statement: string) => void = () => undefined

  afterEach(async () => {
    fail = () => undefined
    await plant.close()
  })

  async function start() {
    plant = await buildEnginePlant({
      site: engineSite([{}]),
      statementSpy: (statement) => fail(statement),
      logger: createMemoryLogger(),
    })
    doorId = await plant.provisioned(LOCK)
    plant.simulator.control.clearJournal()
  }

  const failWritesWith = (code: string) => {
    fail = (statement) => {
      if (WRITES.test(statement)) throw new Database.SqliteError('no', code)
    }
  }
  const trouble = (code: string) =>
    vi.waitUntil(() => plant.engine().trouble?.code === code, { timeout: 15_000 })

  it.each(['SQLITE_FULL', 'SQLITE_READONLY', 'SQLITE_IOERR_WRITE', 'SQLITE_BUSY'])(
    'because of %s in the midst of a command, says so, sends nothing more, and goes on when it ends',
    async (code) => {
      await start()
      const { jobIds } = plant.give([doorId], { pin: '482915' })
      plant.give([doorId], { pin: '771204' })
      await plant.untilStep('marked_sent')
      failWritesWith(code)
      await trouble(code)
      expect(plant.writes(LOCK)).toHaveLength(1)
      expect(plant.store.jobs.get(jobIds[0] as JobId)).toMatchObject({ status: 'running' })
      fail = () => undefined
      const job = await plant.job(jobIds[0] as JobId, 'done')
      await plant.engine().idle()
      expect(plant.engine().trouble).toBeNull()
      expect(plant.memory(LOCK)).toEqual(['482915', '771204'])
      expect(plant.writes(LOCK)).toHaveLength(2)
      expect(job.attemptCount).toBe(1)
      expect(plant.operations(doorId).map((operation) => operation.state)).toEqual(['confirmed', 'confirmed'])
      expect(plant.store.traces.verifyAudit()).toBeNull()
      // Told once, however often it was tried.
      expect(plant.faults).toHaveLength(1)
      expect(plant.troubles).toEqual([code, null])
    },
  )

  it('because of a full disk that a click met first, says so as well, and takes it back when there is room', async () => {
    await start()
    failWritesWith('SQLITE_FULL')
    expect(() => plant.give([doorId], { pin: '482915' })).toThrow()
    expect(plant.engine().trouble).toBeNull()
    plant.engine().storeRefused(new Database.SqliteError('no', 'SQLITE_FULL'))
    expect(plant.engine().trouble).toMatchObject({ code: 'SQLITE_FULL' })
    fail = () => undefined
    await vi.waitUntil(() => plant.engine().trouble === null, { timeout: 15_000 })
    expect(plant.troubles).toEqual(['SQLITE_FULL', null])
  })

  it('because the disk is full before the intent, sends nothing', async () => {
    await start()
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    fail = (statement) => {
      if (!/^\s*insert into "operation"/i.test(statement)) return
      failWritesWith('SQLITE_FULL')
      throw new Database.SqliteError('no', 'SQLITE_FULL')
    }
    await trouble('SQLITE_FULL')
    expect(plant.writes(LOCK)).toEqual([])
    fail = () => undefined
    await plant.job(jobIds[0] as JobId, 'done')
    expect(plant.memory(LOCK)).toEqual(['482915'])
  })

  it('at any one statement of a job, loses nothing and does nothing twice', async () => {
    await start()
    const { credentialId } = plant.give([doorId], { pin: '482915', endsAt: inDays(1) })
    await plant.engine().idle()
    let failedAt = 0
    for (let nth = 1; failedAt === nth - 1; nth++) {
      const endsAt = inDays(nth + 1)
      const jobIds = extendCode(plant.useCases, plant.actor(), { credentialId, endsAt })
      plant.simulator.control.clearJournal()
      let count = 0
      fail = (statement) => {
        if (!WRITES.test(statement)) return
        count++
        if (count !== nth) return
        failedAt = nth
        throw new Database.SqliteError('no', 'SQLITE_FULL')
      }
      await plant.job(jobIds[0] as JobId, 'done')
      await plant.engine().idle()
      fail = () => undefined
      expect([nth, plant.writes(LOCK).map((entry) => entry.effect)]).toEqual([nth, ['applied']])
      const [code] = plant.simulator.control.state({ lockId: LOCK }).locks[0]?.memory ?? []
      expect([nth, code?.endDate]).toEqual([nth, Date.parse(endsAt)])
      expect([nth, plant.store.operations.unsettled()]).toEqual([nth, []])
    }
    expect(failedAt).toBeGreaterThan(30)
    expect(plant.store.traces.verifyAudit()).toBeNull()
  }, 150_000)

  it('in the midst of a command, leaves no plan half applied for ever, whatever becomes of its job', async () => {
    await start()
    const [jobId] = plant.give([doorId], { pin: '482915' }).jobIds as readonly [JobId]
    await plant.untilStep('marked_sent')
    failWritesWith('SQLITE_FULL')
    await trouble('SQLITE_FULL')
    await plant.simulator.control.setService({ up: false })
    fail = () => undefined
    await plant.job(jobId, 'waiting_offline')
    cancelJobs(plant.useCases, plant.actor(), [jobId])
    await plant.simulator.control.setService({ up: true })
    plant.advance(4_000_000)
    await plant.engine().idle()
    expect(plant.operations(doorId).map((operation) => operation.state)).toEqual(['confirmed'])
    expect(plant.store.plans.list(10).map(({ status }) => status)).toEqual(['applied'])
  })

  it('because another process holds the database, goes on when it lets go', async () => {
    await start()
    const holder = spawn(
      process.execPath,
      [fileURLToPath(new URL('../../support/holdDatabase.mjs', import.meta.url)), plant.profile.file],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    )
    await once(holder.stdout, 'data')
    // Asked for by somebody else: our own write would wait as well.
    plant.advance(4_000_000)
    await trouble('SQLITE_BUSY')
    holder.stdin.end()
    await once(holder, 'exit')
    await vi.waitUntil(() => plant.engine().trouble === null, { timeout: 15_000 })
    await plant.engine().idle()
    expect(plant.requests(LOCK)).toEqual(['listKeyboardPwd'])
  }, 40_000)
})
