import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DoorId, type JobId, SYSTEM_OPERATOR_ID } from '../../../src-main/domain/ids.ts'
import { traceRow } from '../../../src-main/ipc/present/traceRow.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import type { TraceFilter } from '../../../src-main/ports/stores/traceStore.ts'
import { readTrace } from '../../../src-main/useCases/readTrace.ts'
import { addDoor, claimOne, correlation, newJob, newOperation } from '../../support/storeScene.ts'
import { createTestProfile, type TestProfile } from '../../support/testStore.ts'
import { appendLog, searchTraces } from '../../support/traceRows.ts'

let profile: TestProfile
let store: Store
let statements = 0

beforeEach(() => {
  profile = createTestProfile()
  statements = 0
  store = profile.openStore({ statementSpy: () => (statements += 1) })
})
afterEach(() => profile.remove())

const log = (correlationId: string, change?: Parameters<typeof appendLog>[2]) =>
  appendLog(store, correlationId, change)
const search = (change?: Partial<TraceFilter>) => searchTraces(store, change)
const found = (change: Partial<TraceFilter> = {}) => search(change).map((row) => row.correlationId)

describe('the outcome of a trace', () => {
  const finish = (id: Parameters<Store['jobs']['transition']>[0], status: 'done' | 'failed') => {
    const now = profile.clock.iso
    claimOne(store, { nowIso: now, leaseToken: 't', leaseExpiresAt: now })
    const change = { status, finishedAt: now, lastError: status === 'failed' ? 'x' : null } as const
    store.jobs.transition(id, { status: 'running', leaseToken: 't' }, change, now)
  }
  const queue = (name: string, door: number) =>
    store.jobs.enqueue(
      newJob({ target: `door:${door}`, doorId: door as DoorId, correlationId: correlation(name) }),
    ).job.id

  it('tells failed, good and open ones apart, in pages without a gap', () => {
    finish(queue('good', 1), 'done')
    finish(queue('failed', 2), 'failed')
    queue('open', 3)
    queue('joined', 3)
    log('call failed', { ok: false, minutes: 1 })
    log('call went well', { minutes: 2 })
    expect([...found({ outcome: 'failed' })].sort()).toEqual(['call failed', 'failed'])
    expect([...found({ outcome: 'good' })].sort()).toEqual(['call went well', 'good'])
    expect([...found({ outcome: 'open' })].sort()).toEqual(['joined', 'open'])
    for (const outcome of ['all', 'failed', 'good', 'open'] as const) {
      const pages: string[] = []
      let after: TraceFilter['after'] = null
      for (
        let page = search({ outcome, limit: 1 });
        page.length > 0;
        page = search({ outcome, limit: 1, after })
      ) {
        pages.push(...page.map((row) => row.correlationId))
        after = page.at(-1) ?? null
      }
      expect(pages).toEqual(found({ outcome }))
    }
  })
})

describe('the sentence of a trace', () => {
  const TRACE = correlation('c'.repeat(32))

  function finish(id: JobId, result: unknown): void {
    const at = profile.clock.iso
    claimOne(store, { nowIso: at, leaseToken: 't', leaseExpiresAt: at })
    const change = { status: 'done', finishedAt: at, result } as const
    store.jobs.transition(id, { status: 'running', leaseToken: 't' }, change, at)
  }

  function ended(job: Parameters<typeof newJob>[0], result: unknown): JobId {
    const { id } = store.jobs.enqueue(newJob({ correlationId: TRACE, ...job })).job
    finish(id, result)
    return id
  }

  function changed(): void {
    const change = { entity: 'Credential #6', entityId: 6, action: 'revoke', before: null, after: null }
    const entry = { ...change, operatorId: SYSTEM_OPERATOR_ID, correlationId: TRACE }
    store.write(() => store.traces.appendAudit(entry, profile.clock.iso))
  }

  const sentence = () => readTrace(store, TRACE, profile.clock.nowMs())?.parse().outcome

  it('adds up what was confirmed on each door, and nothing that was merely sent', () => {
    changed()
    for (const lock of ['1', '2', '3']) {
      const scene = addDoor(store, lock)
      const job = { target: `door:${scene.doorId}`, doorId: scene.doorId }
      const id = ended(job, { analysis: { differences: 1 }, summary: { deletes_succeeded: 1 } })
      const operation = store.operations.insertIntent(newOperation(id, scene), profile.clock.iso)
      store.operations.markSent(operation, profile.clock.iso)
      if (lock === '3') continue
      const outcome = { state: 'confirmed', by: 'read_back', vendorPinId: null, error: null } as const
      store.operations.settle(operation, outcome, profile.clock.iso)
    }
    expect(sentence()).toMatch(/^A code was revoked \(Credential #6\); 2 codes removed; in step since /)
  })

  it('does not claim that all is in step while a code waits on a door whose job was not the last', () => {
    changed()
    const [one, other] = [addDoor(store, '1').doorId, addDoor(store, '2').doorId]
    const mended = { adds_succeeded: 1, changes_succeeded: 1, replaces_succeeded: 1, schedules_succeeded: 1 }
    ended({ target: `door:${one}`, doorId: one }, { analysis: { differences: 7 }, summary: mended })
    ended({ target: `door:${other}`, doorId: other }, { analysis: { differences: 0 }, summary: {} })
    ended({ type: 'record_sync', target: `door:${one}`, doorId: one }, { records: 4 })
    expect(sentence()).toContain('3 codes need your attention')
    ended({ target: `door:${one}`, doorId: one }, { analysis: { differences: 0 }, summary: {} })
    expect(sentence()).toContain('in step since')
  })

  it('of a call that no job made, is that it failed and why, in its window and in the list', () => {
    const errorMessage = 'errcode 10007: The user name or the password is wrong.'
    const call = { ok: false, action: 'TOKEN', errorMessage, doorName: null, doorId: null }
    appendLog(store, TRACE, call)
    const outcome = `The account was to be read; it failed: ${errorMessage}`
    expect(sentence()).toBe(outcome)
    const [record] = search()
    expect(record && traceRow(store, record)).toMatchObject({ outcome, outcomeState: 'failed' })
  })

  it('is reached by each id that was folded into its job, with the changes of all of them', () => {
    const names = ['a', 'b', 'c'].map((letter) => correlation(letter.repeat(32)))
    for (const [index, correlationId] of names.entries()) {
      const entity = `Credential #${index + 1}`
      const change = { entity, entityId: index + 1, action: 'revoke', before: null, after: null }
      const entry = { ...change, operatorId: SYSTEM_OPERATOR_ID, correlationId }
      store.traces.appendAudit(entry, profile.clock.iso)
      store.jobs.enqueue(newJob({ correlationId }))
    }
    for (const [index, correlationId] of names.entries()) {
      const trace = readTrace(store, correlationId, profile.clock.nowMs())?.parse()
      expect(trace?.app_audit.map((row) => row.entity)).toEqual([
        'Credential #1',
        'Credential #2',
        'Credential #3',
      ])
      expect([...(trace?.sourceIds ?? [])].sort()).toEqual(names)
      expect(trace?.outcome).toContain(`Credential #${index + 1}`)
    }
  })

  it('costs as many statements for 300 jobs as for 3, in its window and in the list', () => {
    changed()
    const counted = (read: () => unknown): number => {
      const before = statements
      read()
      return statements - before
    }
    const cost = () => {
      const [record] = search({ text: TRACE })
      if (!record) throw new Error('the trace is not listed')
      return [counted(sentence), counted(() => traceRow(store, record))]
    }
    const queue = (door: number) =>
      store.jobs.enqueue(newJob({ target: `door:${door}`, doorId: door as DoorId, correlationId: TRACE }))
    for (let door = 1; door <= 3; door += 1) queue(door)
    const few = cost()
    for (let door = 4; door <= 300; door += 1) queue(door)
    expect(cost()).toEqual(few)
    expect(Math.max(...few)).toBeLessThan(20)
  })
})
