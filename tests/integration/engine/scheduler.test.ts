import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SYSTEM_OPERATOR_ID } from '../../../src-main/domain/ids.ts'
import { toIso } from '../../../src-main/domain/instant.ts'
import { TAKEN_UP_AGAIN } from '../../../src-main/domain/job/jobSteps.ts'
import type { JobOutcome } from '../../../src-main/domain/job/transitions.ts'
import type { JobRun } from '../../../src-main/engine/jobRun.ts'
import { createScheduler, type Scheduler } from '../../../src-main/engine/scheduler.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import type { NewJob } from '../../../src-main/ports/stores/jobStore.ts'
import { assembleEngine, type EngineParts } from '../../support/engineParts.ts'
import { createShiftableClock, type ShiftableClock } from '../../support/shiftableClock.ts'
import { claimOne } from '../../support/storeScene.ts'
import { createTestBackups } from '../../support/testBackups.ts'
import { createTestProfile, type TestProfile } from '../../support/testStore.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const DONE: JobOutcome = { kind: 'done', result: {} }

describe('the scheduler', () => {
  let profile: TestProfile
  let clock: ShiftableClock
  let store: Store
  let parts: EngineParts
  let engines: Scheduler[]
  /** Targets in the order in which they were begun. */
  let begun: string[]
  let handle: (run: JobRun) => Promise<JobOutcome>

  beforeEach(() => {
    profile = createTestProfile()
    clock = createShiftableClock()
    store = profile.openStore({ clock })
    parts = assembleEngine({
      ...{ store, vault: profile.vault, clock },
      backups: createTestBackups(profile.file, clock),
    })
    engines = []
    begun = []
    handle = async () => DONE
  })
  afterEach(async () => {
    await Promise.all(engines.map((engine) => engine.stop()))
    profile.remove()
  })

  function start(settings: Partial<(typeof parts)['context']['settings']> = {}, on = store): Scheduler {
    const context = { ...parts.context, store: on, settings: { ...parts.context.settings, ...settings } }
    const begin = (_context: unknown, run: JobRun) => {
      begun.push(run.job.target)
      return handle(run)
    }
    const engine = createScheduler(context, { drift_check: begin, enforce_plan_apply: begin })
    engines.push(engine)
    engine.start()
    return engine
  }

  function enqueue(target: string, change: Partial<NewJob> = {}) {
    return store.jobs.enqueue({
      type: 'drift_check',
      target,
      doorId: null,
      accountId: null,
      planId: null,
      reason: `check ${target}`,
      correlationId: parts.context.random.correlationId(),
      userId: SYSTEM_OPERATOR_ID,
      priority: 2,
      dueAt: toIso(clock.nowMs()),
      ...change,
    }).job
  }

  const inMs = (ms: number) => toIso(clock.nowMs() + ms)
  const targets = (count: number) => Array.from({ length: count }, (_target, index) => `door:${index}`)

  it('with one place, takes a click before a due window before a check', async () => {
    enqueue('check')
    enqueue('window', { priority: 1 })
    enqueue('click', { priority: 0 })
    await start({ jobsAtOnce: 1 }).idle()
    expect(begun).toEqual(['click', 'window', 'check'])
  })

  it('with more of a background type than it may have places, leaves the others free, and does them all', async () => {
    const ends: (() => void)[] = []
    handle = () => new Promise((end) => void ends.push(() => end(DONE)))
    for (const target of targets(9)) enqueue(target)
    const engine = start({ jobsAtOnce: 8 })
    await vi.waitUntil(() => begun.length === 6)
    enqueue('plan:1', { type: 'enforce_plan_apply', priority: 0 })
    for (const target of ['plan:2', 'plan:3']) enqueue(target, { type: 'enforce_plan_apply' })
    engine.wake()
    await vi.waitUntil(() => begun.length === 8)
    expect(begun.slice(6)).toEqual(['plan:1', 'plan:2'])
    expect(store.jobs.counts()).toMatchObject({ running: 8, queued: 4 })
    while (store.jobs.counts().done < 12) {
      await vi.waitUntil(() => ends.length > 0)
      ends.shift()?.()
      await new Promise(setImmediate)
    }
    expect(begun).toHaveLength(12)
  })

  it('with all places taken, begins no more until one is free', async () => {
    const ends: (() => void)[] = []
    handle = () => new Promise((end) => void ends.push(() => end(DONE)))
    for (const target of targets(3)) enqueue(target)
    const engine = start({ jobsAtOnce: 2 })
    await vi.waitUntil(() => begun.length === 2)
    engine.wake()
    await new Promise(setImmediate)
    expect(engine.runningCount).toBe(2)
    ends.shift()?.()
    await vi.waitUntil(() => begun.length === 3)
    for (const end of ends) end()
    await engine.idle()
  })

  it('woken by an enqueue, begins at once; not woken, when the time comes', async () => {
    const engine = start()
    await engine.idle()
    enqueue('now')
    enqueue('soon', { dueAt: inMs(60) })
    engine.wake()
    await vi.waitUntil(() => begun.length === 2, { interval: 5 })
    expect(begun).toEqual(['now', 'soon'])
  })

  it('with a job that becomes due while others are claimed, begins it at once', async () => {
    enqueue('soon', { dueAt: inMs(5_000) })
    const claimDue = store.jobs.claimDue.bind(store.jobs)
    vi.spyOn(store.jobs, 'claimDue').mockImplementationOnce((claim) => {
      const claimed = claimDue(claim)
      clock.advance(5_000)
      return claimed
    })
    start()
    await vi.waitUntil(() => begun.length === 1)
    expect(begun).toEqual(['soon'])
  })

  it('with a due job whose target is busy, still begins another in its time', async () => {
    let end = (_outcome: JobOutcome): void => undefined
    handle = (run) =>
      run.job.type === 'enforce_plan_apply'
        ? new Promise((resolve) => {
            end = resolve
          })
        : Promise.resolve(DONE)
    enqueue('door:1', { type: 'enforce_plan_apply' })
    const engine = start()
    await vi.waitUntil(() => engine.runningCount === 1)
    enqueue('door:1')
    enqueue('door:2', { dueAt: inMs(600) })
    engine.wake()
    await vi.waitUntil(() => begun.length === 2, { interval: 5 })
    expect(begun).toEqual(['door:1', 'door:2'])
    end(DONE)
    await engine.idle()
  })

  it('after days without it, runs each missed check once', async () => {
    for (const target of targets(20)) enqueue(target, { dueAt: inMs(HOUR_MS) })
    clock.advance(9 * DAY_MS)
    await start().idle()
    expect(begun.toSorted()).toEqual(targets(20).toSorted())
  })

  it('when the clock jumps ahead by a day, runs each due check once and then rests', async () => {
    for (const target of targets(20)) enqueue(target, { dueAt: inMs(HOUR_MS) })
    const engine = start()
    await engine.idle()
    clock.setWall(DAY_MS)
    engine.wake()
    await engine.idle()
    expect(begun).toHaveLength(20)
  })

  it('when the clock was a year ahead and is set right, loses no job and runs each once', async () => {
    clock.setWall(365 * DAY_MS)
    const engine = start()
    for (const target of targets(5)) enqueue(target, { dueAt: inMs(HOUR_MS), priority: 1 })
    await engine.idle()
    expect(begun).toEqual([])
    clock.setWall(-365 * DAY_MS)
    engine.wake()
    await engine.idle()
    expect(begun.toSorted()).toEqual(targets(5))
  })

  it('started after the clock was set right, trusts no time from the future', async () => {
    clock.setWall(365 * DAY_MS)
    for (const target of targets(5)) enqueue(target, { dueAt: inMs(HOUR_MS), priority: 1 })
    clock.setWall(-365 * DAY_MS)
    enqueue('honest', { dueAt: inMs(HOUR_MS) })
    await start().idle()
    expect(begun.toSorted()).toEqual(targets(5))
  })

  it('when the clock jumps while a job runs, does not run it twice', async () => {
    let end: (outcome: JobOutcome) => void = () => undefined
    handle = () => new Promise((resolve) => (end = resolve))
    enqueue('long')
    const engine = start()
    await vi.waitUntil(() => engine.runningCount === 1)
    clock.setWall(DAY_MS)
    engine.wake()
    await new Promise(setImmediate)
    expect(begun).toEqual(['long'])
    end(DONE)
    await engine.idle()
    expect(begun).toEqual(['long'])
    expect(store.jobs.counts()).toMatchObject({ done: 1, running: 0 })
  })

  it('whose job was taken by another holder, finds its lease gone and records no outcome', async () => {
    const runs: { run: JobRun; end: (outcome: JobOutcome) => void }[] = []
    handle = (run) => new Promise((end) => void runs.push({ run, end }))
    const { id } = enqueue('contended')
    start()
    await vi.waitUntil(() => runs.length === 1)
    expect(runs[0]?.run.isLeaseHeld()).toBe(true)
    // A second program on the same file, which takes over what it finds running.
    start()
    await vi.waitUntil(() => runs.length === 2)
    expect(runs[0]?.run.isLeaseHeld()).toBe(false)
    expect(runs[0]?.run.signal.aborted).toBe(true)
    runs[0]?.end({ kind: 'failed', error: 'by the first' })
    expect(runs[1]?.run.isLeaseHeld()).toBe(true)
    runs[1]?.end(DONE)
    await Promise.all(engines.map((engine) => engine.idle()))
    expect(store.jobs.get(id)).toMatchObject({ status: 'done', lastError: null })
  })

  it('that slept past its lease, renews it before it goes on', async () => {
    let end: (outcome: JobOutcome) => void = () => undefined
    let run: JobRun | null = null
    handle = (running) => {
      run = running
      return new Promise((resolve) => (end = resolve))
    }
    const { id } = enqueue('asleep')
    const engine = start()
    await vi.waitUntil(() => run !== null)
    clock.setWall(8 * HOUR_MS)
    expect((run as JobRun | null)?.isLeaseHeld()).toBe(true)
    const leaseEndsMs = Date.parse(store.jobs.get(id)?.leaseExpiresAt ?? '')
    expect(leaseEndsMs - clock.nowMs()).toBeGreaterThan(50_000)
    end(DONE)
    await engine.idle()
    expect(store.jobs.get(id)?.status).toBe('done')
  })

  it('whose handler has a bug, tries again with pauses and then says that it failed', async () => {
    handle = () => Promise.reject(new TypeError('x is not a function'))
    const { id } = enqueue('buggy')
    const engine = start()
    for (let attempt = 0; attempt < 5; attempt++) {
      await engine.idle()
      clock.advance(20 * MINUTE_MS)
      engine.wake()
    }
    await engine.idle()
    expect(begun).toHaveLength(5)
    expect(store.jobs.get(id)).toMatchObject({ status: 'failed', attemptCount: 5 })
    expect(store.jobs.get(id)?.lastError).not.toContain('x is not a function')
    expect(parts.faults).toHaveLength(5)
  })

  it('whose job comes to what cannot be stored, tries again with pauses and then says that it failed', async () => {
    handle = async () => ({ kind: 'done', result: { codes: 1n } })
    const { id } = enqueue('door:1')
    const engine = start()
    for (let attempt = 0; attempt < 5; attempt++) {
      await engine.idle()
      clock.advance(20 * MINUTE_MS)
      engine.wake()
    }
    await engine.idle()
    expect(begun).toHaveLength(5)
    expect(store.jobs.get(id)).toMatchObject({ status: 'failed', attemptCount: 5 })
  })

  it('stopped, claims nothing more, and gives back what it could not end', async () => {
    handle = (run) =>
      new Promise((resolve) => run.signal.addEventListener('abort', () => resolve({ kind: 'cancelled' })))
    const { id } = enqueue('first')
    enqueue('second')
    const engine = start({ jobsAtOnce: 1 })
    await vi.waitUntil(() => engine.runningCount === 1)
    await engine.stop()
    engine.wake()
    await new Promise(setImmediate)
    expect(begun).toEqual(['first'])
    expect(store.jobs.get(id)).toMatchObject({ status: 'queued', attemptCount: 0 })
  })

  it('that claims a job in the commit in which its last run ends, keeps the new run in hand', async () => {
    const ends: ((outcome: JobOutcome) => void)[] = []
    handle = () => new Promise((end) => void ends.push(end))
    enqueue('again')
    const engine = start()
    await vi.waitUntil(() => begun.length === 1)
    // All within one millisecond, as it happens now and then.
    const moment = vi.spyOn(clock, 'nowMs').mockReturnValue(clock.nowMs())
    enqueue('other')
    engine.wake()
    ends.shift()?.({ kind: 'look_again', atMs: clock.nowMs(), message: 'At once.' })
    await vi.waitUntil(() => begun.length === 3)
    await new Promise(setImmediate)
    expect(engine.runningCount).toBe(2)
    moment.mockRestore()
    for (const end of ends) end(DONE)
    await engine.idle()
    expect(store.jobs.counts()).toMatchObject({ done: 2, running: 0 })
  })

  it('told that the network is back, tries what waits for it at once', async () => {
    handle = async (run) =>
      run.job.waitingSince === null
        ? { kind: 'wait', reason: 'no_network', message: 'There is no connection.' }
        : DONE
    for (const target of targets(3)) enqueue(target)
    const engine = start()
    await engine.idle()
    expect(store.jobs.counts()).toMatchObject({ waiting_offline: 3 })
    engine.lookAgain()
    await engine.idle()
    expect(store.jobs.counts()).toMatchObject({ waiting_offline: 0, done: 3 })
  })

  it('when the computer slept, tries what waits at once, though its time has not come', async () => {
    handle = async (run) =>
      run.job.waitingSince === null
        ? { kind: 'wait', reason: 'not_signed_in', message: 'Nobody is signed in.' }
        : DONE
    const { id } = enqueue('door:1')
    const engine = start()
    await engine.idle()
    expect(store.jobs.get(id)?.status).toBe('waiting_offline')
    clock.setWall(5 * MINUTE_MS)
    engine.wake()
    await engine.idle()
    expect(store.jobs.get(id)?.status).toBe('done')
  })

  it('whose store takes nothing at the start, asks with growing pauses, and takes up what ran when it can', async () => {
    const { id, correlationId } = enqueue('left running')
    claimOne(store, { nowIso: inMs(0), leaseToken: 'of the last run', leaseExpiresAt: inMs(HOUR_MS) })
    const running = vi.fn(() => store.jobs.running())
    for (let time = 0; time < 4; time++) {
      running.mockImplementationOnce(() => {
        throw new Error('the disk is full')
      })
    }
    const jobs = new Proxy(store.jobs, {
      get(target, name) {
        const member: unknown = name === 'running' ? running : Reflect.get(target, name)
        return typeof member === 'function' ? member.bind(target) : member
      },
    })
    const broken: Store = Object.create(store, { jobs: { value: jobs } })
    const startedAt = performance.now()
    const engine = start({ troublePauseMs: 10 }, broken)
    await vi.waitUntil(() => store.jobs.get(id)?.status === 'done', { timeout: 10_000 })
    expect(performance.now() - startedAt).toBeGreaterThan(10 + 20 + 40 + 80 - 5)
    await engine.idle()
    expect(begun).toEqual(['left running'])
    expect(parts.faults).toHaveLength(1)
    const steps = store.traces.logsOf([correlationId], 0, 10).map(({ action }) => action)
    expect(steps).toContain(TAKEN_UP_AGAIN)
  })

  it('stopped, does not begin again because a person met a store that takes nothing', async () => {
    const engine = start()
    await engine.idle()
    await engine.stop()
    engine.storeRefused(new Error('the disk is full'))
    expect(engine.trouble).toBeNull()
    expect(parts.faults).toEqual([])
  })

  it('told so while a job is still meeting the lost network, tries that one again as well', async () => {
    let meetNoNetwork: (outcome: JobOutcome) => void = () => undefined
    const met = new Promise<JobOutcome>((resolve) => {
      meetNoNetwork = resolve
    })
    handle = (run) => (run.job.waitingSince === null ? met : Promise.resolve(DONE))
    const { id } = enqueue('door:1')
    const engine = start()
    await vi.waitUntil(() => engine.runningCount === 1)
    engine.lookAgain()
    meetNoNetwork({ kind: 'wait', reason: 'no_network', message: 'There is no connection.' })
    await vi.waitUntil(() => store.jobs.get(id)?.status === 'done')
  })
})
