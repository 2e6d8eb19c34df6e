import { afterEach, describe, expect, it } from 'vitest'
import { type DoorId, type JobId, type PlanId, SYSTEM_OPERATOR_ID } from '../../../src-main/domain/ids.ts'
import { toIso } from '../../../src-main/domain/instant.ts'
import { JOB_PRIORITIES } from '../../../src-main/domain/job/job.ts'
import { actionLinesOf } from '../../../src-main/engine/planFate.ts'
import { allowSafeguard } from '../../../src-main/useCases/allowSafeguard.ts'
import { extendCode, revokeCode } from '../../../src-main/useCases/changeCodes.ts'
import { markCode, resumeCode, unmarkCode } from '../../../src-main/useCases/markCode.ts'
import { applyPlan, approvePlan, previewPlan } from '../../../src-main/useCases/plans.ts'
import { undoPlan } from '../../../src-main/useCases/undoPlan.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt, oldStray } from '../../support/engineSite.ts'

const OBSERVE = { ...AUTO_ULTRA_STRICT, mode: 'observe' } as const
const HOUR_MS = 3_600_000
const STRAY = '771204'
const OURS = '482915'

describe('an undo', () => {
  let plant: EnginePlant

  afterEach(async () => {
    await plant.close()
  })

  /** A door from whose lock an unattended plan took a stray, and on which it put a code of ours. */
  async function start(): Promise<{ doorId: DoorId; planId: PlanId; correlationId: string }> {
    plant = await buildEnginePlant({ site: engineSite([{ codes: [oldStray(STRAY)] }]), enforcement: OBSERVE })
    const doorId = await plant.provisioned(lockIdAt(0))
    const { credentialId } = plant.give([doorId], { pin: OURS })
    await plant.engine().idle()
    plant.enforce(AUTO_ULTRA_STRICT)
    await plant.engine().idle()
    expect(plant.memory(lockIdAt(0))).toEqual([OURS])
    const [applied] = plant.store.plans.list(1)
    if (applied?.status !== 'applied') throw new Error('the plan of this test was not applied')
    expect(credentialId).toBeGreaterThan(0)
    return { doorId, planId: applied.id, correlationId: applied.correlationId }
  }

  async function previewUndo(planId: PlanId): Promise<PlanId> {
    const made = undoPlan(plant.useCases, plant.actor(), planId)
    await plant.job(made.jobId, 'done')
    return made.planId
  }

  function approve(planId: PlanId, isWanted = (_lineId: string) => true): JobId {
    const leftOut = plant.store.plans
      .doors(planId)
      .flatMap((door) => actionLinesOf(door).map((line) => line.lineId))
      .filter((lineId) => !isWanted(lineId))
    approvePlan(plant.useCases, plant.actor(), {
      planId,
      digest: plant.store.plans.get(planId)?.digest ?? '',
      leftOut,
      reason: 'taken back',
      typedDeletes: null,
    })
    return applyPlan(plant.useCases, plant.actor(), planId)
  }

  const results = (planId: PlanId) =>
    plant.store.plans
      .doors(planId)
      .flatMap((door) => Object.values(door.results).map(({ result }) => result))
      .sort()

  it('puts back what went and takes off what came, and the next checks leave it so', async () => {
    const { doorId, planId, correlationId } = await start()
    const undoId = await previewUndo(planId)
    expect(plant.memory(lockIdAt(0))).toEqual([OURS])
    await plant.job(approve(undoId), 'done')
    expect(plant.memory(lockIdAt(0))).toEqual([STRAY])
    expect(results(undoId)).toEqual(['ok', 'ok'])
    expect(plant.store.plans.get(undoId)).toMatchObject({ status: 'applied', undoOf: planId })

    plant.advance(3 * HOUR_MS)
    await plant.engine().idle()
    expect(plant.memory(lockIdAt(0))).toEqual([STRAY])
    expect(plant.store.doors.state(doorId).differences).toBe(0)

    const undo = plant.store.plans.get(undoId)
    expect(undo?.correlationId).not.toBe(correlationId)
    const told = plant.store.traces.auditOf([correlationId as never]).at(-1)
    expect(told).toMatchObject({
      action: 'undo',
      after: { undo_plan_id: undoId, undo_correlation_id: undo?.correlationId },
    })
  })

  it('ends its tolerance after seven days; a decision before that counts at once', async () => {
    const { doorId, planId } = await start()
    await plant.job(approve(await previewUndo(planId)), 'done')
    const deviceId = plant.store.doors.get(doorId)?.integrationDeviceId as never
    const [mark] = plant.store.decisions.marks(deviceId)
    expect(mark).toMatchObject({
      mark: 'tolerated',
      reason: 'taken back',
      vendorPinId: plant.store.codes.actualCodes(deviceId)[0]?.vendorPinId,
    })
    const [pause] = plant.store.decisions.pauses(doorId)
    if (!pause) throw new Error('the undo of this test pauses a credential')
    resumeCode(plant.useCases, plant.actor(), { doorId, credentialId: pause.credentialId })
    await plant.engine().idle()
    expect(plant.memory(lockIdAt(0))).toEqual([OURS, STRAY])
    plant.advance(7 * 24 * HOUR_MS + HOUR_MS)
    await plant.engine().idle()
    expect(plant.memory(lockIdAt(0))).toEqual([OURS])
  })

  it('with a line taken out, leaves that one; its decision can be taken back', async () => {
    const { doorId, planId } = await start()
    const undoId = await previewUndo(planId)
    await plant.job(
      approve(undoId, (lineId) => lineId.includes('/add/')),
      'done',
    )
    expect(plant.memory(lockIdAt(0))).toEqual([OURS, STRAY])
    expect(plant.store.decisions.pauses(doorId)).toEqual([])
    const deviceId = plant.store.doors.get(doorId)?.integrationDeviceId as never
    const vendorPinId = plant.store.decisions.marks(deviceId)[0]?.vendorPinId
    if (!vendorPinId) throw new Error('the mark of this test names its code')
    unmarkCode(plant.useCases, plant.actor(), { doorId, vendorPinId })
    await plant.engine().idle()
    expect(plant.memory(lockIdAt(0))).toEqual([OURS])
  })

  it('changes an extended stay back, and no check extends it again', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    const doorId = await plant.provisioned(lockIdAt(0))
    const startMs = Math.floor(Date.now() / 60_000) * 60_000
    const endsAt = (hours: number) => toIso(startMs + hours * HOUR_MS)
    const given = plant.give([doorId], { pin: OURS, startsAt: endsAt(-1), endsAt: endsAt(30) })
    await plant.engine().idle()
    extendCode(plant.useCases, plant.actor(), { credentialId: given.credentialId, endsAt: endsAt(60) })
    await plant.engine().idle()
    const [applied] = plant.store.plans.list(1)
    await plant.job(approve(await previewUndo(applied?.id as PlanId)), 'done')
    plant.advance(2 * HOUR_MS)
    await plant.engine().idle()
    const deviceId = plant.store.doors.get(doorId)?.integrationDeviceId as never
    expect(plant.store.codes.actualCodes(deviceId)).toMatchObject([
      { pin: OURS, window: { kind: 'period', endMs: Date.parse(endsAt(30)) } },
    ])
  })

  it('on an unattended site, shows every safeguard that its approval meets, and one about a mark stays', async () => {
    const { doorId, planId } = await start()
    plant.enforce({ ...AUTO_ULTRA_STRICT, allowEmptyExpectedUnattended: false })
    await plant.engine().idle()
    const deviceId = plant.store.doors.get(doorId)?.integrationDeviceId as never
    const [ours] = plant.store.codes.actualCodes(deviceId)
    if (!ours) throw new Error('the door of this test holds our code')
    markCode(plant.useCases, plant.actor(), {
      ...{
        doorId,
        vendorPinId: ours.vendorPinId,
        mark: 'confirm_delete',
        until: null,
        reason: 'the owner’s',
      },
    })
    await plant.engine().idle()
    const undoId = await previewUndo(planId)
    const key = `confirm_delete_mark/d${doorId}`
    expect(plant.store.plans.get(undoId)?.safeguards).toMatchObject([{ key }])
    expect(() => approve(undoId)).toThrow(expect.objectContaining({ code: 'safeguard_stands' }))
    allowSafeguard(plant.useCases, plant.actor(), { planId: undoId, key, reason: 'the owner agrees' })
    await plant.job(approve(undoId), 'done')
    expect(plant.memory(lockIdAt(0))).toEqual([STRAY])
  })

  it('at a door where nobody should have a code, can be approved on an unattended site', async () => {
    plant = await buildEnginePlant({
      site: engineSite([{ codes: [oldStray(STRAY), oldStray('903117')] }]),
      enforcement: { ...AUTO_ULTRA_STRICT, allowEmptyExpectedUnattended: false },
    })
    const { doorId, jobId } = plant.provision(lockIdAt(0))
    const planId = (await plant.job(jobId, 'awaiting_approval')).planId as PlanId
    const key = `expected_is_empty/d${doorId}`
    allowSafeguard(plant.useCases, plant.actor(), { planId, key, reason: 'an empty flat' })
    const [first] = plant.store.plans.doors(planId).flatMap(actionLinesOf)
    await plant.job(
      approve(planId, (lineId) => lineId === first?.lineId),
      'done',
    )
    const undoId = await previewUndo(planId)
    expect(plant.store.plans.get(undoId)?.safeguards).toEqual([])
    await plant.job(approve(undoId), 'done')
    expect(plant.memory(lockIdAt(0))).toHaveLength(2)
  })

  it('of a door that changed since its preview, sends nothing and decides nothing', async () => {
    const { doorId, planId } = await start()
    const undoId = await previewUndo(planId)
    plant.simulator.control.putCode({ lockId: lockIdAt(0), ...oldStray('903117') })
    plant.simulator.control.clearJournal()
    await plant.job(approve(undoId), 'done')
    expect(plant.writes(lockIdAt(0))).toEqual([])
    expect(plant.store.plans.get(undoId)?.status).toBe('stale')
    expect(plant.store.decisions.pauses(doorId)).toEqual([])
  })

  it.each(['intent_committed', 'marked_sent', 'answer_came', 'settled'] as const)(
    'cut off at %s, goes on after a restart and is not reverted',
    async (step) => {
      const { planId } = await start()
      const undoId = await previewUndo(planId)
      const cut = plant.untilStep(step)
      const jobId = approve(undoId)
      await cut
      await plant.restartEngine()
      plant.advance(120_000)
      await plant.job(jobId, 'done')
      plant.advance(2 * HOUR_MS)
      await plant.engine().idle()
      expect(plant.memory(lockIdAt(0))).toEqual([STRAY])
    },
  )

  it('is refused twice, after 24 hours, and of an undo', async () => {
    const { planId } = await start()
    const undo = (id: PlanId) => () => undoPlan(plant.useCases, plant.actor(), id)
    const undoId = await previewUndo(planId)
    await plant.job(approve(undoId), 'done')
    expect(undo(planId)).toThrow(expect.objectContaining({ code: 'undo_done_already' }))
    expect(undo(undoId)).toThrow(expect.objectContaining({ code: 'undo_of_undo' }))
  })

  it('with a line taken out, leaves the rest to another undo', async () => {
    const { planId } = await start()
    await plant.job(
      approve(await previewUndo(planId), (lineId) => lineId.includes('/add/')),
      'done',
    )
    const restId = await previewUndo(planId)
    expect(plant.store.plans.get(restId)?.summary).toMatchObject({ adds: 0, deletes: 1 })
    await plant.job(approve(restId), 'done')
    expect(plant.memory(lockIdAt(0))).toEqual([STRAY])
    plant.advance(2 * HOUR_MS)
    await plant.engine().idle()
    expect(plant.memory(lockIdAt(0))).toEqual([STRAY])
  })

  it('with a door that could not be read, leaves that door to another undo', async () => {
    plant = await buildEnginePlant({
      site: engineSite([{ codes: [oldStray(STRAY)] }, { codes: [oldStray('350917')] }]),
      enforcement: { ...AUTO_ULTRA_STRICT, policy: 'approve' },
    })
    for (const index of [0, 1]) await plant.job(plant.provision(lockIdAt(index)).jobId, 'awaiting_approval')
    const preview = previewPlan(plant.useCases, plant.actor(), {
      ...{ scope: { kind: 'all' }, title: 'All', mode: 'ultra_strict', graceWindowSeconds: 3_600 },
    })
    await plant.job(preview.jobId, 'done')
    await plant.job(approve(preview.planId), 'done')
    const { control } = plant.simulator
    control.addFault({
      kind: 'truncated',
      path: '/v3/lock/listKeyboardPwd',
      lockId: lockIdAt(1),
      count: 1_000,
    })
    await plant.job(approve(await previewUndo(preview.planId)), 'done')
    control.clearFaults()
    expect(plant.memory(lockIdAt(0))).toEqual([STRAY])
    await plant.job(approve(await previewUndo(preview.planId)), 'done')
    expect(plant.memory(lockIdAt(1))).toEqual(['350917'])
  })

  it('of a replace, gives nobody a code back who was revoked since', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    const doorId = await plant.provisioned(lockIdAt(0))
    const { credentialId } = plant.give([doorId], { pin: OURS })
    await plant.engine().idle()
    const endsAt = toIso(Math.floor(plant.clock.nowMs() / 60_000) * 60_000 + 30 * HOUR_MS)
    extendCode(plant.useCases, plant.actor(), { credentialId, endsAt })
    await plant.engine().idle()
    const [replaced] = plant.store.plans.list(1)
    revokeCode(plant.useCases, plant.actor(), credentialId)
    await plant.engine().idle()
    const undoId = await previewUndo(replaced?.id as PlanId)
    expect(plant.store.plans.doors(undoId).flatMap(actionLinesOf)).toEqual([])
  })

  it('previewed in time and approved too late is refused, and the digits are gone', async () => {
    const { doorId, planId } = await start()
    plant.advance(23 * HOUR_MS)
    await plant.engine().idle()
    const undoId = await previewUndo(planId)
    plant.advance(2 * HOUR_MS)
    expect(() => approve(undoId)).toThrow(expect.objectContaining({ code: 'undo_too_late' }))
    expect(plant.store.plans.inventory(planId, doorId)).not.toBeNull()
    const maintenance = plant.store.jobs.enqueue({
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
    })
    plant.engine().wake()
    await plant.job(maintenance.job.id, 'done')
    expect(plant.store.plans.inventory(planId, doorId)).toBeNull()
    // What can still be approved keeps what it is compared with.
    expect(plant.store.plans.inventory(undoId, doorId)).not.toBeNull()
  })
})
