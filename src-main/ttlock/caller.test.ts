import { describe, expect, it, vi } from 'vitest'
import type { CorrelationId } from '../domain/ids.ts'
import type { ProviderError } from '../domain/providerError/providerError.ts'
import { createBreakers } from './breakers.ts'
import { type Call, type CallerParts, createCaller } from './caller.ts'
import { failure, stoppedBeforeSending } from './failures.ts'
import { createGatewayMap } from './gatewayMap.ts'
import { createLanes, type LaneRest, type Lanes } from './lanes.ts'
import { createPinMemory } from './pinMemory.ts'
import { done } from './schemas.ts'

const context = {
  ...{ correlationId: 'c' as CorrelationId, jobId: null, doorId: null, doorName: null },
  ...{ operationId: null, attempt: 1 },
}
const time = { monotonicMs: 0 }
const clock = { nowMs: () => 1_770_305_016_424, monotonicMs: () => time.monotonicMs }

const remove: Call<unknown> = {
  ...{ action: 'PASSCODE_DELETE', path: '/v3/keyboardPwd/delete', params: {}, effect: 'delete' },
  ...{ answer: done, externalId: '12', isGatewayCommand: true },
}

/** Lanes that tell which rests they were given. */
function watched(rests: LaneRest[]): Lanes {
  const lanes = createLanes()
  return {
    ...lanes,
    run: (keysNow, command, waits) =>
      lanes.run(
        keysNow,
        async (held) => {
          const turn = await command(held)
          rests.push(...turn.rests)
          return { value: turn.value, rests: [] }
        },
        waits,
      ),
  }
}

function callerWith(answer: () => ProviderError | null, parts: Partial<CallerParts> = {}) {
  const gatewayMap = createGatewayMap(clock, () => undefined)
  gatewayMap.learn('12', [{ gatewayId: '5', seenAtMs: null }])
  const random = () => 0
  return createCaller({
    sender: {
      async send() {
        const error = answer()
        // Nobody in these tests looks at what a success holds.
        return error === null ? { ok: true, value: { errcode: 0 } as never } : { ok: false, error }
      },
      probe: () => Promise.reject(new Error('not asked for here')),
      answeredAtMs: () => null,
    },
    auth: {
      credentials: async () => ({ ok: true, value: { clientId: 'c', accessToken: 't', secrets: [] } }),
      renew: async () => ({ ok: false, error: stoppedBeforeSending() }),
      forgetRefusal: () => undefined,
      application: () => ({ ok: false, error: stoppedBeforeSending() }),
    },
    lanes: createLanes(),
    breakers: createBreakers(
      { failures: 1, firstProbeAfterMs: 60_000, longestProbeAfterMs: 60_000 },
      { clock, random },
    ),
    ...{ gatewayMap, pinMemory: createPinMemory(), random },
    ...{ cloudTimeoutMs: 1, gatewayTimeoutMs: 1, spacingMs: 2_000, busyRestMs: 30_000 },
    ...parts,
  })
}

const refusedWith = (errcode: number) => failure({ kind: 'busy', cause: 'busy', sentence: 'x', errcode })

describe('a command', () => {
  it.each([
    [-3037, 0, { 'lock:12': 30_000 }],
    [-3037, 1, { 'lock:12': 36_000 }],
    [-3003, 0.5, { 'lock:12': 33_000, 'gateway:5': 33_000 }],
    [-2012, 1, {}],
  ])(
    'answered %i, with chance %d, has exactly what was busy rest for half a minute to a fifth more',
    async (errcode, chance, expected) => {
      const rests: LaneRest[] = []
      const caller = callerWith(() => refusedWith(errcode), { lanes: watched(rests), random: () => chance })
      await caller.call(remove, context)
      const busy = rests.filter((rest) => rest.isBusyRest)
      expect(Object.fromEntries(busy.map(({ key, ms }) => [key, ms]))).toEqual(expected)
      const spacing = rests.filter((rest) => !rest.isBusyRest)
      expect(spacing.map(({ key, ms }) => [key, ms])).toEqual([
        ['lock:12', 2_000],
        ['gateway:5', 2_000],
      ])
    },
  )

  it('that waits while its lock is listed by other gateways, waits for those and no longer for the old one', async () => {
    const gatewayMap = createGatewayMap(clock, () => undefined)
    const lanes = createLanes()
    const ends = new Map<string, () => void>()
    const hold = (gatewayId: string) =>
      lanes.run(
        () => [`gateway:${gatewayId}`],
        () =>
          new Promise<{ value: null; rests: [] }>((resolve) =>
            ends.set(gatewayId, () => resolve({ value: null, rests: [] })),
          ),
        { signal: null, rank: 0 },
      )
    let isSent = false
    const caller = callerWith(
      () => {
        isSent = true
        return null
      },
      { gatewayMap, lanes },
    )
    gatewayMap.learn('12', [{ gatewayId: '5', seenAtMs: null }])
    const held = ['4', '5', '6'].map(hold)
    const sent = caller.call(remove, context)
    const seen = (gatewayId: string) => ({ gatewayId, seenAtMs: null })
    gatewayMap.learn('12', [seen('6'), seen('7')])

    await vi.waitUntil(() => ends.size === 3)
    ends.get('4')?.()
    await held[0]
    expect(isSent).toBe(false)
    ends.get('6')?.()
    await sent
    expect(isSent).toBe(true)
    ends.get('5')?.()
    await Promise.all(held)
  })

  it('that probes a suspended lock and ends by a fault of ours, lets the next one probe', async () => {
    const unreachable = failure({ kind: 'unreachable', cause: 'lock_unreachable', sentence: 'x' })
    const answers: (() => ProviderError | null)[] = [
      () => unreachable,
      () => {
        throw new Error('a fault of ours')
      },
      () => null,
    ]
    const caller = callerWith(() => answers.shift()?.() ?? null)
    await caller.call(remove, context)
    expect(await caller.call(remove, context)).toMatchObject({ ok: false, error: { retryAfterMs: 60_000 } })
    time.monotonicMs += 60_000
    await expect(caller.call(remove, context)).rejects.toThrow('a fault of ours')

    expect(await caller.call(remove, context)).toMatchObject({ ok: true })
  })
})
