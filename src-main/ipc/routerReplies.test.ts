import { beforeEach, describe, expect, it } from 'vitest'
import { CONTRACT } from '../../src-preload/contract/contract.ts'
import { createMemoryLogger } from '../../tests/support/memoryLogger.ts'
import type { CorrelationId } from '../domain/ids.ts'
import { JsonText } from '../domain/jsonText.ts'
import type { Sender } from '../security/senderPolicy.ts'
import type { Handlers } from './handlerTypes.ts'
import { createRouter } from './router.ts'

const sender: Sender = { windowKind: 'main', frame: { url: 'lockstep-app://ui/', isMainFrame: true } }

let logger: ReturnType<typeof createMemoryLogger>

beforeEach(() => {
  logger = createMemoryLogger()
})

/** What a page is sent when the handler of a route answers so. */
function sent(reply: unknown, checksReplies = true): Promise<string> {
  const router = createRouter({
    // Replies are what a test chooses them to be.
    routesOf: () => ({ contract: CONTRACT, handlers: { 'doors.list': () => reply } as unknown as Handlers }),
    authorize: () => ({ kind: 'allowed', operator: null }),
    origins: { devServerOrigin: null },
    logger,
    newCorrelationId: () => '0'.repeat(32) as CorrelationId,
    runWithCorrelation: (_id, task) => task(),
    monotonicMs: () => 0,
    onStoreTrouble: () => undefined,
    checksReplies,
  })
  return router(sender, 'doors.list', {})
}

const somethingIsWrong = JSON.stringify({ ok: false, error: { code: 'internal' } })

describe('router with a reply for the page', () => {
  it('that is JSON already, puts it into the envelope as it stands', async () => {
    expect(await sent(new JsonText('[ {"id":1} ]'))).toBe('{"ok":true,"data":[ {"id":1} ]}')
  })

  it('that is JSON already, withholds it when a secret shows in it', async () => {
    expect(await sent(JsonText.of([{ accessToken: 'abc' }]))).toBe(somethingIsWrong)
  })

  it.each([
    ['a circle', circle()],
    ['a big integer', { id: 1n }],
  ])('that JSON cannot say, as %s, tells the page that something is wrong', async (_name, reply) => {
    expect(await sent(reply, false)).toBe(somethingIsWrong)
    expect(logger.entries).toMatchObject([{ level: 'error', message: 'request failed' }])
  })

  it.each(['Владимир', 'Zoë', '日本', '👩‍🔧', '\ud800 alone', '"\n\u2028\0'])(
    'gives back the text %j, one octet for each character on the way',
    async (name) => {
      const text = await sent([{ name }])
      expect([...text].every((character) => character.charCodeAt(0) < 256)).toBe(true)
      expect(JSON.parse(text)).toEqual({ ok: true, data: [{ name }] })
    },
  )
})

function circle(): unknown {
  const row: Record<string, unknown> = { id: 1 }
  row.self = row
  return row
}
