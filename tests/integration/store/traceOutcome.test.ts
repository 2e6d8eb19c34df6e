import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DoorId } from '../../../src-main/domain/ids.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import type { TraceFilter } from '../../../src-main/ports/stores/traceStore.ts'
import { claimOne, correlation, newJob } from '../../support/storeScene.ts'
import { openTestStore } from '../../support/testStore.ts'
import { appendLog, searchTraces } from '../../support/traceRows.ts'

let profile: ReturnType<typeof openTestStore>
let store: Store

beforeEach(() => {
  profile = openTestStore()
  store = profile.store
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
