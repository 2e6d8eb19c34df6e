import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DoorId, JobId, PlanId } from '../../../src-main/domain/ids.ts'
import type { EnforcementHours } from '../../../src-main/domain/plan/enforcementHours.ts'
import { freezeSite, pauseDoor } from '../../../src-main/useCases/holdSending.ts'
import { applyPlan, approvePlan, previewPlan } from '../../../src-main/useCases/plans.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'

const [FIRST, SECOND] = [lockIdAt(0), lockIdAt(1)]
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const APPROVES = { ...AUTO_ULTRA_STRICT, policy: 'approve' } as const

describe('an apply of many doors that are held', () => {
  let plant: EnginePlant
  let first: DoorId
  let second: DoorId

  beforeEach(async () => {
    plant = await buildEnginePlant({ site: engineSite([{}, {}]) })
    first = await plant.provisioned(FIRST)
    second = await plant.provisioned(SECOND)
    plant.enforce(APPROVES)
    plant.give([first, second], { pin: '482915' })
    await plant.engine().idle()
  })
  afterEach(async () => {
    await plant.close()
  })

  const inMs = (ms: number) => new Date(plant.clock.nowMs() + ms).toISOString()
  const pause = (doorId: DoorId, until: string | null) =>
    pauseDoor(plant.useCases, plant.actor(), { doorId, until, reason: 'painters' })
  const freeze = (until: string | null) =>
    freezeSite(plant.useCases, plant.actor(), { siteId: plant.siteId, until })

  /** Closed at this moment, and for hours. */
  function closedHours(): EnforcementHours {
    const minute = new Date(plant.clock.nowMs() + 12 * HOUR_MS).getUTCHours() * 60
    return [{ days: [1, 2, 3, 4, 5, 6, 7], fromMinute: minute, toMinute: (minute + 60) % 1_440 || 1_440 }]
  }

  async function preview() {
    const made = previewPlan(plant.useCases, plant.actor(), {
      ...{ scope: { kind: 'site', id: plant.siteId }, title: 'Hotel' },
      ...{ mode: APPROVES.mode, graceWindowSeconds: APPROVES.graceWindowSeconds },
    })
    await plant.job(made.jobId, 'done')
    return made.planId
  }

  /** Applied, and as far as it comes. */
  async function apply(hold: () => void): Promise<JobId> {
    const planId = await preview()
    hold()
    const jobId = approved(planId)
    await plant.engine().idle()
    return jobId
  }

  function approved(planId: PlanId): JobId {
    approvePlan(plant.useCases, plant.actor(), {
      ...{ planId, digest: plant.store.plans.get(planId)?.digest ?? '' },
      ...{ leftOut: [], reason: 'as agreed', typedDeletes: null },
    })
    return applyPlan(plant.useCases, plant.actor(), planId)
  }

  it('does the others, and looks exactly when the first hold ends, without asking any lock in between', async () => {
    const until = inMs(6 * HOUR_MS)
    const jobId = await apply(() => pause(first, until))
    expect([plant.memory(FIRST), plant.memory(SECOND)]).toEqual([[], ['482915']])
    const resting = plant.store.jobs.get(jobId)
    expect(resting).toMatchObject({ heldBy: 'pause', heldUntil: until, nextRunAt: until })
    plant.advance(5 * HOUR_MS)
    await plant.engine().idle()
    expect(plant.store.jobs.get(jobId)).toEqual(resting)
    plant.advance(HOUR_MS)
    await plant.job(jobId, 'done')
    expect(plant.memory(FIRST)).toEqual(['482915'])
  })

  it('as the plan of a check, is not asked about a second time by the checks that come meanwhile', async () => {
    const [asking] = plant.store.jobs.awaitingApproval('drift_enforce_lock_truth', `door:${first}`)
    const planId = asking?.planId as PlanId
    pause(first, inMs(6 * HOUR_MS))
    const jobId = approved(planId)
    const open = () =>
      plant.store.plans.undecided().filter(({ scope }) => 'id' in scope && scope.id === first)
    plant.advance(66 * MINUTE_MS)
    await plant.engine().idle()
    expect(open()).toMatchObject([{ id: planId, status: 'applying' }])
    pause(first, null)
    await plant.job(jobId, 'done')
    expect(plant.store.jobs.get(asking?.id as JobId)).toMatchObject({ status: 'done' })
    expect(open()).toEqual([])
  })

  it('as the plan of a check whose apply has failed for good, is asked about again', async () => {
    const [asking] = plant.store.jobs.awaitingApproval('drift_enforce_lock_truth', `door:${first}`)
    const planId = asking?.planId as PlanId
    pause(first, inMs(6 * HOUR_MS))
    const jobId = approved(planId)
    await plant.engine().idle()
    const failed = { status: 'failed', finishedAt: inMs(0) } as const
    plant.store.jobs.transition(jobId, { status: 'queued', leaseToken: null }, failed, inMs(0))
    plant.advance(66 * MINUTE_MS)
    await plant.engine().idle()
    const [again] = plant.store.jobs.awaitingApproval('drift_enforce_lock_truth', `door:${first}`)
    expect(again?.planId).not.toBe(planId)
  })

  it('is woken by the end of each hold, whichever of them it shows', async () => {
    const jobId = await apply(() => {
      pause(first, inMs(8 * HOUR_MS))
      plant.enforce({ ...APPROVES, hours: closedHours() })
    })
    expect(plant.store.jobs.get(jobId)).toMatchObject({ heldBy: 'pause' })
    plant.enforce(APPROVES)
    await plant.engine().idle()
    expect([plant.memory(FIRST), plant.memory(SECOND)]).toEqual([[], ['482915']])
    pause(first, null)
    await plant.job(jobId, 'done')
    expect(plant.memory(FIRST)).toEqual(['482915'])
  })

  it('whose hold is shortened, looks when it ends now', async () => {
    const jobId = await apply(() => freeze(inMs(8 * HOUR_MS)))
    const sooner = inMs(30 * MINUTE_MS)
    freeze(sooner)
    await plant.engine().idle()
    expect(plant.store.jobs.get(jobId)).toMatchObject({ heldBy: 'freeze', heldUntil: sooner })
    plant.advance(30 * MINUTE_MS)
    await plant.job(jobId, 'done')
    expect([plant.memory(FIRST), plant.memory(SECOND)]).toEqual([['482915'], ['482915']])
  })

  it('that are none of those whose hold is lifted, stays at rest', async () => {
    const jobId = await apply(() => freeze(inMs(8 * HOUR_MS)))
    const resting = plant.store.jobs.get(jobId)
    plant.advance(MINUTE_MS)
    const other = plant.provision(1, 'Cellar').doorId
    await plant.engine().idle()
    pause(other, inMs(HOUR_MS))
    pause(other, null)
    await plant.engine().idle()
    expect(plant.store.jobs.get(jobId)).toEqual(resting)
  })

  it('while it is held, asks none of its locks', async () => {
    const planId = await preview()
    approvePlan(plant.useCases, plant.actor(), {
      ...{ planId, digest: plant.store.plans.get(planId)?.digest ?? '' },
      ...{ leftOut: [], reason: 'as agreed', typedDeletes: null },
    })
    freeze(inMs(8 * HOUR_MS))
    await plant.engine().idle()
    plant.simulator.control.clearJournal()
    applyPlan(plant.useCases, plant.actor(), planId)
    await plant.engine().idle()
    expect([...plant.requests(FIRST), ...plant.requests(SECOND)]).toEqual([])
  })
})
