import { rmSync, writeFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type JobId, SYSTEM_OPERATOR_ID } from '../../../src-main/domain/ids.ts'
import { toIso } from '../../../src-main/domain/instant.ts'
import { JOB_PRIORITIES } from '../../../src-main/domain/job/job.ts'
import { LOG_RETENTION_SETTING } from '../../../src-main/domain/trace/retention.ts'
import { storeAlarms } from '../../../src-main/ipc/present/storeAlarms.ts'
import { buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'
import { changeAuditRow } from '../../support/forgedAudit.ts'
import { logRow } from '../../support/storeScene.ts'
import { createTestBackups } from '../../support/testBackups.ts'

const DAY_MS = 86_400_000

describe('maintenance', () => {
  let plant: EnginePlant

  beforeEach(async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    plant.store.settings.write(LOG_RETENTION_SETTING, 30)
  })
  afterEach(async () => {
    await plant.close()
  })

  function enqueue(): JobId {
    const id = plant.store.write(
      () =>
        plant.store.jobs.enqueue({
          type: 'maintenance',
          target: 'store',
          doorId: null,
          accountId: null,
          planId: null,
          reason: 'daily maintenance',
          correlationId: plant.useCases.random.correlationId(),
          userId: SYSTEM_OPERATOR_ID,
          priority: JOB_PRIORITIES.click,
          dueAt: toIso(plant.clock.nowMs()),
        }).job.id,
    )
    plant.engine().wake()
    return id
  }

  async function maintain(): Promise<void> {
    await plant.job(enqueue(), 'done')
  }

  function steps(action: string) {
    const every = { statuses: [], types: ['maintenance'], text: '', beforeId: null, limit: 100 } as const
    return plant.store.jobs
      .list(every)
      .flatMap(({ job }) => plant.logs(job.correlationId).filter((log) => log.action === action))
  }

  it('takes away logs older than the period, keeps the audit, and comes back each day', async () => {
    const { jobId, correlationId } = plant.provision(lockIdAt(0))
    await plant.job(jobId, 'done')
    expect(plant.logs(correlationId).length).toBeGreaterThan(0)
    const audited = plant.store.traces.auditOf([correlationId]).length
    plant.advance(29 * DAY_MS)
    await maintain()
    expect(plant.logs(correlationId).length).toBeGreaterThan(0)
    plant.advance(2 * DAY_MS)
    await plant.engine().idle()
    expect(plant.logs(correlationId)).toEqual([])
    expect(plant.store.traces.auditOf([correlationId])).toHaveLength(audited)
  })

  it('takes thousands of old logs in small batches, between which others write', async () => {
    const now = toIso(plant.clock.nowMs())
    const correlationId = plant.useCases.random.correlationId()
    plant.store.write(() => {
      for (let row = 0; row < 450; row += 1)
        plant.store.traces.appendLog(
          logRow({
            correlationId,
            startedAt: now,
            createdAt: now,
            response: { text: `${row % 150}`.repeat(1_000) },
          }),
        )
    })
    plant.advance(31 * DAY_MS)
    const left: number[] = []
    let isDone = false
    const watching = (async () => {
      while (!isDone) {
        plant.store.settings.write('somebody_else', left.length)
        const rows = plant.store.traces.logCount([correlationId])
        if (left.at(-1) !== rows) left.push(rows)
        await setImmediate()
      }
    })()
    await maintain()
    isDone = true
    await watching
    expect([left[0], left.at(-1)]).toEqual([450, 0])
    const reader = new Database(plant.profile.file, { readonly: true })
    expect(reader.prepare('SELECT count(*) FROM log_body').pluck().get()).toBe(0)
    reader.close()
    for (const [place, rows] of left.entries())
      expect((left[place - 1] ?? rows) - rows).toBeLessThanOrEqual(100)
  })

  it('does not take everything because the clock is years ahead', async () => {
    await maintain()
    const { jobId, correlationId } = plant.provision(lockIdAt(0))
    await plant.job(jobId, 'done')
    plant.advance(3_650 * DAY_MS)
    await maintain()
    expect(plant.logs(correlationId).length).toBeGreaterThan(0)
  })

  it('takes away what locks noted of their use together with the logs of that time', async () => {
    const doorId = await plant.provisioned(lockIdAt(0))
    const deviceId = plant.store.doors.get(doorId)?.integrationDeviceId
    if (deviceId === undefined) throw new Error('no door')
    const nowMs = plant.clock.nowMs()
    const use = { recordType: 4, recordTypeFromLock: 4, isSuccess: true, username: null, receivedAtMs: nowMs }
    const noted = () =>
      plant.store.doorUse.insert(deviceId, [{ ...use, recordId: '1', pin: '482915', lockTimeMs: nowMs }])
    expect(noted()).toBe(1)
    plant.advance(29 * DAY_MS)
    await maintain()
    expect(noted()).toBe(0)
    plant.advance(2 * DAY_MS)
    await maintain()
    expect(noted()).toBe(1)
  })

  it('copies the database once a day, and says in its trace which copy and how large', async () => {
    await maintain()
    await maintain()
    const backups = createTestBackups(plant.profile.file, plant.clock)
    const [backup, ...others] = backups.list()
    expect([backup?.kind, others]).toEqual(['daily', []])
    expect(steps('MAINTENANCE_JOB:BACKED_UP')).toMatchObject([
      { ok: true, response: { backup: backup?.name, octets: backup?.octets } },
    ])
    plant.advance(DAY_MS)
    await maintain()
    expect(backups.list()).toHaveLength(2)
  })

  it('that finds no room for the copy says so, and is tried again', async () => {
    writeFileSync(plant.profile.backupFolder, 'a file where the folder should be')
    const id = enqueue()
    await vi.waitFor(() => expect(plant.store.jobs.get(id)?.lastError).not.toBeNull())
    expect(plant.store.jobs.get(id)).toMatchObject({
      lastError: expect.stringMatching(/^The daily backup could not be made: /),
    })
    expect(steps('MAINTENANCE_JOB:BACKED_UP')[0]).toMatchObject({ ok: false })
    rmSync(plant.profile.backupFolder)
    plant.advance(DAY_MS)
    await plant.job(id, 'done')
    expect(storeAlarms(plant)).toEqual([])
  })

  it('that finds a row of the audit changed fails with its number, after the copy was made', async () => {
    changeAuditRow(plant.profile.file, 2)
    expect(storeAlarms(plant)).toEqual([])
    const job = await plant.job(enqueue(), 'failed')
    const error = 'The audit was changed: row 2 does not follow from the one before.'
    expect(job.lastError).toBe(error)
    expect(storeAlarms(plant)).toMatchObject([{ kind: 'maintenance_failed', error, at: job.finishedAt }])
    expect(createTestBackups(plant.profile.file, plant.clock).list()).toHaveLength(1)
  })
})
