import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PlanId } from '../ids.ts'
import { isOpenStatus, JOB_STATUSES, JOB_TYPES, WAIT_REASONS } from './job.ts'
import { attemptLimit } from './retryPolicy.ts'
import { type JobOutcome, type JobSituation, nextState } from './transitions.ts'

const NOW_MS = Date.UTC(2026, 1, 5, 16, 28)
const MINUTE_MS = 60_000
const now = { nowMs: NOW_MS, random: 0.5 }

function running(change: Partial<JobSituation> = {}): JobSituation {
  return {
    type: 'drift_enforce_lock_truth',
    status: 'running',
    attemptCount: 1,
    waitingSinceMs: null,
    ...change,
  }
}

const OUTCOMES: Readonly<Record<JobOutcome['kind'], JobOutcome>> = {
  done: { kind: 'done', result: { ok: true } },
  awaiting_approval: { kind: 'awaiting_approval', planId: 7 as PlanId, result: {} },
  wait: { kind: 'wait', reason: 'gateway_offline', message: 'The gateway is offline.' },
  held: { kind: 'held', by: 'freeze', until: NOW_MS + MINUTE_MS, message: 'Frozen.' },
  asks: { kind: 'asks', message: 'The gateway is offline.' },
  look_again: { kind: 'look_again', atMs: NOW_MS + MINUTE_MS, message: 'May still arrive.' },
  retry: { kind: 'retry', error: 'The lock is busy.' },
  failed: { kind: 'failed', error: 'This lock takes no codes.' },
  cancelled: { kind: 'cancelled' },
  abandoned: { kind: 'abandoned' },
  superseded: { kind: 'superseded', by: 'Replaced by plan 8.' },
  retry_asked: { kind: 'retry_asked' },
}

const anyOutcome: fc.Arbitrary<JobOutcome> = fc.oneof(
  fc.constantFrom(...Object.values(OUTCOMES)),
  fc.record({
    kind: fc.constant('wait' as const),
    reason: fc.constantFrom(...WAIT_REASONS),
    message: fc.constant('Waits.'),
  }),
  fc.record({
    kind: fc.constant('held' as const),
    by: fc.constantFrom('freeze', 'clock'),
    until: fc.option(fc.integer({ min: NOW_MS - 10 * MINUTE_MS, max: NOW_MS + 20_000 * MINUTE_MS })),
    message: fc.constant('Held.'),
  }),
)

const anyJob: fc.Arbitrary<JobSituation> = fc.record({
  type: fc.constantFrom(...JOB_TYPES),
  status: fc.constantFrom(...JOB_STATUSES),
  attemptCount: fc.nat(10),
  waitingSinceMs: fc.option(fc.integer({ min: NOW_MS - 100_000 * MINUTE_MS, max: NOW_MS })),
})

const anyNow = fc.record({
  nowMs: fc.constant(NOW_MS),
  random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
})

describe('nextState', () => {
  it.each([
    ['done', 'done'],
    ['awaiting_approval', 'awaiting_approval'],
    ['wait', 'waiting_offline'],
    ['held', 'queued'],
    ['asks', 'queued'],
    ['look_again', 'queued'],
    ['retry', 'queued'],
    ['failed', 'failed'],
    ['cancelled', 'cancelled'],
    ['abandoned', 'queued'],
    ['superseded', null],
    ['retry_asked', null],
  ] as const)('of a running job that ends %s, is %s', (kind, status) => {
    expect(nextState(running(), OUTCOMES[kind], now)?.status ?? null).toBe(status)
  })

  it.each([
    ['queued', ['cancelled', 'retry_asked']],
    ['waiting_offline', ['cancelled', 'retry_asked']],
    ['awaiting_approval', ['done', 'cancelled', 'superseded']],
    ['done', []],
    ['failed', ['retry_asked']],
    ['cancelled', ['retry_asked']],
  ] as const)('of a %s job, lets only these befall it: %j', (status, kinds) => {
    const possible = Object.values(OUTCOMES)
      .filter((outcome) => nextState(running({ status }), outcome, now) !== null)
      .map((outcome) => outcome.kind)
    expect(possible).toEqual(kinds)
  })

  it.each(JOB_TYPES)('of a %s job that used its last attempt, is failed with the cause', (type) => {
    const last = running({ type, attemptCount: attemptLimit(type) })
    expect(nextState(last, OUTCOMES.retry, now)).toMatchObject({
      status: 'failed',
      lastError: 'The lock is busy.',
      finishedAtMs: NOW_MS,
    })
    const before = running({ type, attemptCount: attemptLimit(type) - 1 })
    expect(nextState(before, OUTCOMES.retry, now)?.status).toBe('queued')
  })

  it('of a try whose command may still arrive, does not try again before that', () => {
    const notBeforeMs = NOW_MS + 75_000
    expect(nextState(running(), { kind: 'retry', error: '', notBeforeMs }, now)?.nextRunAtMs).toBe(
      notBeforeMs,
    )
    const past = { kind: 'retry', error: '', notBeforeMs: NOW_MS - 1 } as const
    expect(nextState(running(), past, now)?.nextRunAtMs).toBeGreaterThan(NOW_MS + 2_000)
  })

  it.each(['wait', 'held', 'asks', 'look_again', 'abandoned'] as const)(
    'of a job that ends %s, costs no attempt',
    (kind) => {
      expect(nextState(running({ attemptCount: 3 }), OUTCOMES[kind], now)?.attemptCount).toBe(2)
    },
  )

  it('of a job that waits again, keeps since when it waits', () => {
    const waitingSinceMs = NOW_MS - 20 * MINUTE_MS
    expect(nextState(running({ waitingSinceMs }), OUTCOMES.wait, now)?.waitingSinceMs).toBe(waitingSinceMs)
    expect(nextState(running(), OUTCOMES.wait, now)?.waitingSinceMs).toBe(NOW_MS)
  })

  it('of a job that waits and whose holder went while it looked, keeps since when it waits', () => {
    const waitingSinceMs = NOW_MS - 20 * MINUTE_MS
    expect(nextState(running({ waitingSinceMs }), OUTCOMES.abandoned, now)?.waitingSinceMs).toBe(
      waitingSinceMs,
    )
    expect(nextState(running(), OUTCOMES.abandoned, now)?.waitingSinceMs).toBeNull()
  })

  it.each([
    ['an end', MINUTE_MS, MINUTE_MS],
    ['an end far away', 600 * MINUTE_MS, 60 * MINUTE_MS],
    ['an end that has passed', -MINUTE_MS, 0],
    ['no end', null, 5 * MINUTE_MS],
  ])('of a hold with %s, looks again in time', (_what, untilIn, lookIn) => {
    const until = untilIn === null ? null : NOW_MS + untilIn
    expect(nextState(running(), { kind: 'held', by: 'freeze', until, message: '' }, now)).toMatchObject({
      heldBy: 'freeze',
      heldUntilMs: NOW_MS + lookIn,
      nextRunAtMs: NOW_MS + lookIn,
    })
  })

  it.each([
    ['an end far away', 'freeze', 600 * MINUTE_MS, 600 * MINUTE_MS],
    ['no end', 'hours', null, 24 * 60 * MINUTE_MS],
    ['the clock', 'clock', null, 5 * MINUTE_MS],
  ])(
    'of a hold with %s, looks again no sooner when it is an apply, which reads nothing meanwhile',
    (_what, by, untilIn, lookIn) => {
      const until = untilIn === null ? null : NOW_MS + untilIn
      const apply = { ...running(), type: 'enforce_plan_apply' } as const
      expect(nextState(apply, { kind: 'held', by, until, message: '' }, now)).toMatchObject({
        nextRunAtMs: NOW_MS + lookIn,
      })
    },
  )

  it('for any job and outcome, says everything a state needs and nothing of another', () => {
    fc.assert(
      fc.property(anyJob, anyOutcome, anyNow, (job, outcome, at) => {
        const next = nextState(job, outcome, at)
        if (next === null) return
        // A person's answer, not a time, ends the rest of a job that asks.
        const isTimed =
          (next.status === 'queued' || next.status === 'waiting_offline') && outcome.kind !== 'asks'
        expect(next.nextRunAtMs !== null).toBe(isTimed)
        expect(next.nextRunAtMs ?? NOW_MS).toBeGreaterThanOrEqual(NOW_MS)
        expect(next.finishedAtMs !== null).toBe(!isOpenStatus(next.status))
        expect(next.waitReason !== null).toBe(next.status === 'waiting_offline')
        const keepsWaiting = outcome.kind === 'abandoned' && job.waitingSinceMs !== null
        expect(next.waitingSinceMs !== null).toBe(next.status === 'waiting_offline' || keepsWaiting)
        expect(next.heldBy !== null).toBe(outcome.kind === 'held' || outcome.kind === 'asks')
        expect(next.heldUntilMs !== null).toBe(outcome.kind === 'held')
        expect(next.attemptCount).toBeGreaterThanOrEqual(0)
        expect(next.attemptCount).toBeLessThanOrEqual(job.attemptCount)
      }),
    )
  })

  it('for any run of failures, ends after exactly the attempts of its type', () => {
    fc.assert(
      fc.property(fc.constantFrom(...JOB_TYPES), fc.infiniteStream(anyNow), (type, moments) => {
        let job = running({ type, attemptCount: 0 })
        let tries = 0
        for (const at of moments) {
          // A claim counts the attempt.
          job = { ...job, status: 'running', attemptCount: job.attemptCount + 1 }
          tries++
          const next = nextState(job, OUTCOMES.retry, at)
          if (next?.status === 'failed') break
          expect(next?.status).toBe('queued')
          job = { ...job, attemptCount: next?.attemptCount ?? 0 }
        }
        expect(tries).toBe(attemptLimit(type))
      }),
    )
  })

  it('for any waiting, holding and crashing, a job never fails by it', () => {
    const harmless = fc.constantFrom(OUTCOMES.wait, OUTCOMES.held, OUTCOMES.look_again, OUTCOMES.abandoned)
    fc.assert(
      fc.property(fc.constantFrom(...JOB_TYPES), fc.array(harmless, { maxLength: 60 }), (type, outcomes) => {
        let attemptCount = 0
        for (const outcome of outcomes) {
          const next = nextState(running({ type, attemptCount: attemptCount + 1 }), outcome, now)
          expect(next && isOpenStatus(next.status)).toBe(true)
          attemptCount = next?.attemptCount ?? 0
        }
        expect(attemptCount).toBe(0)
      }),
    )
  })
})

describe('a job whose doors call for different things', () => {
  const running = {
    type: 'enforce_plan_apply',
    status: 'running',
    attemptCount: 2,
    waitingSinceMs: null,
  } as const
  const held = { kind: 'held', by: 'pause', until: NOW_MS + 8 * 3_600_000, message: 'Paused.' } as const

  it('shows the gravest, and looks as soon as the first of them', () => {
    const beside = [{ kind: 'look_again', atMs: NOW_MS + 90_000, message: 'Soon.' }] as const
    expect(nextState(running, { ...held, beside }, now)).toMatchObject({
      ...{ status: 'queued', heldBy: 'pause', lastError: 'Paused.', attemptCount: 1 },
      ...{ nextRunAtMs: NOW_MS + 90_000, heldUntilMs: NOW_MS + 90_000 },
    })
  })

  it('counts a try that one of them costs', () => {
    const beside = [{ kind: 'retry', error: 'Busy.' }] as const
    const next = nextState(running, { ...held, beside }, now)
    expect(next).toMatchObject({ heldBy: 'pause', attemptCount: 2 })
    expect(next?.nextRunAtMs).toBeLessThan(NOW_MS + 60_000)
  })
})
