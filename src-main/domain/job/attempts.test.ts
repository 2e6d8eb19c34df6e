import { describe, expect, it } from 'vitest'
import { type AttemptStep, listAttempts } from './attempts.ts'

const at = (second: number) => `2026-02-05T16:28:${String(second).padStart(2, '0')}.000Z`

function step(action: string, second: number, change: Partial<AttemptStep> = {}): AttemptStep {
  return { action, startedAt: at(second), ok: true, errorMessage: null, isProviderCall: false, ...change }
}
const start = (second: number) => step('DRIFT_ENFORCE_JOB_START', second)
const call = (second: number, errorMessage: string | null = null) =>
  step('PASSCODE_LIST', second, { ok: errorMessage === null, errorMessage, isProviderCall: true })
const enforce = { type: 'drift_enforce_lock_truth', isRunning: false } as const

describe('listAttempts', () => {
  it('of a job that was tried twice, tells each run with its calls', () => {
    const busy = step('DRIFT_ENFORCE_JOB_RETRY', 4, { ok: false, errorMessage: 'The gateway is busy.' })
    const steps = [
      start(1),
      call(2, 'gateway is busy'),
      busy,
      start(9),
      call(10),
      step('DRIFT_ENFORCE_JOB_DONE', 12),
    ]
    expect(listAttempts(steps, enforce)).toEqual([
      {
        startedAt: at(1),
        endedAt: at(4),
        outcome: 'retry',
        causes: ['gateway is busy', 'The gateway is busy.'],
        calls: 1,
      },
      { startedAt: at(9), endedAt: at(12), outcome: 'done', causes: [], calls: 1 },
    ])
  })

  it('with the same words from provider and job, says them once', () => {
    const wait = step('DRIFT_ENFORCE_JOB_WAITING', 3, { ok: false, errorMessage: 'offline' })
    expect(listAttempts([start(1), call(2, 'no_network: offline'), wait], enforce)[0]).toMatchObject({
      outcome: 'wait',
      causes: ['offline'],
    })
  })

  it('with a call that failed, says why without the word of the log, and keeps the number of TTLock', () => {
    const [failed, numbered] = ['provider_down (ECONNRESET): It broke off.', 'errcode -3002: It is offline.']
    expect(listAttempts([start(1), call(2, failed)], enforce)[0]?.causes).toEqual(['It broke off.'])
    expect(listAttempts([start(1), call(2, numbered)], enforce)[0]?.causes).toEqual([numbered])
  })

  it('with calls that failed one after the other, names the last one, which ended it', () => {
    const failed = step('DRIFT_ENFORCE_JOB_FAILED', 5, { ok: false, errorMessage: 'No right.' })
    const steps = [start(1), call(2, 'gateway is busy'), call(3), call(4, 'no right'), failed]
    expect(listAttempts(steps, enforce)[0]?.causes).toEqual(['no right', 'No right.'])
  })

  it('that a call failed in but that ended well, gives no cause', () => {
    const steps = [start(1), call(2, 'timeout'), call(3), step('DRIFT_ENFORCE_JOB_DONE', 4)]
    expect(listAttempts(steps, enforce)[0]?.causes).toEqual([])
  })

  it('that the program left, is interrupted, and the one that runs is running', () => {
    const attempts = listAttempts([start(1), step('JOB_TAKEN_UP_AGAIN', 7), start(8), call(9)], {
      ...enforce,
      isRunning: true,
    })
    expect(attempts.map((attempt) => attempt.outcome)).toEqual(['abandoned', 'running'])
    expect(attempts[1]?.endedAt).toBeNull()
  })

  it('without an end, of a job that does not run, is interrupted', () => {
    expect(listAttempts([start(1), start(5)], enforce).map((attempt) => attempt.outcome)).toEqual([
      'abandoned',
      'abandoned',
    ])
  })

  it('whose older log rows are gone, begins with the first start there is', () => {
    expect(listAttempts([call(1), step('DRIFT_ENFORCE_JOB_RETRY', 2), start(3)], enforce)).toHaveLength(1)
  })
})
