import { afterEach, describe, expect, it } from 'vitest'
import type { PlanId } from '../../../src-main/domain/ids.ts'
import { USUAL_SITE_RULES } from '../../../src-main/domain/plan/siteRules.ts'
import { actionLinesOf } from '../../../src-main/engine/planFate.ts'
import { otherInstallations } from '../../../src-main/ipc/present/otherInstallations.ts'
import type { PlanRecord } from '../../../src-main/ports/stores/planStore.ts'
import { allowSafeguard } from '../../../src-main/useCases/allowSafeguard.ts'
import { applyPlan, approvePlan, previewPlan } from '../../../src-main/useCases/plans.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt, oldStray } from '../../support/engineSite.ts'

describe('a safeguard', () => {
  let plant: EnginePlant
  const CAREFUL = {
    ...AUTO_ULTRA_STRICT,
    allowFirstRunUnattended: false,
    allowEmptyExpectedUnattended: false,
  }

  afterEach(async () => {
    await plant.close()
  })

  const safeguardsOf = (planId: PlanId | null) => {
    const safeguards = plant.store.plans.get(planId as PlanId)?.safeguards ?? []
    return (safeguards as readonly { kind: string }[]).map(({ kind }) => kind)
  }

  it.each([
    ['on a first run, keeps an unattended site from sending', {}, ['first_run'], 1],
    [
      'where nothing is expected, keeps a lock from being emptied',
      { allowFirstRunUnattended: true },
      ['expected_is_empty'],
      1,
    ],
    [
      'on too many deletes, asks first',
      { allowFirstRunUnattended: true, allowEmptyExpectedUnattended: true },
      ['too_many_deletes_on_door'],
      6,
    ],
  ])('%s', async (_what, allowed, expected, strays) => {
    const codes = Array.from({ length: strays }, (_code, index) => oldStray(String(771_204 + 7 * index)))
    plant = await buildEnginePlant({
      site: engineSite([{ codes }]),
      enforcement: { ...CAREFUL, ...allowed },
    })
    const { jobId } = plant.provision(lockIdAt(0))
    const job = await plant.job(jobId, 'awaiting_approval')
    expect(safeguardsOf(job.planId)).toEqual(expect.arrayContaining(expected))
    expect(plant.writes(lockIdAt(0))).toEqual([])
    expect(plant.memory(lockIdAt(0))).toHaveLength(strays)
  })

  it.each([
    ['a second check', CAREFUL, 66 * 60_000],
    ['a site that only observed', { ...CAREFUL, mode: 'observe' }, 0],
    ['a code that grace kept', { ...CAREFUL, mode: 'strict' }, 66 * 60_000],
  ] as const)('on a first run, does not lapse after %s', async (_what, enforcement, laterMs) => {
    const sendDate = enforcement.mode === 'strict' ? Date.now() : Date.now() - 86_400_000
    plant = await buildEnginePlant({
      site: engineSite([{ codes: [oldStray('771204', { sendDate })] }]),
      enforcement: { ...enforcement, allowEmptyExpectedUnattended: true },
    })
    plant.provision(lockIdAt(0))
    await plant.engine().idle()
    const { mode } = enforcement.mode === 'observe' ? CAREFUL : enforcement
    plant.enforce({ ...CAREFUL, mode, allowEmptyExpectedUnattended: true })
    plant.advance(laterMs)
    await plant.engine().idle()
    const plan = plant.store.plans.list(1)[0]
    expect(plan).toMatchObject({ status: 'previewed', summary: { deletes: 1 } })
    expect(safeguardsOf(plan?.id ?? null)).toEqual(['first_run'])
    expect(plant.memory(lockIdAt(0))).toEqual(['771204'])
  })

  it('on a first run, is over with the first plan that a person let through', async () => {
    plant = await buildEnginePlant({
      site: engineSite([{ codes: [oldStray('771204')] }]),
      enforcement: { ...CAREFUL, allowEmptyExpectedUnattended: true },
    })
    const { doorId, jobId } = plant.provision(lockIdAt(0))
    const planId = (await plant.job(jobId, 'awaiting_approval')).planId as PlanId
    const by = plant.actor()
    allowSafeguard(plant.useCases, by, { planId, key: `first_run/d${doorId}`, reason: 'looked at it' })
    const digest = plant.store.plans.get(planId)?.digest ?? ''
    approvePlan(plant.useCases, by, { planId, digest, leftOut: [], reason: 'as agreed', typedDeletes: null })
    await plant.job(applyPlan(plant.useCases, by, planId), 'done')
    plant.simulator.control.putCode({ lockId: lockIdAt(0), ...oldStray('350917') })
    plant.advance(66 * 60_000)
    await plant.engine().idle()
    expect(plant.memory(lockIdAt(0))).toEqual([])
  })

  it('keeps a foreign namesake from being removed unattended', async () => {
    plant = await buildEnginePlant({
      site: engineSite([{}]),
      enforcement: { ...CAREFUL, allowEmptyExpectedUnattended: true },
    })
    const { jobId } = plant.provision(lockIdAt(0))
    await plant.job(jobId, 'done')
    plant.simulator.control.putCode({
      lockId: lockIdAt(0),
      ...oldStray('771204', { keyboardPwdName: 'AB U900 C900' }),
    })
    plant.advance(66 * 60_000)
    await plant.engine().idle()
    const plan = plant.store.plans.list(1)[0]
    expect(plan).toMatchObject({ status: 'previewed', summary: { deletes: 1 } })
    expect(safeguardsOf(plan?.id ?? null)).toEqual(['foreign_namesake'])
    expect(plant.memory(lockIdAt(0))).toEqual(['771204'])
  })
})

describe('codes of another installation', () => {
  let plant: EnginePlant

  afterEach(async () => {
    await plant.close()
  })

  it('on a lock, raise one alarm from three on, which ends when they are gone', async () => {
    plant = await buildEnginePlant({
      site: engineSite([{}, {}]),
      enforcement: { ...AUTO_ULTRA_STRICT, policy: 'approve' },
    })
    const doorIds = [await plant.provisioned(lockIdAt(0)), await plant.provisioned(lockIdAt(1))]
    const { control } = plant.simulator
    const put = (lockId: number, keyboardPwdName: string, pin: string) =>
      control.putCode({ lockId, ...oldStray(pin, { keyboardPwdName }) })
    const pins = ['771204', '771211', '771218']
    for (const [index, pin] of pins.entries()) put(lockIdAt(0), `AB U90${index} C90${index}`, pin)
    put(lockIdAt(1), 'AB U900 C900', '771204')
    plant.advance(66 * 60_000)
    await plant.engine().idle()
    expect(otherInstallations(plant.store.doors.list())).toEqual([
      {
        kind: 'another_installation',
        count: 1,
        doors: [{ doorId: doorIds[0], doorName: `Door ${lockIdAt(0)}` }],
      },
    ])
    for (const keyboardPwd of pins) control.removeCode({ lockId: lockIdAt(0), keyboardPwd })
    plant.advance(66 * 60_000)
    await plant.engine().idle()
    expect(otherInstallations(plant.store.doors.list())).toEqual([])
  })
})

describe('a safeguard that a person allows', () => {
  let plant: EnginePlant
  const LOCK = lockIdAt(0)

  afterEach(async () => {
    await plant.close()
  })

  /** A door of policy `auto` that holds more old codes than may go unasked; its plan waits. */
  async function stopped(strays: number, limits = USUAL_SITE_RULES.limits): Promise<PlanRecord> {
    const codes = Array.from({ length: strays }, (_code, index) => oldStray(String(771_204 + 7 * index)))
    plant = await buildEnginePlant({
      site: engineSite([{ codes }]),
      enforcement: { ...AUTO_ULTRA_STRICT, limits },
    })
    const job = await plant.job(plant.provision(LOCK).jobId, 'awaiting_approval')
    return plant.store.plans.get(job.planId as PlanId) ?? expect.unreachable()
  }

  const lineIds = (planId: PlanId) =>
    plant.store.plans.doors(planId).flatMap((door) => actionLinesOf(door).map((line) => line.lineId))
  const approve = (planId: PlanId, leftOut: readonly string[], typedDeletes: number | null) =>
    approvePlan(plant.useCases, plant.actor(), {
      planId,
      digest: plant.store.plans.get(planId)?.digest ?? '',
      leftOut,
      reason: 'season has ended',
      typedDeletes,
    })
  const allow = (planId: PlanId, key: string) =>
    allowSafeguard(plant.useCases, plant.actor(), { planId, key, reason: 'the painters have left' })

  it('lets its plan be approved and no other, and stands in the audit with its reason', async () => {
    const plan = await stopped(6)
    expect(() => approve(plan.id, [], 6)).toThrow(expect.objectContaining({ code: 'safeguard_stands' }))
    expect(() => allow(plan.id, 'first_run/d1')).toThrow(
      expect.objectContaining({ code: 'no_such_safeguard' }),
    )
    const key = `too_many_deletes_on_door/d${plant.store.doors.allIds()[0]}`
    allow(plan.id, key)
    expect(() => approve(plan.id, [], null)).toThrow(expect.objectContaining({ code: 'confirmation_needed' }))
    approve(plan.id, [], 6)
    await plant.job(applyPlan(plant.useCases, plant.actor(), plan.id), 'done')
    expect(plant.memory(LOCK)).toEqual([])
    const trail = plant.store.traces.auditOf([plan.correlationId])
    expect(trail.find(({ action }) => action === 'allow_safeguard_once')?.after).toMatchObject({
      safeguard: 'too_many_deletes_on_door',
      planned_deletes: 6,
      reason: 'the painters have left',
    })

    plant.simulator.control.putCode({ lockId: LOCK, ...oldStray('350917') })
    plant.advance(66 * 60_000)
    await plant.engine().idle()
    const next = plant.store.plans.list(1)[0] ?? expect.unreachable()
    expect(plant.store.plans.get(next.id)).toMatchObject({ status: 'previewed', allowances: [] })
    expect(() => approve(next.id, [], 1)).toThrow(expect.objectContaining({ code: 'safeguard_stands' }))
    expect(plant.memory(LOCK)).toEqual(['350917'])
  })

  it('is not needed for lines that it is not about', async () => {
    const plan = await stopped(6)
    approve(plan.id, lineIds(plan.id).slice(5), null)
    await plant.job(applyPlan(plant.useCases, plant.actor(), plan.id), 'done')
    expect(plant.memory(LOCK)).toHaveLength(1)
  })

  it('has the limits of its site', async () => {
    const plan = await stopped(3, { ...USUAL_SITE_RULES.limits, doorDeletes: 2 })
    expect(plan.safeguards).toMatchObject([{ kind: 'too_many_deletes_on_door', plannedDeletes: 3 }])
  })

  describe('over the deletes of a site', () => {
    const FEW = { ...USUAL_SITE_RULES.limits, siteDeletes: 3 }
    const LOCKS = [0, 1, 2].map(lockIdAt)

    /** Three doors with two old codes each, at a site where three may go in a day. */
    async function threeDoors(policy: 'auto' | 'approve'): Promise<readonly PlanId[]> {
      const codes = [oldStray('771204'), oldStray('350917')]
      plant = await buildEnginePlant({
        site: engineSite(LOCKS.map(() => ({ codes }))),
        enforcement: { ...AUTO_ULTRA_STRICT, policy, limits: FEW },
      })
      for (const lockId of LOCKS) plant.provision(lockId)
      await plant.engine().idle()
      return plant.store.plans.list(9).map(({ id }) => id)
    }

    it('counts those of doors that are judged at the same time', async () => {
      const planIds = await threeDoors('auto')
      const left = LOCKS.map((lockId) => plant.memory(lockId).length).sort()
      expect(left).toEqual([0, 2, 2])
      const waiting = planIds
        .map((id) => plant.store.plans.get(id))
        .filter((plan) => plan?.status === 'previewed')
      expect(waiting.map((plan) => plan?.safeguards)).toMatchObject([
        [{ kind: 'too_many_deletes_on_site' }],
        [{ kind: 'too_many_deletes_on_site' }],
      ])
    })

    it('counts those that were approved before and are not sent yet', async () => {
      const [first, second] = (await threeDoors('approve')) as readonly [PlanId, PlanId]
      approve(first, [], null)
      expect(() => approve(second, [], null)).toThrow(
        expect.objectContaining({ code: 'confirmation_needed' }),
      )
      await plant.job(applyPlan(plant.useCases, plant.actor(), first), 'done')
      // Sent, they count once.
      const [one] = lineIds(second)
      approve(
        second,
        lineIds(second).filter((lineId) => lineId !== one),
        null,
      )
    })
  })

  it('in the preview of a person, stands in the way as well', async () => {
    const plan = await stopped(6)
    const preview = previewPlan(plant.useCases, plant.actor(), {
      ...{ scope: { kind: 'all' }, title: 'All doors', mode: 'ultra_strict', graceWindowSeconds: 0 },
    })
    await plant.job(preview.jobId, 'done')
    expect(plant.store.plans.get(preview.planId)?.safeguards).toEqual(plan.safeguards)
    expect(() => approve(preview.planId, [], 6)).toThrow(
      expect.objectContaining({ code: 'safeguard_stands' }),
    )
  })
})
