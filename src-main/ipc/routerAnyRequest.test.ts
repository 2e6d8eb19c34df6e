import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CONTRACT } from '../../src-preload/contract/contract.ts'
import { ROUTE_NAMES } from '../../src-preload/contract/routeNames.ts'
import { createMemoryLogger } from '../../tests/support/memoryLogger.ts'
import type { CorrelationId } from '../domain/ids.ts'
import type { Handlers } from './handlerTypes.ts'
import { createRouter } from './router.ts'

describe('router with anything at all (checklist 14)', () => {
  it.each(ROUTE_NAMES)('%s answers in an envelope and handles only what its schema accepts', async (name) => {
    const handled: unknown[] = []
    let nowMs = 0
    const handlers = Object.fromEntries(
      ROUTE_NAMES.map((known) => [known, (request: unknown) => handled.push(request)]),
    )
    const router = createRouter({
      // Built from the list of all names.
      routesOf: () => ({ contract: CONTRACT, handlers: handlers as unknown as Handlers }),
      authorize: () => ({ kind: 'allowed', operator: null }),
      origins: { devServerOrigin: null },
      logger: createMemoryLogger(),
      newCorrelationId: () => '0'.repeat(32) as CorrelationId,
      runWithCorrelation: (_id, task) => task(),
      onStoreTrouble: () => undefined,
      monotonicMs: () => {
        nowMs += 60_000
        return nowMs
      },
      checksReplies: true,
    })
    const keys = Object.keys(CONTRACT[name].request.toJSONSchema({ io: 'input' }).properties ?? {})
    const likely = fc.record(Object.fromEntries(keys.map((key) => [key, fc.anything()])), {
      requiredKeys: [],
    })
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.anything(), likely), async (request) => {
        handled.length = 0
        const [windowKind = null] = CONTRACT[name].access.windows
        const sender = { windowKind, frame: { url: 'lockstep-app://ui/', isMainFrame: true } }
        const reply = JSON.parse(await router(sender, name, request))
        expect(typeof reply.ok).toBe('boolean')
        if (!reply.ok) expect(['validation_failed', 'too_large']).toContain(reply.error.code)
        expect(handled).toHaveLength(reply.ok ? 1 : 0)
        for (const parsed of handled) expect(CONTRACT[name].request.safeParse(parsed).success).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})
