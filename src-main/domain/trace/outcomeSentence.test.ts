import { describe, expect, it } from 'vitest'
import { outcomeOfTrace, type TraceFacts } from './outcomeSentence.ts'

type Job = TraceFacts['jobs'][number]

const clockText = (iso: string) => iso.slice(11, 19)

function job(over: Partial<Job> = {}): Job {
  return {
    type: 'drift_enforce_lock_truth',
    status: 'done',
    waitReason: null,
    heldBy: null,
    lastError: null,
    finishedAt: '2026-02-05T10:29:03.000Z',
    ...over,
  }
}

function outcome(jobs: readonly Job[], over: Partial<TraceFacts> = {}) {
  const facts: TraceFacts = {
    change: { action: 'create', entity: 'Door #2', name: 'ttlock' },
    doorNames: ['ttlock'],
    jobs,
    done: { added: 0, changed: 0, removed: 0, scheduled: 0 },
    failedCall: null,
    left: 0,
    staleDoors: 0,
    ...over,
  }
  return outcomeOfTrace(facts, clockText)
}

describe('outcomeOfTrace', () => {
  it.each([
    ['freeze', 'Site #1', 'Site #1 was frozen.'],
    ['unfreeze', 'Site #1', 'The freeze of Site #1 was lifted.'],
    ['back_up', 'Database', 'A backup was made.'],
    ['switch_region', 'Account #1', 'Account #1: switch region.'],
  ])('of a change by %s, says what was done', (action, entity, sentence) => {
    expect(outcome([], { change: { action, entity, name: null } }).sentence).toBe(sentence)
  })

  it('of a door that is gone, has its number alone', () => {
    const change = { action: 'create', entity: 'Door #2', name: null }
    expect(outcome([], { change }).sentence).toBe('Door #2 was provisioned.')
  })

  it('of a failed call that no job made, says that it failed and why', () => {
    const failedCall = 'errcode 10007: The user name or the password is wrong.'
    expect(outcome([], { change: null, doorNames: [], failedCall })).toEqual({
      sentence: `The account was to be read; it failed: ${failedCall}`,
      state: 'failed',
    })
    const offline = 'no_network (ENOTFOUND): There is no connection.'
    expect(outcome([], { change: null, failedCall: offline }).sentence).toMatch(
      /; it failed: There is no connection\.$/,
    )
    expect(outcome([], { failedCall }).sentence).toBe(
      `ttlock was provisioned; a call to TTLock failed: ${failedCall}`,
    )
  })

  it('of a provisioned door whose stray code went, names the door, the code and the time', () => {
    expect(outcome([job()], { done: { added: 0, changed: 0, removed: 1, scheduled: 0 } })).toEqual({
      sentence: 'ttlock was provisioned; 1 code removed; in step since 10:29:03.',
      state: 'ok',
    })
  })

  it('with nothing to send, says so', () => {
    expect(outcome([job()]).sentence).toBe(
      'ttlock was provisioned; nothing had to be sent; in step since 10:29:03.',
    )
  })

  it('with codes that may not be touched yet, does not claim to be in step', () => {
    const { sentence } = outcome([job()], { left: 2 })
    expect(sentence).toContain('2 codes need your attention')
    expect(sentence).not.toContain('in step')
  })

  it.each([
    ['no_network', 'waits for the network'],
    ['gateway_offline', 'waits for the gateway to come back'],
    ['quota', 'waits for the monthly quota'],
  ] as const)('waiting for %s, says what for', (waitReason, words) => {
    const waiting = job({ status: 'waiting_offline', waitReason, finishedAt: null })
    expect(outcome([waiting])).toEqual({
      sentence: `ttlock was provisioned; it ${words}.`,
      state: 'waiting',
    })
  })

  it('with a failure among its jobs, puts the real cause first', () => {
    const failed = job({ status: 'failed', lastError: 'The lock has no room for another code.' })
    expect(outcome([job(), failed])).toEqual({
      sentence: 'ttlock was provisioned; it failed: The lock has no room for another code.',
      state: 'failed',
    })
  })

  it('awaiting approval, asks for it', () => {
    const awaiting = job({ status: 'awaiting_approval', finishedAt: null })
    expect(outcome([awaiting])).toMatchObject({ state: 'waiting' })
    expect(outcome([awaiting]).sentence).toContain('awaits your approval')
  })

  it('of work the system began, names the door', () => {
    expect(outcome([job()], { change: null }).sentence).toContain('ttlock was checked')
  })

  it('of work the system has planned but not begun, does not say that it was done', () => {
    const queued = job({ status: 'queued', finishedAt: null })
    expect(outcome([queued], { change: null })).toEqual({
      sentence: 'ttlock is to be checked; it is queued.',
      state: 'waiting',
    })
  })

  it.each([
    ['record_sync', 'queued', 'The use of ttlock is to be read from its lock; it is queued.'],
    ['device_sync', 'queued', 'The account is to be read; it is queued.'],
    ['maintenance', 'queued', 'Old records are to be cleared away; it is queued.'],
    [
      'record_sync',
      'running',
      'The use of ttlock is being read from its lock; work on the lock is under way.',
    ],
    ['drift_check', 'cancelled', 'ttlock was to be checked; it was cancelled.'],
  ] as const)('of %s that is %s, does not say that it was done', (type, status, sentence) => {
    expect(outcome([job({ type, status, finishedAt: null })], { change: null }).sentence).toBe(sentence)
  })

  it('of a job that somebody cancelled, has a mark of its own', () => {
    expect(outcome([job({ status: 'cancelled', lastError: null })]).state).toBe('cancelled')
  })

  it('of a look that found differences, does not say that nothing had to be done', () => {
    expect(outcome([job({ type: 'drift_check' })], { change: null, left: 2 }).sentence).toBe(
      'ttlock was checked; nothing was sent; 2 codes need your attention.',
    )
  })

  it.each([
    ['done', 'The doors of a plan were checked.'],
    ['queued', 'The doors of a plan are to be checked; it is queued.'],
  ] as const)('of a preview that is %s, does not speak of an account', (status, sentence) => {
    const preview = job({ type: 'drift_check', status })
    expect(outcome([preview], { change: null, doorNames: [] }).sentence).toBe(sentence)
  })

  it('of work on several doors, speaks of them as several', () => {
    const doorNames = ['a', 'b']
    expect(outcome([job()], { change: null, doorNames }).sentence).toContain('2 doors were checked; ')
  })

  it('of work that is tried again, says what it waits for', () => {
    const again = job({ status: 'queued', finishedAt: null, lastError: 'The gateway is busy.' })
    expect(outcome([again], { change: null })).toEqual({
      sentence: 'ttlock is to be checked; it waits: The gateway is busy.',
      state: 'waiting',
    })
  })

  it('over several doors, says what was done on all of them', () => {
    const done = { added: 2, changed: 1, removed: 0, scheduled: 0 }
    const facts = {
      change: { action: 'extend', entity: 'Credential #6', name: 'AB U9 C6' },
      doorNames: ['a', 'b'],
      done,
    }
    expect(outcome([job(), job()], facts).sentence).toBe(
      'A code was extended (AB U9 C6); 2 codes added, 1 code changed; in step since 10:29:03.',
    )
  })

  it('of an open schedule, says that it was set', () => {
    const done = { added: 1, changed: 0, removed: 0, scheduled: 1 }
    const facts = {
      change: { action: 'set_open_schedule', entity: 'Door #2', name: 'Lobby' },
      doorNames: ['Lobby'],
      done,
    }
    expect(outcome([job()], facts).sentence).toBe(
      'The open schedule of Lobby was changed; 1 code added, the open schedule set; in step since 10:29:03.',
    )
  })

  it('of an apply that found a door changed since its approval, says so and not that all is in step', () => {
    const facts = {
      change: { action: 'approve', entity: 'Plan #5', name: null },
      doorNames: ['a', 'b', 'c'],
      staleDoors: 1,
    }
    const done = { added: 0, changed: 0, removed: 2, scheduled: 0 }
    expect(outcome([job({ type: 'enforce_plan_apply' })], { ...facts, done }).sentence).toBe(
      'Plan #5 was approved; 2 codes removed; 1 door had changed since, so nothing was sent there.',
    )
  })

  it.each([
    ['record_sync', ['ttlock'], 'The use of ttlock was read from its lock.'],
    ['record_sync', ['a', 'b'], 'The use of 2 doors was read from their locks.'],
    ['device_sync', [], 'The account was read.'],
    ['maintenance', [], 'Old records were cleared away.'],
  ] as const)('of %s on %j says what was read, not that nothing was sent', (type, doorNames, sentence) => {
    expect(outcome([job({ type })], { change: null, doorNames })).toEqual({ sentence, state: 'ok' })
  })

  it('of a reading that a person asked for does not claim that the door is in step', () => {
    const change = { action: 'read_use', entity: 'Door #2', name: 'ttlock' }
    expect(outcome([job({ type: 'record_sync' })], { change }).sentence).toBe('ttlock: read use.')
  })

  it('of a reading that failed says why', () => {
    const failed = job({ type: 'record_sync', status: 'failed', lastError: 'The gateway is offline.' })
    expect(outcome([failed], { change: null }).sentence).toBe(
      'The use of ttlock was to be read from its lock; it failed: The gateway is offline.',
    )
  })
})
