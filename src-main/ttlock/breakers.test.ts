import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ProviderError } from '../domain/providerError/providerError.ts'
import { type BreakerKey, createBreakers, DEFAULT_BREAKERS } from './breakers.ts'
import { failure } from './failures.ts'

const code: BreakerKey = { kind: 'code', id: '12:4821' }
const lock: BreakerKey = { kind: 'lock', id: '12' }
const gateway: BreakerKey = { kind: 'gateway', id: '5' }
const refused = failure({ kind: 'fix_the_data', cause: 'data', sentence: 'x' })
const offline = failure({ kind: 'unreachable', cause: 'gateway_offline', sentence: 'x' })
const busy = failure({ kind: 'busy', cause: 'busy', sentence: 'x' })

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

async function report(
  breakers: ReturnType<typeof createBreakers>,
  keys: readonly BreakerKey[],
  errors: readonly (ProviderError | null)[],
) {
  for (const error of errors) await breakers.report(keys, error)
}

describe('createBreakers', () => {
  it('after three failures of a code, suspends that code and nothing else', async () => {
    const breakers = createBreakers(DEFAULT_BREAKERS, () => 0)
    await report(breakers, [code, lock, gateway], [refused, refused])
    expect(breakers.admit([code])).toBeNull()

    await report(breakers, [code, lock, gateway], [refused])
    expect(breakers.admit([code])).toMatchObject({ kind: 'unreachable', retryAfterMs: 60_000 })
    expect(breakers.admit([lock, gateway])).toBeNull()
  })

  it('after three times offline, suspends the gateway and names it as the cause', async () => {
    const breakers = createBreakers(DEFAULT_BREAKERS, () => 0)
    await report(breakers, [code, lock, gateway], [offline, offline, offline])

    expect(
      breakers.admit([{ kind: 'code', id: '13:77' }, { kind: 'lock', id: '13' }, gateway]),
    ).toMatchObject({
      cause: 'gateway_offline',
    })
  })

  it('with busy answers in between, keeps counting', async () => {
    const breakers = createBreakers(DEFAULT_BREAKERS, () => 0)
    await report(breakers, [code], [refused, busy, refused, busy, refused])

    expect(breakers.admit([code])).not.toBeNull()
  })

  it('with a success in between, begins anew', async () => {
    const breakers = createBreakers(DEFAULT_BREAKERS, () => 0)
    await report(breakers, [code], [refused, refused, null, refused, refused])

    expect(breakers.admit([code])).toBeNull()
  })

  it('when the time has come, lets one probe through and no second one beside it', async () => {
    const breakers = createBreakers(DEFAULT_BREAKERS, () => 0)
    await report(breakers, [code], [refused, refused, refused])
    vi.advanceTimersByTime(60_000)

    expect(breakers.admit([code])).toBeNull()
    expect(breakers.admit([code])).not.toBeNull()
    await report(breakers, [code], [null])
    expect(breakers.admit([code])).toBeNull()
    expect(breakers.admit([code])).toBeNull()
  })

  it('with probes that fail, waits longer each time up to half an hour', async () => {
    const breakers = createBreakers(DEFAULT_BREAKERS, () => 0)
    await report(breakers, [code], [refused, refused, refused])
    const waits: number[] = []
    for (let probe = 0; probe < 7; probe += 1) {
      const waitMs = breakers.admit([code])?.retryAfterMs ?? 0
      waits.push(waitMs / 60_000)
      vi.advanceTimersByTime(waitMs)
      expect(breakers.admit([code])).toBeNull()
      await report(breakers, [code], [refused])
    }

    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30])
  })

  it('with a probe that says nothing, lets the next one try', async () => {
    const breakers = createBreakers(DEFAULT_BREAKERS, () => 0)
    await report(breakers, [code], [refused, refused, refused])
    vi.advanceTimersByTime(60_000)
    breakers.admit([code])
    await report(breakers, [code], [busy])

    expect(breakers.admit([code])).toBeNull()
  })

  it('forgiven, admits the lock and all its codes at once, but no other', async () => {
    const breakers = createBreakers(DEFAULT_BREAKERS, () => 0)
    const other: BreakerKey = { kind: 'code', id: '123:4821' }
    await report(breakers, [code, other], [refused, refused, refused])
    breakers.forgive('12')

    expect(breakers.admit([code])).toBeNull()
    expect(breakers.admit([other])).not.toBeNull()
  })
})
