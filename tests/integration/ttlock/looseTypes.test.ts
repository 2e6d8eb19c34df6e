import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Simulator } from '../../../src-main/simulator/simulator.ts'
import { defaultAccount } from '../../../src-main/simulator/site.ts'
import { startTestSimulator } from '../../support/simulator.ts'
import { type Ask, NOW_MS, READS, WRITES } from './endpointCalls.ts'
import { otherAccount, siteOf } from './siteOfLocks.ts'
import { context, createTestProvider, type TestProvider } from './testProvider.ts'

const clock = { nowMs: () => NOW_MS, monotonicMs: () => 0 }

let simulator: Simulator
let client: TestProvider

/** A lock of which every call has something to tell, at a time that stands still. */
async function open(looseTypes: boolean): Promise<void> {
  simulator = await startTestSimulator({
    clock: { now: () => NOW_MS },
    switches: { looseTypes },
    site: {
      ...siteOf([
        {
          wifi: { powerSaving: false },
          gateways: [{ gatewayId: 5, rssi: -60 }],
          groupName: 'West',
          codes: [
            { keyboardPwdId: 77, keyboardPwd: '048215', keyboardPwdName: 'AB U9 C6', startDate: NOW_MS },
            { keyboardPwdId: 78, keyboardPwd: '904117' },
          ],
        },
        { adminUid: otherAccount.uid },
      ]),
      ekeys: [{ lockId: 102, uid: defaultAccount.uid, keyRight: 1 }],
      doorUses: [
        { lockId: 101, pin: '904117', at: NOW_MS - 60_000 },
        { lockId: 101, pin: '998877', at: NOW_MS - 30_000 },
      ],
    },
  })
  const periods = [{ isAllDay: 2, startTime: 480, endTime: 1080, weekDays: [1, 2] }] as const
  simulator.control.patchLock({ lockId: 101, passage: { passageMode: 1, autoUnlock: 2, periods } })
  client = createTestProvider(simulator.url, { clock })
}
async function close(): Promise<void> {
  await client.provider.close()
  await simulator.close()
}

const READ_CALLS: readonly (readonly [string, Ask])[] = [
  ...READS.filter(([name]) => name !== 'listRecords').map(([name, ask]) => [name, ask] as const),
  // At a time at which there were some.
  ['listRecords', (own) => own.listRecords('101', { fromMs: NOW_MS - 600_000, toMs: NOW_MS }, context)],
  ['monthRequestCount', (own) => own.monthRequestCount(context)],
]

/** What comes of the call when answers have their documented types, then when they are loosely typed. */
async function askBoth(ask: Ask) {
  const strict = await ask(client.provider)
  await close()
  await open(true)
  return { strict, loose: await ask(client.provider) }
}

describe('what a client makes of an answer', () => {
  beforeEach(() => open(false))
  afterEach(close)

  it.each(READ_CALLS)('to %s, is the same whichever types it has', async (_name, ask) => {
    const { strict, loose } = await askBoth(ask)

    expect(strict).not.toMatchObject({ error: { kind: expect.any(String) } })
    expect(loose).toEqual(strict)
  })

  it.each(WRITES)('to %s, is the same whichever types it has', async (_name, ask) => {
    const { strict, loose } = await askBoth(ask)

    expect(loose).toEqual(strict)
  })
})
