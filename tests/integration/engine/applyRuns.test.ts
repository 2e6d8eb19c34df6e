import { afterEach, describe, expect, it } from 'vitest'
import type { DoorId, JobId, PlanId } from '../../../src-main/domain/ids.ts'
import { actionLinesOf } from '../../../src-main/engine/planFate.ts'
import { jobDetail } from '../../../src-main/ipc/present/jobDetail.ts'
import { planView } from '../../../src-main/ipc/present/planView.ts'
import { pauseDoor } from '../../../src-main/useCases/holdSending.ts'
import { applyPlan, approvePlan, previewPlan } from '../../../src-main/useCases/plans.ts'
import { readTrace } from '../../../src-main/useCases/readTrace.ts'
import { retryJobs } from '../../../src-main/useCases/steerJobs.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt, oldStray } from '../../support/engineSite.ts'

const APPROVE = { ...AUTO_ULTRA_STRICT, policy: 'approve' } as const
const MINUTE_MS = 60_000

describe('an apply of several doors', () => {
  let plant: EnginePlant
  let planId: PlanId

  afterEach(async () => {
    await plant.close()
  })

  /** A code for two doors, the first of which holds a stray that the approver leaves there. */
  async function approved(strays: readonly string[] = []): Promise<readonly [DoorId, DoorId]> {
    plant = await buildEnginePlant({
      site: engineSite([{ codes: strays.map((pin) => oldStray(pin)) }, {}]),
      enforcement: { ...AUTO_ULTRA_STRICT, mode: 'managed_only' },
      client: { busyRestMs: 100 },
      settings: { busyDelaysMs: [] },
    })
    const doors = [await plant.provisioned(lockIdAt(0)), await plant.provisioned(lockIdAt(1))] as const
    plant.enforce(APPROVE)
    plant.give(doors, { pin: '482915' })
    await plant.engine().idle()
    const preview = previewPlan(plant.useCases, plant.actor(), {
      ...{ scope: { kind: 'site', id: plant.siteId }, title: 'Hotel', mode: APPROVE.mode },
      graceWindowSeconds: APPROVE.graceWindowSeconds,
    })
    await plant.job(preview.jobId, 'done')
    planId = preview.planId
    const lines = plant.store.plans.doors(planId).flatMap(actionLinesOf)
    approvePlan(plant.useCases, plant.actor(), {
      ...{ planId, digest: plant.store.plans.get(planId)?.digest ?? '', reason: 'as agreed' },
      leftOut: lines.flatMap(({ kind, lineId }) => (kind === 'delete' ? [lineId] : [])),
      typedDeletes: null,
    })
    return doors
  }

  const apply = () => applyPlan(plant.useCases, plant.actor(), planId)

  function pause(doorId: DoorId, minutes: number | null): void {
    const until = minutes === null ? null : new Date(plant.clock.nowMs() + minutes * MINUTE_MS).toISOString()
    pauseDoor(plant.useCases, plant.actor(), { doorId, until, reason: 'painters' })
  }

  it('that took two runs, tells what became of all of them', async () => {
    const [, second] = await approved(['771204'])
    pause(second, 60)
    const jobId = apply()
    await plant.engine().idle()
    expect(plant.store.jobs.get(jobId)).toMatchObject({ status: 'queued', heldBy: 'pause' })
    pause(second, null)
    const job = await plant.job(jobId, 'done')

    expect(plant.store.plans.get(planId)?.result).toMatchObject({
      adds: { attempted: 2, ok: 2, failed: 0 },
      analysis: { doors: 2, adds: 2, differences: 3 },
    })
    const trace = readTrace(plant.store, job.correlationId, plant.clock.nowMs())?.parse()
    expect(trace?.outcome).toContain('1 code')
    expect(trace?.outcome).not.toContain('in step')
  })

  it('one of which cannot be read, says of its lines why they were not sent', async () => {
    const [, second] = await approved()
    plant.simulator.control.addFault({
      ...{ kind: 'truncated', path: '/v3/lock/listKeyboardPwd', lockId: lockIdAt(1), count: 1_000 },
    })
    const jobId = apply()
    for (let run = 0; run < 12 && plant.store.jobs.get(jobId)?.finishedAt === null; run++) {
      await plant.engine().idle()
      plant.advance(16 * MINUTE_MS)
    }
    const job = plant.store.jobs.get(jobId)
    expect(job).toMatchObject({ status: 'failed' })

    const sentence = `Not sent: ${job?.lastError}`
    const [line] = Object.values(plant.store.plans.door(planId, second)?.results ?? {})
    expect(line).toEqual({ result: 'skipped', sentence })
    expect(plant.store.plans.get(planId)?.result).toMatchObject({
      left_out: [{ door_id: second, because: sentence }],
    })
    const view = planView(plant.store, planId, { doorsToRead: 0, nowMs: plant.clock.nowMs() })
    expect(view?.progress).toMatchObject({ approved: 2, proven: 1, failed: 0, leftOut: 1 })
    expect(retryJobs(plant.useCases, plant.actor(), [jobId])).toBe(0)
    expect(jobDetail(plant, jobId).job).toMatchObject({ canRetry: false, needsNewPreview: true })
  })

  it('one of which is paused, tries another again in its own time', async () => {
    const [first] = await approved()
    pause(first, 8 * 60)
    plant.simulator.control.addFault({
      ...{ kind: 'errcode', errcode: -3003, count: 1, path: '/v3/keyboardPwd/add', lockId: lockIdAt(1) },
    })
    const jobId: JobId = apply()
    await plant.engine().idle()
    expect(plant.store.jobs.get(jobId)).toMatchObject({ heldBy: 'pause', attemptCount: 1 })
    plant.advance(MINUTE_MS)
    await plant.engine().idle()
    expect(plant.memory(lockIdAt(1))).toEqual(['482915'])
    expect(plant.store.jobs.get(jobId)).toMatchObject({ heldBy: 'pause', attemptCount: 1 })
  })
})
