import { afterEach, describe, expect, it } from 'vitest'
import type { DoorId, JobId, PlanId } from '../../../src-main/domain/ids.ts'
import type { ApplyChoice, UnexpectedKind } from '../../../src-main/domain/plan/applyDialog.ts'
import { answerApply } from '../../../src-main/useCases/answerApply.ts'
import { extendCode } from '../../../src-main/useCases/changeCodes.ts'
import { applyPlan, approvePlan, previewPlan, stopPlan } from '../../../src-main/useCases/plans.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'

const APPROVE = { ...AUTO_ULTRA_STRICT, policy: 'approve' } as const
const ADD = '/v3/keyboardPwd/add'
const LOCK_FULL = -3009
const GATEWAY_OFFLINE = -3002

describe('an apply that meets what it did not expect', () => {
  let plant: EnginePlant
  let planId: PlanId

  afterEach(async () => {
    await plant.close()
  })

  /** An approved plan that adds these codes on each of so many doors. */
  async function approved(count: number, pins: readonly string[] = ['482915']): Promise<readonly DoorId[]> {
    plant = await buildEnginePlant({ site: engineSite(Array.from({ length: count }, () => ({}))) })
    const doors: DoorId[] = []
    for (let index = 0; index < count; index++) doors.push(await plant.provisioned(lockIdAt(index)))
    plant.enforce(APPROVE)
    await plant.engine().idle()
    for (const pin of pins) plant.give(doors, { pin })
    await plant.engine().idle()
    const preview = previewPlan(plant.useCases, plant.actor(), {
      ...{ scope: { kind: 'site', id: plant.siteId }, title: 'Hotel', mode: APPROVE.mode },
      graceWindowSeconds: APPROVE.graceWindowSeconds,
    })
    await plant.job(preview.jobId, 'done')
    planId = preview.planId
    approvePlan(plant.useCases, plant.actor(), {
      planId,
      digest: plant.store.plans.get(planId)?.digest ?? '',
      leftOut: [],
      reason: 'as agreed',
      typedDeletes: null,
    })
    plant.simulator.control.clearJournal()
    return doors
  }

  const refuse = (index: number, errcode: number, count = 1) =>
    plant.simulator.control.addFault({ kind: 'errcode', errcode, count, path: ADD, lockId: lockIdAt(index) })
  const apply = () => applyPlan(plant.useCases, plant.actor(), planId)
  const answer = (kind: UnexpectedKind, choice: ApplyChoice, isRemembered = false) =>
    answerApply(plant.useCases, plant.actor(), { planId, kind, choice, isRemembered })
  const questions = () => plant.store.plans.get(planId)?.dialog.questions ?? []
  const adds = (index: number) => plant.requests(lockIdAt(index)).filter((path) => path === 'add').length
  const results = () =>
    plant.store.plans
      .doors(planId)
      .map((door) => [door.state, ...Object.values(door.results).map(({ result }) => result)])

  /** Runs the apply until it rests on a question; the other doors are done by then. */
  async function asked(): Promise<JobId> {
    const jobId = apply()
    await plant.engine().idle()
    expect(plant.store.jobs.get(jobId)).toMatchObject({
      ...{ status: 'queued', heldBy: 'decision', attemptCount: 0 },
      ...{ nextRunAt: null, leaseToken: null },
    })
    return jobId
  }

  it('asks once its other doors are done, and holds no lease while it rests', async () => {
    const [, side] = await approved(3)
    refuse(1, LOCK_FULL)
    await asked()
    expect(questions()).toMatchObject([{ kind: 'data', doors: [{ doorId: side }] }])
    expect(plant.memory(lockIdAt(0))).toEqual(['482915'])
    expect(plant.memory(lockIdAt(2))).toEqual(['482915'])
    plant.advance(26 * 3_600_000)
    await plant.engine().idle()
    expect(adds(1)).toBe(1)
  })

  it('answered with retry, sends what was left and nothing twice', async () => {
    await approved(2)
    refuse(0, LOCK_FULL)
    const jobId = await asked()
    answer('data', 'retry')
    await plant.job(jobId, 'done')
    expect([adds(0), adds(1)]).toEqual([2, 1])
    expect(plant.memory(lockIdAt(0))).toEqual(['482915'])
    expect(plant.store.plans.get(planId)?.status).toBe('applied')
  })

  it('answered with skip, is partly applied and says what was left out and by whom', async () => {
    const [front] = await approved(2)
    refuse(0, GATEWAY_OFFLINE)
    const jobId = await asked()
    answer('gateway_offline', 'skip_door')
    await plant.job(jobId, 'done')
    expect(results()).toEqual([
      ['skipped', expect.stringMatching(/failed|skipped/)],
      ['done', 'ok'],
    ])
    expect(plant.memory(lockIdAt(0))).toEqual([])
    const plan = plant.store.plans.get(planId) ?? expect.unreachable()
    expect(plan.status).toBe('partly_applied')
    const trail = plant.store.traces.auditOf([plan.correlationId])
    expect(trail.find(({ action }) => action === 'answer_skip_door')).toMatchObject({
      operatorId: plant.actor().operatorId,
      before: { asked: 'gateway_offline', door_ids: [front] },
    })
  })

  it('answered with stop, ends, and each line that was not sent says who stopped it', async () => {
    await approved(1, ['482915', '771204'])
    refuse(0, GATEWAY_OFFLINE)
    const jobId = await asked()
    answer('gateway_offline', 'stop')
    await plant.job(jobId, 'cancelled')
    expect(plant.store.plans.get(planId)).toMatchObject({
      status: 'partly_applied',
      stopRequestedBy: plant.actor().operatorId,
    })
    expect(adds(0)).toBe(1)
    const [door] = plant.store.plans.doors(planId)
    expect(Object.values(door?.results ?? {}).map(({ sentence }) => sentence)).toContain(
      'Not sent: Maria stopped the apply.',
    )
  })

  it('with the answer remembered, does not ask again for that kind, and asks for another', async () => {
    await approved(3)
    refuse(0, GATEWAY_OFFLINE)
    const jobId = await asked()
    refuse(0, LOCK_FULL)
    answer('gateway_offline', 'retry', true)
    await plant.engine().idle()
    expect(questions().map(({ kind }) => kind)).toEqual(['data'])
    refuse(0, GATEWAY_OFFLINE)
    answer('data', 'retry')
    await plant.engine().idle()
    expect(questions()).toEqual([])
    expect(plant.store.jobs.get(jobId)).toMatchObject({ waitReason: 'gateway_offline' })
    plant.advance(2 * 60_000)
    await plant.job(jobId, 'done')
    expect(plant.memory(lockIdAt(0))).toEqual(['482915'])
  })

  it('with skip remembered, leaves out further doors of the kind by the word of that person', async () => {
    await approved(2)
    refuse(0, LOCK_FULL)
    refuse(1, GATEWAY_OFFLINE)
    const jobId = await asked()
    refuse(0, GATEWAY_OFFLINE)
    answer('gateway_offline', 'skip_door', true)
    answer('data', 'retry')
    await plant.job(jobId, 'done')
    expect(results().map(([state]) => state)).toEqual(['skipped', 'skipped'])
  })

  it('goes on asking after the program ended, and takes the answer then', async () => {
    await approved(2)
    refuse(1, LOCK_FULL)
    const jobId = await asked()
    await plant.restartEngine()
    await plant.engine().idle()
    expect(plant.store.jobs.get(jobId)).toMatchObject({ status: 'queued', heldBy: 'decision' })
    expect(questions()).toHaveLength(1)
    answer('data', 'retry')
    await plant.job(jobId, 'done')
    expect(plant.memory(lockIdAt(1))).toEqual(['482915'])
  })

  it('is ended by Stop at once, also while it rests', async () => {
    await approved(2)
    refuse(1, LOCK_FULL)
    const jobId = await asked()
    stopPlan(plant.useCases, plant.actor(), planId)
    await plant.job(jobId, 'cancelled')
    expect(plant.store.plans.get(planId)?.status).toBe('partly_applied')
    expect(() => answer('data', 'retry')).toThrow(expect.objectContaining({ code: 'plan_already_decided' }))
  })

  it('refuses an answer to what it did not ask', async () => {
    await approved(1)
    refuse(0, LOCK_FULL)
    await asked()
    expect(() => answer('gateway_offline', 'retry')).toThrow(
      expect.objectContaining({ code: 'nothing_asked' }),
    )
  })

  it('unattended, never asks', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    const doorId = await plant.provisioned(lockIdAt(0))
    refuse(0, LOCK_FULL)
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    await plant.engine().idle()
    expect(plant.store.jobs.get(jobIds[0] as JobId)).toMatchObject({ status: 'failed', heldBy: null })
  })

  it('stopped between the halves of a replace, says that the old code is gone and the new one not there', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    const doorId = await plant.provisioned(lockIdAt(0))
    const given = plant.give([doorId], { pin: '482915' })
    await plant.job(given.jobIds[0] as JobId, 'done')
    plant.enforce(APPROVE)
    await plant.engine().idle()
    const endsAt = new Date(Math.floor(plant.clock.nowMs() / 60_000) * 60_000 + 86_400_000).toISOString()
    const [asking] = extendCode(plant.useCases, plant.actor(), { credentialId: given.credentialId, endsAt })
    planId = (await plant.job(asking as JobId, 'awaiting_approval')).planId as PlanId
    approvePlan(plant.useCases, plant.actor(), {
      ...{ planId, digest: plant.store.plans.get(planId)?.digest ?? '', leftOut: [] },
      ...{ reason: 'as agreed', typedDeletes: null },
    })
    const jobId = apply()
    await plant.untilStep('answer_committed')
    stopPlan(plant.useCases, plant.actor(), planId)
    await plant.job(jobId, 'cancelled')

    expect(plant.memory(lockIdAt(0))).toEqual([])
    const lines = plant.store.plans.doors(planId).flatMap((door) => Object.values(door.results))
    expect(lines).toEqual([
      { result: 'failed', sentence: 'The old code was removed, the new one was not put on the lock.' },
    ])
    expect(plant.store.plans.get(planId)?.result).toMatchObject({
      replaces: { attempted: 1, failed: 1 },
      left_out: [],
    })
  })
})
