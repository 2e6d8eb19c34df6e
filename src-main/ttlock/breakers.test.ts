import { beforeEach, describe, expect, it } from 'vitest'
import type { ProviderError } from '../domain/providerError/providerError.ts'
import { type BreakerKey, createBreakers, DEFAULT_BREAKERS } from './breakers.ts'
import { failure } from './failures.ts'

const code: BreakerKey = { kind: 'code', id: '12:4821' }
const lock: BreakerKey = { kind: 'lock', id: '12' }
const gateway: BreakerKey = { kind: 'gateway', id: '5' }
const refused = failure({ kind: 'fix_the_data', cause: 'data', sentence: 'x' })
const offline = failure({ kind: 'unreachable', cause: 'gateway_offline', sentence: 'x' })
const busy = failure({ kind: 'busy', cause: 'busy', sentence: 'x' })

const silent = failure({ kind: 'unknown_outcome', cause: 'unknown', sentence: 'x' })

let wallMs = 0
let monotonicMs = 0
const clock = { nowMs: () => wallMs, monotonicMs: () => monotonicMs }
function pass(ms: number) {
  wallMs += ms
  monotonicMs += ms
}
beforeEach(() => {
  wallMs = Date.UTC(2026, 1, 5)
  monotonicMs = 0
})

const create = () => createBreakers(DEFAULT_BREAKERS, { clock, random: () => 0 })

function report(
  breakers: ReturnType<typeof createBreakers>,
  keys: readonly BreakerKey[],
  errors: readonly (ProviderError | null)[],
) {
  for (const error of errors) breakers.report(keys, error)
}

describe('createBreakers', () => {
  it('after three failures of a code, suspends that code and nothing else', () => {
    const breakers = create()
    report(breakers, [code, lock, gateway], [refused, refused])
    expect(breakers.admit([code])).toBeNull()

    report(breakers, [code, lock, gateway], [refused])
    expect(breakers.admit([code])).toMatchObject({ kind: 'unreachable', retryAfterMs: 60_000 })
    expect(breakers.admit([lock, gateway])).toBeNull()
  })

  it('asked who rests, says the same without taking the probe, and nobody while a probe is out', () => {
    const breakers = create()
    report(breakers, [code, lock, gateway], [refused, refused, refused])
    expect(breakers.resting([code])).toMatchObject({ cause: 'code_resting', retryAfterMs: 60_000 })
    expect(breakers.resting([lock, gateway])).toBeNull()
    pass(60_000)
    expect(breakers.resting([code])).toBeNull()
    expect(breakers.admit([code])).toBeNull()
    expect(breakers.resting([code])).toBeNull()
    expect(breakers.admit([code])).not.toBeNull()
  })

  it('after three times offline, suspends the gateway and names it as the cause', () => {
    const breakers = create()
    report(breakers, [code, lock, gateway], [offline, offline, offline])

    expect(
      breakers.admit([{ kind: 'code', id: '13:77' }, { kind: 'lock', id: '13' }, gateway]),
    ).toMatchObject({
      cause: 'gateway_offline',
    })
  })

  it('with an answer in between that it was so already, counts from the beginning', () => {
    const breakers = create()
    const alreadySo = failure({ kind: 'already_so', cause: 'already_gone', sentence: 'x' })
    report(breakers, [code, lock], [refused, refused, alreadySo, refused, refused])

    expect(breakers.admit([code])).toBeNull()
  })

  it('with a command that began before it was suspended and fails after, rests no longer for it', () => {
    const breakers = create()
    report(breakers, [gateway], [offline, offline, offline])
    pass(30_000)
    report(breakers, [gateway], [offline])

    expect(breakers.admit([gateway])).toMatchObject({ retryAfterMs: 30_000 })
  })

  it('with busy answers in between, keeps counting', () => {
    const breakers = create()
    report(breakers, [code], [refused, busy, refused, busy, refused])

    expect(breakers.admit([code])).not.toBeNull()
  })

  it('with a success in between, begins anew', () => {
    const breakers = create()
    report(breakers, [code], [refused, refused, null, refused, refused])

    expect(breakers.admit([code])).toBeNull()
  })

  it('when the time has come, lets one probe through and no second one beside it', () => {
    const breakers = create()
    report(breakers, [code], [refused, refused, refused])
    pass(60_000)

    expect(breakers.admit([code])).toBeNull()
    expect(breakers.admit([code])).not.toBeNull()
    report(breakers, [code], [null])
    expect(breakers.admit([code])).toBeNull()
    expect(breakers.admit([code])).toBeNull()
  })

  it('with probes that fail, waits longer each time up to half an hour', () => {
    const breakers = create()
    report(breakers, [code], [refused, refused, refused])
    const waits: number[] = []
    for (let probe = 0; probe < 7; probe += 1) {
      const waitMs = breakers.admit([code])?.retryAfterMs ?? 0
      waits.push(waitMs / 60_000)
      pass(waitMs)
      expect(breakers.admit([code])).toBeNull()
      report(breakers, [code], [refused])
    }

    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30])
  })

  it('with a probe that says nothing, lets the next one try', () => {
    const breakers = create()
    report(breakers, [code], [refused, refused, refused])
    pass(60_000)
    breakers.admit([code])
    report(breakers, [code], [busy])

    expect(breakers.admit([code])).toBeNull()
  })

  it('forgiven, admits the lock and all its codes at once, but no other', () => {
    const breakers = create()
    const other: BreakerKey = { kind: 'code', id: '123:4821' }
    report(breakers, [code, other], [refused, refused, refused])
    breakers.forgive('12')

    expect(breakers.admit([code])).toBeNull()
    expect(breakers.admit([other])).not.toBeNull()
  })

  it('with a clock that somebody sets back, rests no longer for it', () => {
    const breakers = create()
    report(breakers, [code], [refused, refused, refused])
    wallMs -= 365 * 86_400_000
    expect(breakers.admit([code])).toMatchObject({ retryAfterMs: 60_000 })
    pass(60_000)

    expect(breakers.admit([code])).toBeNull()
  })

  it('after silence from three locks in a row, suspends the gateway they share', () => {
    const breakers = create()
    const throughGateway = (id: string): readonly BreakerKey[] => [{ kind: 'lock', id }, gateway]
    for (const id of ['12', '13']) report(breakers, throughGateway(id), [silent])
    expect(breakers.admit([gateway])).toBeNull()
    report(breakers, throughGateway('14'), [silent])

    expect(breakers.admit([gateway])).toMatchObject({ cause: 'gateway_offline' })
    pass(60_000)
    expect(breakers.admit([gateway])).toBeNull()
    report(breakers, throughGateway('14'), [silent])
    expect(breakers.admit([gateway])).toMatchObject({ retryAfterMs: 120_000 })
  })

  it('after silence from one lock only, leaves the gateway to its neighbours', () => {
    const breakers = create()
    report(breakers, [lock, gateway], [silent, silent, silent, silent])

    expect(breakers.admit([lock])).not.toBeNull()
    expect(breakers.admit([{ kind: 'lock', id: '13' }, gateway])).toBeNull()
  })

  it('with silence of several locks and an answer in between, begins anew', () => {
    const breakers = create()
    for (const [id, answer] of [
      ['12', silent],
      ['13', silent],
      ['14', null],
      ['15', silent],
      ['16', silent],
    ] as const) {
      report(breakers, [{ kind: 'lock', id }, gateway], [answer])
    }

    expect(breakers.admit([gateway])).toBeNull()
  })

  it('of a lock behind several gateways that is told its gateway is offline, suspends the lock', () => {
    const breakers = create()
    report(breakers, [lock], [offline, offline, offline])

    expect(breakers.admit([lock])).not.toBeNull()
  })
})
