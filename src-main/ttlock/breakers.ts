import type { ProviderError, ProviderErrorCause } from '../domain/providerError/providerError.ts'
import type { Clock } from '../ports/clock.ts'
import { failure } from './failures.ts'

/** A failing code wears out the battery of its lock; a dead gateway or lock wears out the quota. */
type BreakerKind = 'code' | 'lock' | 'gateway'

export interface BreakerKey {
  readonly kind: BreakerKind
  readonly id: string
}

export interface BreakerSettings {
  /** Failures in a row that suspend. */
  readonly failures: number
  readonly firstProbeAfterMs: number
  readonly longestProbeAfterMs: number
}

export const DEFAULT_BREAKERS: BreakerSettings = {
  failures: 3,
  firstProbeAfterMs: 60_000,
  longestProbeAfterMs: 30 * 60_000,
}

export interface Breakers {
  /** Which of them rests, as the error that `admit` would give; null when none does. Asks for nothing to be tried. */
  resting(keys: readonly BreakerKey[]): ProviderError | null
  /** Null when a command may go; otherwise the error to give back without sending. Each `admit` of null needs a `report`. */
  admit(keys: readonly BreakerKey[]): ProviderError | null
  report(keys: readonly BreakerKey[], error: ProviderError | null): void
  /** A person said to try again: this lock or gateway is admitted, and each code of the lock. */
  forgive(id: string): void
}

interface Breaker {
  /** In a row. */
  failures: number
  /** Of a gateway: locks that did not answer through it. One dead lock must not suspend its neighbours. */
  readonly silentLocks: Set<string>
  /** By the monotonic clock: one that a person sets back would suspend for as long as that. Null while closed. */
  openUntilMs: number | null
  timesOpened: number
  isProbing: boolean
}

type Verdict = 'success' | 'failure' | 'silence'

export function createBreakers(
  settings: BreakerSettings,
  { clock, random }: { readonly clock: Clock; readonly random: () => number },
): Breakers {
  const breakers = new Map<string, Breaker>()

  function restOf(breaker: Breaker | undefined): number {
    return breaker?.openUntilMs == null ? 0 : Math.max(0, breaker.openUntilMs - clock.monotonicMs())
  }

  function takeFailure(breaker: Breaker, silentLock: string | null): void {
    // A call that began before the circuit opened ends after it: its verdict is no news.
    if (restOf(breaker) > 0) return
    if (silentLock === null) breaker.failures++
    else if (!breaker.silentLocks.has(silentLock)) {
      breaker.silentLocks.add(silentLock)
      breaker.failures++
    }
    if (breaker.failures < settings.failures) return
    const plainMs = settings.firstProbeAfterMs * 2 ** breaker.timesOpened
    breaker.openUntilMs =
      clock.monotonicMs() + Math.min(plainMs, settings.longestProbeAfterMs) * (1 + random() * 0.1)
    breaker.timesOpened++
  }

  return {
    resting(keys) {
      for (const key of keys) {
        const remainingMs = restOf(breakers.get(nameOf(key)))
        if (remainingMs > 0) return suspended(key.kind, Math.round(Math.max(remainingMs, SHORTEST_REST_MS)))
      }
      return null
    },
    admit(keys) {
      const known = keys.map((key) => ({ kind: key.kind, breaker: breakers.get(nameOf(key)) }))
      for (const { kind, breaker } of known) {
        const remainingMs = restOf(breaker)
        if (remainingMs > 0 || breaker?.isProbing)
          return suspended(kind, Math.round(Math.max(remainingMs, SHORTEST_REST_MS)))
      }
      for (const { breaker } of known) if (breaker && breaker.openUntilMs !== null) breaker.isProbing = true
      return null
    },
    report(keys, error) {
      const lockId = keys.find((key) => key.kind === 'lock')?.id ?? null
      const hasOneGateway = keys.some((key) => key.kind === 'gateway')
      for (const key of keys) {
        const name = nameOf(key)
        const verdict = verdictFor(key.kind, error, hasOneGateway)
        const breaker = breakers.get(name) ?? (isBad(verdict) ? newBreaker() : null)
        if (breaker === null) continue
        if (verdict === 'success') breakers.delete(name)
        else breakers.set(name, breaker)
        if (isBad(verdict)) takeFailure(breaker, verdict === 'silence' ? lockId : null)
        breaker.isProbing = false
      }
    },
    forgive(id) {
      for (const name of breakers.keys()) {
        const owner = name.slice(name.indexOf(':') + 1)
        if (owner === id || owner.startsWith(`${id}:`)) breakers.delete(name)
      }
    },
  }
}

const SHORTEST_REST_MS = 1_000

function newBreaker(): Breaker {
  return { failures: 0, silentLocks: new Set(), openUntilMs: null, timesOpened: 0, isProbing: false }
}

function isBad(verdict: Verdict | null): boolean {
  return verdict === 'failure' || verdict === 'silence'
}

function nameOf(key: BreakerKey): string {
  return `${key.kind}:${key.id}`
}

const LOCK_FAILURES: readonly ProviderErrorCause[] = [
  'lock_unreachable',
  'no_gateway',
  'lost_answer',
  'unknown',
]

const SILENCE: readonly ProviderErrorCause[] = ['lost_answer', 'unknown']

/**
 * Null when the answer says nothing about the thing (busy, no network, signed out): its count stays as it is.
 * `silence` is a failure of a gateway only when it comes from one lock after the other.
 */
function verdictFor(kind: BreakerKind, error: ProviderError | null, hasOneGateway: boolean): Verdict | null {
  if (error === null || error.kind === 'already_so') return 'success'
  switch (kind) {
    case 'code':
      return error.kind === 'fix_the_data' || error.kind === 'unknown_outcome' ? 'failure' : null
    case 'lock':
      // Where several gateways hear the lock, nobody knows which one is offline: the lock is what is not reached.
      if (error.cause === 'gateway_offline') return hasOneGateway ? null : 'failure'
      return LOCK_FAILURES.includes(error.cause) ? 'failure' : null
    case 'gateway':
      if (error.cause === 'gateway_offline') return 'failure'
      return SILENCE.includes(error.cause) ? 'silence' : null
    default: {
      const never: never = kind
      return never
    }
  }
}

const SUSPENDED = {
  code: {
    cause: 'code_resting',
    sentence: 'This code failed three times in a row on this lock and rests for a while.',
  },
  lock: {
    cause: 'lock_unreachable',
    sentence: 'The lock failed three times in a row and is left alone for a while.',
  },
  gateway: {
    cause: 'gateway_offline',
    sentence: 'The gateway failed three times in a row and is left alone for a while.',
  },
} as const satisfies Record<BreakerKind, { readonly cause: ProviderErrorCause; readonly sentence: string }>

function suspended(kind: BreakerKind, retryAfterMs: number): ProviderError {
  return failure({ kind: 'unreachable', ...SUSPENDED[kind], retryAfterMs })
}
