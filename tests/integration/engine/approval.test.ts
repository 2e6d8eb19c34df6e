import { afterEach, describe, expect, it } from 'vitest'
import type { DoorId, JobId, PlanId } from '../../../src-main/domain/ids.ts'
import { planView } from '../../../src-main/ipc/present/planView.ts'
import { answerApply } from '../../../src-main/useCases/answerApply.ts'
import { extendCode } from '../../../src-main/useCases/changeCodes.ts'
import { checkDoors } from '../../../src-main/useCases/checkDoors.ts'
import {
  applyPlan,
  approvePlan,
  previewPlan,
  rejectPlan,
  stopPlan,
} from '../../../src-main/useCases/plans.ts'
import { readTrace } from '../../../src-main/useCases/readTrace.ts'
import { cancelJobs } from '../../../src-main/useCases/steerJobs.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt, oldStray } from '../../support/engineSite.ts'

const APPROVE = { ...AUTO_ULTRA_STRICT, policy: 'approve' } as const
const DAY_MS = 86_400_000

describe('a plan that a person approves', () => {
  let plant: EnginePlant
  const statements: string[] = []

  afterEach(async () => {
    await plant.close()
  })

  /** Doors whose locks are empty and were read before, at a site that asks first. */
  async function start(
    count: number,
    enforcement: typeof APPROVE = APPROVE,
    settings: { readonly jobsAtOnce?: number } = {},
  ): Promise<readonly DoorId[]> {
    plant = await buildEnginePlant({
      settings,
      site: engineSite(Array.from({ length: count }, () => ({}))),
      statementSpy: (statement) => void statements.push(statement),
    })
    const doors: DoorId[] = []
    for (let index = 0; index < count; index++) doors.push(await plant.provisioned(lockIdAt(index)))
    plant.enforce(enforcement)
    await plant.engine().idle()
    plant.simulator.control.clearJournal()
    return doors
  }

  /** The doors of the plan as its page has them. */
  function shown(planId: PlanId): readonly DoorId[] {
    const view = planView(plant.store, planId, { doorsToRead: 0, nowMs: plant.clock.nowMs() })
    return (view?.doors ?? []).map(({ doorId }) => doorId as DoorId)
  }

  function approve(planId: PlanId, leftOut: readonly string[] = []): void {
    const plan = plant.store.plans.get(planId)
    approvePlan(plant.useCases, plant.actor(), {
      planId,
      digest: plan?.digest ?? '',
      leftOut,
      reason: 'as agreed',
      typedDeletes: null,
    })
  }

  function approveAll(planId: PlanId): JobId {
    approve(planId)
    return applyPlan(plant.useCases, plant.actor(), planId)
  }

  const results = (planId: PlanId) =>
    plant.store.plans
      .doors(planId)
      .map((door) => [door.state, ...Object.values(door.results).map(({ result }) => result)])

  it('made by a change, waits; approved, it is sent, proven, and ends the job that asked', async () => {
    const doors = await start(1)
    const { jobIds, correlationId } = plant.give(doors, { pin: '482915' })
    const asking = await plant.job(jobIds[0] as JobId, 'awaiting_approval')
    expect(plant.writes(lockIdAt(0))).toEqual([])
    const planId = asking.planId as PlanId
    const applying = await plant.job(approveAll(planId), 'done')
    expect(applying.correlationId).toBe(correlationId)
    expect(plant.memory(lockIdAt(0))).toEqual(['482915'])
    expect(results(planId)).toEqual([['done', 'ok']])
    expect(plant.store.plans.get(planId)?.status).toBe('applied')
    expect(plant.store.jobs.get(asking.id)?.status).toBe('done')
    expect(plant.operations(doors[0] as DoorId)).toMatchObject([{ planId, state: 'confirmed' }])
  })

  it('is approved by its own digest alone, and applied only once it was (checklist 29)', async () => {
    const doors = await start(1)
    const { jobIds } = plant.give(doors, { pin: '482915' })
    const { planId } = await plant.job(jobIds[0] as JobId, 'awaiting_approval')
    const asked = { planId: planId as PlanId, leftOut: [], reason: 'as agreed', typedDeletes: null }
    for (const request of [
      { ...asked, digest: '0'.repeat(64) },
      { ...asked, digest: plant.store.plans.get(asked.planId)?.digest ?? '', leftOut: ['a line of no door'] },
    ]) {
      expect(() => approvePlan(plant.useCases, plant.actor(), request)).toThrow(
        expect.objectContaining({ code: 'plan_changed' }),
      )
    }
    expect(() => applyPlan(plant.useCases, plant.actor(), asked.planId)).toThrow(
      expect.objectContaining({ code: 'plan_not_approved' }),
    )
    await plant.engine().idle()
    expect(plant.writes(lockIdAt(0))).toEqual([])
    expect(plant.store.plans.get(asked.planId)?.status).toBe('previewed')
  })

  it('of many doors, is approved without reading the whole plan of any, and costs what is chosen', async () => {
    const doors = await start(3)
    plant.give(doors, { pin: '482915' })
    plant.give(doors.slice(0, 1), { pin: '739154' })
    await plant.engine().idle()
    const { planId, jobId } = previewPlan(plant.useCases, plant.actor(), {
      ...{ scope: { kind: 'site', id: plant.siteId }, title: 'Hotel' },
      ...{ mode: APPROVE.mode, graceWindowSeconds: APPROVE.graceWindowSeconds },
    })
    await plant.job(jobId, 'done')
    statements.length = 0
    approve(planId)
    expect(statements.filter((statement) => statement.includes('plan_json'))).toEqual([])
    // A list before, each command, a list after.
    const calls = plant.store.plans.doorHeads(planId).map((door) => door.approvedCalls)
    expect(calls).toEqual([4, 3, 3])
  })

  it('of several doors, serves the one first whose code opens first', async () => {
    const doors = await start(3, APPROVE, { jobsAtOnce: 1 })
    const inHours = (hours: number) => new Date(plant.clock.nowMs() + hours * 3_600_000).toISOString()
    for (const [index, hours] of [5, 9, 2].entries()) {
      plant.give(doors.slice(index, index + 1), { startsAt: inHours(hours), endsAt: inHours(20) })
    }
    await plant.engine().idle()
    const { planId, jobId } = previewPlan(plant.useCases, plant.actor(), {
      ...{ scope: { kind: 'site', id: plant.siteId }, title: 'Hotel' },
      ...{ mode: APPROVE.mode, graceWindowSeconds: APPROVE.graceWindowSeconds },
    })
    await plant.job(jobId, 'done')
    expect(shown(planId).map((doorId) => doors.indexOf(doorId))).toEqual([2, 0, 1])
    await plant.job(approveAll(planId), 'done')
    const served = doors
      .flatMap((doorId) => plant.operations(doorId).map(({ id }) => ({ doorId, id })))
      .sort((a, b) => a.id - b.id)
    expect(served.map(({ doorId }) => doors.indexOf(doorId))).toEqual([2, 0, 1])
  })

  it('without the line that was most urgent, shows its doors by what was approved of them', async () => {
    const [first, second] = await start(2)
    if (first === undefined || second === undefined) throw new Error('two doors were asked for')
    const inHours = (hours: number) => new Date(plant.clock.nowMs() + hours * 3_600_000).toISOString()
    const give = (doorId: DoorId, hours: number) =>
      plant.give([doorId], { startsAt: inHours(hours), endsAt: inHours(20) })
    give(first, 1)
    give(first, 9)
    give(second, 5)
    await plant.engine().idle()
    const { planId, jobId } = previewPlan(plant.useCases, plant.actor(), {
      ...{ scope: { kind: 'site', id: plant.siteId }, title: 'Hotel' },
      ...{ mode: APPROVE.mode, graceWindowSeconds: APPROVE.graceWindowSeconds },
    })
    await plant.job(jobId, 'done')
    expect(shown(planId)).toEqual([first, second])
    const [soonest] = plant.store.plans
      .lineBriefsOfDoor(planId, first)
      .toSorted((a, b) => (a.deadlineMs ?? 0) - (b.deadlineMs ?? 0))
    approve(planId, soonest ? [soonest.lineId] : [])
    expect(shown(planId)).toEqual([second, first])
  })

  it('finds one door moved: that one is stale, the others are done', async () => {
    const doors = await start(3)
    plant.give(doors, { pin: '482915' })
    await plant.engine().idle()
    const preview = previewPlan(plant.useCases, plant.actor(), {
      scope: { kind: 'site', id: plant.siteId },
      title: 'Hotel',
      mode: APPROVE.mode,
      graceWindowSeconds: APPROVE.graceWindowSeconds,
    })
    await plant.job(preview.jobId, 'done')
    plant.simulator.control.putCode({ lockId: lockIdAt(1), ...oldStray('771204') })
    const applying = await plant.job(approveAll(preview.planId), 'done')
    expect(results(preview.planId)).toEqual([
      ['done', 'ok'],
      ['stale', 'stale'],
      ['done', 'ok'],
    ])
    expect(plant.store.jobs.sumOf([applying.id]).staleDoors).toBe(1)
    expect(plant.writes(lockIdAt(1))).toEqual([])
    expect(plant.memory(lockIdAt(1))).toEqual(['771204'])
    expect(plant.store.plans.get(preview.planId)?.status).toBe('partly_applied')
  })

  it('finds its code put there by somebody else: stale, and not sent', async () => {
    const doors = await start(1)
    const { jobIds, codeName } = plant.give(doors, { pin: '482915' })
    const asking = await plant.job(jobIds[0] as JobId, 'awaiting_approval')
    await plant.stopEngine()
    const jobId = approveAll(asking.planId as PlanId)
    plant.simulator.control.putCode({
      lockId: lockIdAt(0),
      ...oldStray('482915', { keyboardPwdName: codeName }),
    })
    await plant.restartEngine()
    await plant.job(jobId, 'done')
    expect(plant.writes(lockIdAt(0))).toEqual([])
    expect(results(asking.planId as PlanId)).toEqual([['stale', 'stale']])
  })

  it('with a replace whose second half was lost, finishes it without asking again', async () => {
    const doors = await start(1, { ...APPROVE, policy: 'auto' } as never)
    const { jobIds, credentialId } = plant.give(doors, { pin: '482915' })
    await plant.job(jobIds[0] as JobId, 'done')
    plant.enforce(APPROVE)
    await plant.engine().idle()
    const endsAt = new Date(Date.now() + 3 * DAY_MS).toISOString()
    const [enforceId] = extendCode(plant.useCases, plant.actor(), { credentialId, endsAt })
    const asking = await plant.job(enforceId as JobId, 'awaiting_approval')
    plant.simulator.control.clearJournal()
    plant.simulator.control.addFault({ kind: 'drop', path: '/v3/keyboardPwd/add' })
    const jobId = approveAll(asking.planId as PlanId)
    await plant.engine().idle()
    expect(plant.memory(lockIdAt(0))).toEqual([])
    plant.advance(60_000)
    await plant.job(jobId, 'done')
    expect(plant.memory(lockIdAt(0))).toEqual(['482915'])
    expect(plant.writes(lockIdAt(0)).map((entry) => entry.path.split('/').at(-1))).toEqual([
      'delete',
      'add',
      'add',
    ])
    expect(results(asking.planId as PlanId)).toEqual([['done', 'ok']])
    expect(plant.store.plans.get(asking.planId as PlanId)?.status).toBe('applied')
  })

  it('goes on after the program ended in the midst of it', async () => {
    const doors = await start(3)
    plant.give(doors, { pin: '482915' })
    await plant.engine().idle()
    const preview = previewPlan(plant.useCases, plant.actor(), {
      scope: { kind: 'site', id: plant.siteId },
      title: 'Hotel',
      mode: APPROVE.mode,
      graceWindowSeconds: APPROVE.graceWindowSeconds,
    })
    await plant.job(preview.jobId, 'done')
    const first = plant.untilStep('marked_sent')
    const jobId = approveAll(preview.planId)
    await first
    await plant.restartEngine()
    await plant.job(jobId, 'done')
    for (const index of doors.keys()) {
      expect(plant.memory(lockIdAt(index))).toEqual(['482915'])
      expect(plant.writes(lockIdAt(index)).filter((entry) => entry.effect === 'applied')).toHaveLength(1)
    }
    expect(plant.store.plans.get(preview.planId)?.status).toBe('applied')
  })

  it('stopped, is partly applied and says of the rest that it was not sent', async () => {
    const doors = await start(1)
    plant.give(doors, { pin: '482915' })
    plant.give(doors, { pin: '771204' })
    await plant.engine().idle()
    const planId = plant.store.plans.openPlanOfDoor(doors[0] as DoorId)?.id as PlanId
    const first = plant.untilStep('marked_sent')
    const jobId = approveAll(planId)
    await first
    stopPlan(plant.useCases, plant.actor(), planId)
    await plant.job(jobId, 'cancelled')
    expect(plant.store.plans.get(planId)?.status).toBe('partly_applied')
    expect(plant.writes(lockIdAt(0))).toHaveLength(1)
    expect(results(planId)[0]?.slice(1).sort()).toEqual(['ok', 'skipped'])
  })

  it('whose apply has used up its tries, asks a person; stopped, it is closed, and so is the job that asked', async () => {
    const doors = await start(1)
    const { jobIds } = plant.give(doors, { pin: '482915' })
    const asking = await plant.job(jobIds[0] as JobId, 'awaiting_approval')
    plant.simulator.control.addFault({
      kind: 'errcode',
      errcode: -3003,
      count: 1_000,
      path: '/v3/keyboardPwd/add',
    })
    const jobId = approveAll(asking.planId as PlanId)
    for (let attempt = 0; attempt < 8; attempt++) {
      await plant.engine().idle()
      plant.advance(20 * 60_000)
    }
    expect(plant.store.jobs.get(jobId)).toMatchObject({
      heldBy: 'decision',
      lastError: expect.stringContaining('busy'),
    })
    answerApply(plant.useCases, plant.actor(), {
      planId: asking.planId as PlanId,
      ...{ kind: 'busy', choice: 'stop', isRemembered: false },
    })
    await plant.job(jobId, 'cancelled')
    expect(plant.store.plans.get(asking.planId as PlanId)?.status).toBe('partly_applied')
    expect(plant.store.jobs.get(asking.id)?.finishedAt).not.toBeNull()
  })

  it('and nobody decides about, expires after a day with the job that asked', async () => {
    const doors = await start(1)
    const { jobIds } = plant.give(doors, { pin: '482915' })
    const asking = await plant.job(jobIds[0] as JobId, 'awaiting_approval')
    const planId = asking.planId as PlanId
    plant.advance(DAY_MS - 60_000)
    await plant.engine().idle()
    expect(plant.store.plans.get(planId)?.status).toBe('previewed')
    plant.advance(120_000)
    await plant.job(asking.id, 'cancelled')
    expect(plant.store.plans.get(planId)?.status).toBe('expired')
    expect(plant.store.jobs.get(asking.id)?.lastError).toContain('nobody decided about it')
    expect(() => approveAll(planId)).toThrow(expect.objectContaining({ code: 'plan_expired' }))
    expect(plant.writes(lockIdAt(0))).toEqual([])
  })

  it('and that is approved, counts for eight hours and not longer', async () => {
    const doors = await start(1)
    const { jobIds } = plant.give(doors, { pin: '482915' })
    const asking = await plant.job(jobIds[0] as JobId, 'awaiting_approval')
    const planId = asking.planId as PlanId
    approve(planId)
    plant.advance(8 * 3_600_000 + 60_000)
    await plant.job(asking.id, 'cancelled')
    expect(plant.store.plans.get(planId)?.status).toBe('expired')
    const apply = () => applyPlan(plant.useCases, plant.actor(), planId)
    expect(apply).toThrow(expect.objectContaining({ code: 'plan_expired' }))
    expect(plant.writes(lockIdAt(0))).toEqual([])
  })

  it('rejected, ends the job that asked', async () => {
    const doors = await start(1)
    const { jobIds } = plant.give(doors, { pin: '482915' })
    const asking = await plant.job(jobIds[0] as JobId, 'awaiting_approval')
    rejectPlan(plant.useCases, plant.actor(), { planId: asking.planId as PlanId, reason: 'not today' })
    expect(plant.store.jobs.get(asking.id)).toMatchObject({ status: 'cancelled' })
    expect(plant.writes(lockIdAt(0))).toEqual([])
  })

  it('cancelled before its first operation, is closed with the job that asked', async () => {
    const doors = await start(1)
    const { jobIds } = plant.give(doors, { pin: '482915' })
    const asking = await plant.job(jobIds[0] as JobId, 'awaiting_approval')
    await plant.stopEngine()
    cancelJobs(plant.useCases, plant.actor(), [approveAll(asking.planId as PlanId)])
    expect(plant.store.plans.get(asking.planId as PlanId)?.status).toBe('partly_applied')
    expect(plant.store.jobs.get(asking.id)?.status).toBe('cancelled')
  })

  it('whose job is cancelled while it waits, can no longer be approved', async () => {
    const doors = await start(1)
    const { jobIds } = plant.give(doors, { pin: '482915' })
    const asking = await plant.job(jobIds[0] as JobId, 'awaiting_approval')
    cancelJobs(plant.useCases, plant.actor(), [asking.id])
    expect(plant.store.plans.get(asking.planId as PlanId)?.status).toBe('rejected')
    expect(() => approveAll(asking.planId as PlanId)).toThrow()
  })

  it('that a newer look finds the same, keeps its place; a different one replaces it', async () => {
    const doors = await start(1)
    const { jobIds } = plant.give(doors, { pin: '482915' })
    const asking = await plant.job(jobIds[0] as JobId, 'awaiting_approval')
    plant.advance(66 * 60_000)
    await plant.engine().idle()
    expect(plant.store.jobs.get(asking.id)?.status).toBe('awaiting_approval')
    plant.give(doors, { pin: '771204' })
    await plant.engine().idle()
    expect(plant.store.jobs.get(asking.id)).toMatchObject({ status: 'cancelled' })
    expect(plant.store.jobs.get(asking.id)?.lastError).toMatch(/^Replaced by plan \d+\.$/)
    expect(plant.store.plans.get(asking.planId as PlanId)?.status).toBe('superseded')
    const newer = plant.store.plans.openPlanOfDoor(doors[0] as DoorId)
    expect(newer).toMatchObject({ status: 'previewed', summary: { adds: 2 } })
  })

  it('only looked at, is never sent', async () => {
    const doors = await start(1)
    const [jobId] = checkDoors(plant.useCases, plant.actor(), doors)
    plant.simulator.control.putCode({ lockId: lockIdAt(0), ...oldStray('771204') })
    await plant.job(jobId as JobId, 'done')
    expect(plant.requests(lockIdAt(0))).toEqual(['listKeyboardPwd'])
    expect(plant.store.doors.state(doors[0] as DoorId).differences).toBe(1)
    const { correlationId } = plant.store.jobs.get(jobId as JobId) ?? {}
    if (correlationId === undefined) throw new Error('no such job')
    expect(readTrace(plant.store, correlationId, plant.clock.nowMs())?.parse().outcome).toMatch(
      /; nothing was sent; 1 code needs your attention\.$/,
    )
  })
})
