import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DoorId, type OperatorId, SYSTEM_OPERATOR_ID } from '../../../src-main/domain/ids.ts'
import { fromIso, toIso } from '../../../src-main/domain/instant.ts'
import { createTraceRecorder } from '../../../src-main/observability/traceRecorder.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import { claimOne, correlation, newJob } from '../../support/storeScene.ts'
import { openTestStore } from '../../support/testStore.ts'

let profile: ReturnType<typeof openTestStore>
let store: Store

beforeEach(() => {
  profile = openTestStore()
  store = profile.store
})
afterEach(() => profile.remove())

const MINUTE_MS = 60_000

/** Begins now by the store's own clock and lasts 30 minutes. */
function record(code = '7QF2-M9PX') {
  const startedAt = profile.clock.iso
  const endsAt = toIso(fromIso(startedAt) + 30 * MINUTE_MS)
  return store.debugSessions.insert({ code, note: 'x', operatorId: 1 as OperatorId, startedAt, endsAt })
}

const later = (minutes: number) => toIso(fromIso(profile.clock.iso) + minutes * MINUTE_MS)

describe('a debug session', () => {
  it('records from its start up to its end, and not at its end', () => {
    const before = later(-0.01)
    record()
    expect(store.debugSessions.codeAt(before)).toBeNull()
    expect(store.debugSessions.codeAt(later(0))).toBe('7QF2-M9PX')
    expect(store.debugSessions.codeAt(later(29.99))).toBe('7QF2-M9PX')
    expect(store.debugSessions.codeAt(later(30))).toBeNull()
  })

  it('goes on while the clock was set back before its start', () => {
    record()
    expect(store.debugSessions.codeAt(later(-24 * 60))).toBe('7QF2-M9PX')
  })

  it('is over once it was stopped', () => {
    const id = record()
    store.debugSessions.stop(id, later(1))
    expect(store.debugSessions.codeAt(later(2))).toBeNull()
    store.debugSessions.stop(id, later(5))
    expect(store.debugSessions.get(id)?.stoppedAt).toBe(later(1))
  })

  it('marks audit, job, log and plan', () => {
    record()
    const correlationId = correlation('a')
    const change = { operatorId: SYSTEM_OPERATOR_ID, entity: 'Door #2', entityId: 2, action: 'create' }
    store.traces.appendAudit({ ...change, before: null, after: {}, correlationId }, later(1))
    store.jobs.enqueue(newJob({ correlationId }))
    createTraceRecorder(store).record(
      {
        ...{ action: 'PASSCODE_LIST', ok: true, providerType: 'TTLOCK', lockKey: 'TTLOCK:1', correlationId },
        ...{ jobId: null, doorId: null, doorName: null, externalId: '1', operationId: null, request: null },
        ...{ response: null, errorMessage: null, startedAtMs: fromIso(later(2)), durationMs: 5 },
        ...{ attempt: 1, httpStatus: 200 },
      },
      [],
    )
    const plan = {
      jobId: null,
      scope: { kind: 'all' },
      title: '',
      mode: 'strict',
      graceWindowSeconds: 0,
    } as const
    const planId = store.plans.insert({ ...plan, correlationId })
    const marks = [
      store.traces.auditOf([correlationId])[0]?.debugSessionId,
      store.jobs.ofCorrelation(correlationId)[0]?.debugSessionId,
      store.traces.logsOf([correlationId], 0, 1)[0]?.debugSessionId,
      store.plans.get(planId)?.debugSessionId,
    ]
    expect(marks).toEqual(Array(4).fill('7QF2-M9PX'))
    expect(store.debugSessions.traceCount('7QF2-M9PX')).toBe(1)
  })

  it('marks a job that was queued before it when the job is taken up, folded into or ended', () => {
    const queue = (name: string, door: number) =>
      store.jobs.enqueue(
        newJob({ target: `door:${door}`, doorId: door as DoorId, correlationId: correlation(name) }),
      ).job.id
    const [taken, folded, ended, left] = [queue('a', 1), queue('b', 2), queue('c', 3), queue('d', 4)]
    const sessions = () => [taken, folded, ended, left].map((id) => store.jobs.get(id)?.debugSessionId)
    expect(sessions()).toEqual([null, null, null, null])
    record()
    claimOne(store, { nowIso: later(1), leaseToken: 't', leaseExpiresAt: later(2) })
    queue('more', 2)
    const over = { status: 'cancelled', finishedAt: later(1) } as const
    store.jobs.transition(ended, { status: 'queued', leaseToken: null }, over, later(1))
    expect(sessions()).toEqual(['7QF2-M9PX', '7QF2-M9PX', '7QF2-M9PX', null])
  })

  it('is listed page by page, newest first, each once', () => {
    const ids = ['7QF2-M9PX', '8QF2-M9PX', '9QF2-M9PX'].map((code) => {
      const id = record(code)
      store.debugSessions.stop(id, later(0))
      return id
    })
    const first = store.debugSessions.list({ beforeId: null, limit: 2 })
    const rest = store.debugSessions.list({ beforeId: first.at(-1)?.id ?? null, limit: 2 })
    expect([...first, ...rest].map(({ id }) => id)).toEqual(ids.toReversed())
  })

  it('lists its traces page by page, newest first', () => {
    record()
    const change = { operatorId: SYSTEM_OPERATOR_ID, entity: 'Door #2', entityId: 2, action: 'create' }
    for (const [index, name] of ['a', 'b', 'c'].entries()) {
      const entry = { ...change, before: null, after: {}, correlationId: correlation(name) }
      store.traces.appendAudit(entry, later(index))
    }
    store.traces.appendAudit(
      { ...change, before: null, after: {}, correlationId: correlation('out') },
      later(31),
    )
    const filter = { text: '', doorId: null, outcome: 'all', from: null, to: null, limit: 2 } as const
    const first = store.traces.search({ ...filter, debugSession: '7QF2-M9PX', after: null })
    const rest = store.traces.search({ ...filter, debugSession: '7QF2-M9PX', after: first.at(-1) ?? null })
    expect([...first, ...rest].map((trace) => trace.correlationId)).toEqual(['c', 'b', 'a'])
  })
})
