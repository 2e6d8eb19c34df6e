import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AccountId } from '../../../src-main/domain/ids.ts'
import { toIso } from '../../../src-main/domain/instant.ts'
import { JOB_PRIORITIES, type JobPriority, type WaitReason } from '../../../src-main/domain/job/job.ts'
import type { EngineContext } from '../../../src-main/engine/engineContext.ts'
import { distrustFutureTimes, followRun, restBehindProbe } from '../../../src-main/engine/release.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import type { JobChange, JobRecord } from '../../../src-main/ports/stores/jobStore.ts'
import { assembleEngine } from '../../support/engineParts.ts'
import { createShiftableClock, type ShiftableClock } from '../../support/shiftableClock.ts'
import { addAccount, claimOne, newJob } from '../../support/storeScene.ts'
import { createTestBackups } from '../../support/testBackups.ts'
import { createTestProfile, type TestProfile } from '../../support/testStore.ts'

const MINUTE_MS = 60_000
const [OURS, OTHERS] = [1 as AccountId, 2 as AccountId]

let profile: TestProfile
let clock: ShiftableClock
let store: Store
let context: EngineContext
let made: number

beforeEach(() => {
  profile = createTestProfile()
  clock = createShiftableClock()
  store = profile.openStore({ clock })
  context = assembleEngine({
    ...{ store, vault: profile.vault, clock },
    backups: createTestBackups(profile.file, clock),
  }).context
  made = 0
})
afterEach(() => profile.remove())

const inMs = (ms: number) => toIso(clock.nowMs() + ms)

/** A job that ran, and now is as `change` says since `agoMs`. */
function job(accountId: AccountId, change: JobChange, agoMs: number): JobRecord {
  made += 1
  const { job: queued } = store.jobs.enqueue(
    newJob({ target: `door:${made}`, doorId: null, accountId, dueAt: inMs(-MINUTE_MS) }),
  )
  const leaseToken = `lease-${made}`
  if (!claimOne(store, { nowIso: inMs(0), leaseToken, leaseExpiresAt: inMs(MINUTE_MS) }))
    throw new Error('a due job was not found')
  store.jobs.transition(queued.id, { status: 'running', leaseToken }, change, inMs(-agoMs))
  return stored(queued)
}

function waiting(accountId: AccountId, waitReason: WaitReason, times: { sinceMs: number; lookedMs: number }) {
  const change = {
    status: 'waiting_offline',
    waitReason,
    waitingSince: inMs(-times.sinceMs),
    nextRunAt: inMs(10 * MINUTE_MS),
    attemptCount: 3,
  } as const
  return job(accountId, change, times.lookedMs)
}

function stored({ id }: JobRecord): JobRecord {
  const found = store.jobs.get(id)
  if (!found) throw new Error('the job is gone')
  return found
}

const isDue = (of: JobRecord) => (stored(of).nextRunAt ?? '') <= inMs(0)
const LATELY = { sinceMs: 2 * MINUTE_MS, lookedMs: MINUTE_MS }

describe('an answer that came', () => {
  const answer = (startedAgoMs = 1_000) => {
    const answered = job(OURS, { status: 'done' }, 0)
    // Only what the provider's client says of its last answer is asked of it.
    const client = Object.assign(Object.create(null), { answeredAtMs: () => clock.nowMs() })
    const providers = { ...context.providers, forAccount: () => client }
    const startedAtMs = clock.nowMs() - startedAgoMs
    const outcome = { kind: 'done', result: {} } as const
    followRun({ ...context, providers }, { job: answered, outcome, startedAtMs })
  }

  it('releases what waits for its account, which keeps its attempts and the beginning of its wait', () => {
    const before = waiting(OURS, 'quota', LATELY)
    answer()
    expect(isDue(before)).toBe(true)
    expect(stored(before)).toMatchObject({ attemptCount: 3, waitingSince: before.waitingSince })
  })

  it('releases of another account only what waits for the network', () => {
    const network = waiting(OTHERS, 'no_network', LATELY)
    const provider = waiting(OTHERS, 'provider_down', LATELY)
    answer()
    expect([isDue(network), isDue(provider)]).toEqual([true, false])
  })

  it('releases of another account what waits for calls, where one application makes them for both', () => {
    const apart = waiting(OTHERS, 'quota', LATELY)
    answer()
    expect(isDue(apart)).toBe(false)
    expect([addAccount(store, 'Ours'), addAccount(store, 'Others')]).toEqual([OURS, OTHERS])
    const provider = waiting(OTHERS, 'provider_down', LATELY)
    answer()
    expect([isDue(apart), isDue(provider)]).toEqual([true, false])
  })

  it('says nothing of what lies with one lock or gateway', () => {
    const before = waiting(OURS, 'gateway_offline', LATELY)
    answer()
    expect(isDue(before)).toBe(false)
  })

  it('does not release what failed after its job had begun', () => {
    const before = waiting(OURS, 'no_network', { sinceMs: MINUTE_MS, lookedMs: 5_000 })
    answer(30_000)
    expect(isDue(before)).toBe(false)
  })

  it('hurries what has waited long once a minute at most', () => {
    const lately = waiting(OURS, 'quota', { sinceMs: 20 * MINUTE_MS, lookedMs: 30_000 })
    const longAgo = waiting(OURS, 'quota', { sinceMs: 20 * MINUTE_MS, lookedMs: 2 * MINUTE_MS })
    answer()
    expect([isDue(lately), isDue(longAgo)]).toEqual([false, true])
    expect(stored(lately)).toMatchObject({ attemptCount: 3, waitingSince: lately.waitingSince })
    clock.advance(31_000)
    expect(isDue(lately)).toBe(true)
  })
})

describe('a job that begins to wait for the connection', () => {
  const waits = { kind: 'wait', reason: 'no_network', message: 'There is no connection.' } as const
  const probing = (accountId: AccountId) =>
    job(accountId, { status: 'waiting_offline', waitReason: 'no_network', nextRunAt: inMs(3_000) }, 1_000)
  const begins = () => job(OURS, { status: 'done' }, 0)

  it('rests behind another of its account that looks for it', () => {
    probing(OURS)
    const { nextRunAt } = restBehindProbe(context, begins(), waits)
    expect(Date.parse(nextRunAt ?? '') - clock.nowMs()).toBeGreaterThan(10 * MINUTE_MS)
  })

  it('looks for it itself when only another account does, or when what looks is long in coming', () => {
    probing(OTHERS)
    waiting(OURS, 'no_network', LATELY)
    expect(restBehindProbe(context, begins(), waits)).toEqual({})
  })

  it('for a reason that no answer to another job ends, does not rest', () => {
    probing(OURS)
    expect(restBehindProbe(context, begins(), { ...waits, reason: 'gateway_offline' })).toEqual({})
  })
})

describe('times from a clock that was ahead', () => {
  const queued = { status: 'queued', attemptCount: 2 } as const
  /** Written 20 minutes from now, to run so much later still. */
  const ahead = (priority: JobPriority, waitMs: number) =>
    job(OURS, { ...queued, priority, nextRunAt: inMs(20 * MINUTE_MS + waitMs) }, -20 * MINUTE_MS)

  it('are not believed where a person or a window waits, and cost no attempt; others are', () => {
    const click = ahead(JOB_PRIORITIES.click, 30 * MINUTE_MS)
    const window = ahead(JOB_PRIORITIES.due_window, 30 * MINUTE_MS)
    const honest = job(OURS, { ...queued, nextRunAt: inMs(30 * MINUTE_MS) }, MINUTE_MS)
    distrustFutureTimes(context)
    expect([click, window, honest].map(isDue)).toEqual([true, true, false])
    expect(stored(click).attemptCount).toBe(2)
  })

  it('of background work make it come soon, and not all at one moment', () => {
    const checks = Array.from({ length: 40 }, () => ahead(JOB_PRIORITIES.periodic, 60 * MINUTE_MS))
    const soon = ahead(JOB_PRIORITIES.periodic, 5_000)
    distrustFutureTimes(context)
    const dueMs = checks.map((check) => Date.parse(stored(check).nextRunAt ?? '') - clock.nowMs())
    expect(Math.min(...dueMs)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...dueMs)).toBeLessThanOrEqual(10 * MINUTE_MS)
    expect(new Set(dueMs.map((ms) => Math.floor(ms / MINUTE_MS))).size).toBeGreaterThan(3)
    expect(stored(soon).nextRunAt?.localeCompare(inMs(5_000))).toBeLessThanOrEqual(0)
  })
})
