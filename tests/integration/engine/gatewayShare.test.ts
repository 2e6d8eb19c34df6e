import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DoorId, PlanId } from '../../../src-main/domain/ids.ts'
import { toIso } from '../../../src-main/domain/instant.ts'
import type { JobOutcome } from '../../../src-main/domain/job/transitions.ts'
import type { JobRun } from '../../../src-main/engine/jobRun.ts'
import { createScheduler, type Scheduler } from '../../../src-main/engine/scheduler.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import type { NewJob } from '../../../src-main/ports/stores/jobStore.ts'
import { applyPlan } from '../../../src-main/useCases/plans.ts'
import { assembleEngine, type EngineParts } from '../../support/engineParts.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'
import { createShiftableClock, type ShiftableClock } from '../../support/shiftableClock.ts'
import { addDoor, newJob } from '../../support/storeScene.ts'
import { createTestBackups } from '../../support/testBackups.ts'
import { createTestProfile, type TestProfile } from '../../support/testStore.ts'

const DONE: JobOutcome = { kind: 'done', result: {} }
const PATIENT = { timeout: 10_000 }

describe('jobs of one busy gateway', () => {
  let profile: TestProfile
  let clock: ShiftableClock
  let store: Store
  let parts: EngineParts
  let engine: Scheduler | null
  /** Names of the doors in the order in which they were begun. */
  let begun: string[]
  let names: Map<DoorId, string>
  let end: Map<string, (outcome: JobOutcome) => void>

  beforeEach(() => {
    profile = createTestProfile()
    clock = createShiftableClock()
    store = profile.openStore({ clock })
    parts = assembleEngine({
      ...{ store, vault: profile.vault, clock },
      backups: createTestBackups(profile.file, clock),
    })
    engine = null
    begun = []
    names = new Map()
    end = new Map()
  })
  afterEach(async () => {
    for (const finish of end.values()) finish(DONE)
    await engine?.stop()
    profile.remove()
  })

  function start(settings: { readonly jobsAtOnce: number; readonly doorsOfGateway: number }): Scheduler {
    const context = { ...parts.context, settings: { ...parts.context.settings, ...settings } }
    const begin = (_context: unknown, run: JobRun) => {
      const name = run.job.doorId === null ? '' : (names.get(run.job.doorId) ?? '')
      begun.push(name)
      return new Promise<JobOutcome>((resolve) => void end.set(name, resolve))
    }
    engine = createScheduler(context, { drift_enforce_lock_truth: begin, drift_check: begin })
    engine.start()
    return engine
  }

  /** A door that these gateways were heard to reach, and its due job. */
  function enqueue(name: string, gateways: readonly string[], change: Partial<NewJob> = {}): void {
    const { doorId, deviceId } = addDoor(store, String(28_991_110 + names.size))
    names.set(doorId, name)
    store.accounts.recordDeviceGateways(
      deviceId,
      gateways.map((gatewayExternalId) => ({ gatewayExternalId, rssi: -60, updatedAtMs: null })),
      // Long ago: where a gateway hangs does not change with the half hour for which the provider remembers.
      toIso(clock.nowMs() - 30 * 86_400_000),
    )
    const dueAt = toIso(clock.nowMs())
    store.jobs.enqueue(newJob({ target: `door:${doorId}`, doorId, dueAt, priority: 2, ...change }))
  }

  it('leave places to the doors of others, however many come before them', async () => {
    for (const name of ['a1', 'a2', 'a3', 'a4', 'a5']) enqueue(name, ['a'])
    enqueue('b1', ['b'])
    enqueue('own lane', [])
    start({ jobsAtOnce: 4, doorsOfGateway: 2 })
    await vi.waitUntil(() => begun.length === 4, PATIENT)
    expect(begun).toEqual(['a1', 'a2', 'b1', 'own lane'])
  })

  it('go on as soon as one of them ends', async () => {
    for (const name of ['a1', 'a2', 'a3']) enqueue(name, ['a'])
    start({ jobsAtOnce: 8, doorsOfGateway: 2 })
    await vi.waitUntil(() => begun.length === 2, PATIENT)
    end.get('a1')?.(DONE)
    await vi.waitUntil(() => begun.length === 3, PATIENT)
    expect(begun).toEqual(['a1', 'a2', 'a3'])
  })

  it('keep no job waiting that only reads', async () => {
    enqueue('a1', ['a'])
    enqueue('a2', ['a'])
    enqueue('look', ['a'], { type: 'drift_check' })
    start({ jobsAtOnce: 8, doorsOfGateway: 1 })
    await vi.waitUntil(() => begun.length === 2, PATIENT)
    expect(begun).toEqual(['a1', 'look'])
  })

  it('keep a door waiting that others hear too only while these are busy as well', async () => {
    enqueue('a1', ['a'])
    enqueue('both', ['a', 'b'])
    enqueue('b1', ['b'])
    start({ jobsAtOnce: 8, doorsOfGateway: 1 })
    await vi.waitUntil(() => begun.length === 2, PATIENT)
    expect(begun).toEqual(['a1', 'both'])
    end.get('a1')?.(DONE)
    end.get('both')?.(DONE)
    await vi.waitUntil(() => begun.length === 3, PATIENT)
  })

  it('are begun by priority: a click is not kept waiting by checks that came before', async () => {
    enqueue('check 1', ['a'])
    enqueue('check 2', ['a'])
    enqueue('click', ['a'], { priority: 0 })
    start({ jobsAtOnce: 8, doorsOfGateway: 1 })
    await vi.waitUntil(() => begun.length === 1, PATIENT)
    expect(begun).toEqual(['click'])
  })
})

describe('an approved plan', () => {
  let plant: EnginePlant

  afterEach(async () => {
    await plant.close()
  })

  it('of more doors of one gateway than keep it at work, serves another gateway meanwhile', async () => {
    const onFirst = { gateways: [{ gatewayId: 1, rssi: -60 }] }
    plant = await buildEnginePlant({
      site: engineSite([onFirst, onFirst, {}]),
      settings: { jobsAtOnce: 2, doorsOfGateway: 1 },
    })
    const doors = [0, 1, 2].map((index) => plant.provision(lockIdAt(index)))
    for (const { jobId } of doors) await plant.job(jobId, 'done')
    plant.enforce({ ...AUTO_ULTRA_STRICT, policy: 'approve' })
    await plant.engine().idle()
    const doorIds = doors.map(({ doorId }) => doorId)
    const planId = await planned(doorIds)
    await plant.job(applyPlan(plant.useCases, plant.actor(), planId), 'done')

    const served = doorIds
      .flatMap((doorId) => plant.operations(doorId).map(({ id }) => ({ doorId, id })))
      .sort((a, b) => a.id - b.id)
    expect(served.map(({ doorId }) => doorIds.indexOf(doorId))).toEqual([0, 2, 1])
  })

  async function planned(doorIds: readonly DoorId[]): Promise<PlanId> {
    plant.give(doorIds, { pin: '482915' })
    await plant.engine().idle()
    return plant.approvedPlan()
  }
})
