import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhenResult,
  type IBackoff,
} from 'cockatiel'
import type { ProviderError, ProviderErrorCause } from '../domain/providerError/providerError.ts'
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
  /** Null when a command may go; otherwise the error to give back without sending. Each `admit` of null needs a `report`. */
  admit(keys: readonly BreakerKey[]): ProviderError | null
  report(keys: readonly BreakerKey[], error: ProviderError | null): Promise<void>
  /** A person said to try again: everything of this id is admitted. */
  forgive(idPrefix: string): void
}

interface Breaker {
  readonly policy: CircuitBreakerPolicy
  /** Epoch ms until which nothing of this key is sent, or null while closed. */
  openUntilMs: number | null
  /** Duration the policy chose last. */
  openForMs: number
  isProbing: boolean
}

type Verdict = 'success' | 'failure'

/**
 * Cockatiel keeps the states and is fed with verdicts, since one answer means different things to code, lock and
 * gateway. It measures with Date.now, and so does this file.
 */
export function createBreakers(settings: BreakerSettings, random: () => number): Breakers {
  const breakers = new Map<string, Breaker>()

  return {
    admit(keys) {
      const known = keys.map((key) => ({ kind: key.kind, breaker: breakers.get(nameOf(key)) }))
      for (const { kind, breaker } of known) {
        const remainingMs = (breaker?.openUntilMs ?? 0) - Date.now()
        if (remainingMs > 0 || breaker?.isProbing)
          return suspended(kind, Math.max(remainingMs, SHORTEST_REST_MS))
      }
      for (const { breaker } of known) if (breaker && breaker.openUntilMs !== null) breaker.isProbing = true
      return null
    },
    async report(keys, error) {
      for (const key of keys) {
        const name = nameOf(key)
        const verdict = verdictFor(key.kind, error)
        const breaker = breakers.get(name) ?? (verdict === 'failure' ? newBreaker(settings, random) : null)
        if (breaker === null) continue
        if (verdict === 'success') breakers.delete(name)
        else breakers.set(name, breaker)
        if (verdict === 'failure') await takeFailure(breaker)
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

function newBreaker(settings: BreakerSettings, random: () => number): Breaker {
  const backoff = (step: number): IBackoff<unknown> => {
    const plain = Math.min(settings.firstProbeAfterMs * 2 ** step, settings.longestProbeAfterMs)
    const duration = Math.round(plain * (1 + random() * 0.1))
    breaker.openForMs = duration
    return { duration, next: () => backoff(step + 1) }
  }
  const policy = circuitBreaker(
    handleWhenResult((verdict) => verdict === 'failure'),
    { breaker: new ConsecutiveBreaker(settings.failures), halfOpenAfter: { next: () => backoff(0) } },
  )
  const breaker: Breaker = { policy, openUntilMs: null, openForMs: 0, isProbing: false }
  return breaker
}

async function takeFailure(breaker: Breaker): Promise<void> {
  try {
    await breaker.policy.execute((): Verdict => 'failure')
    if (breaker.policy.state === CircuitState.Open) breaker.openUntilMs = Date.now() + breaker.openForMs
  } catch (error) {
    // A call that began before the circuit opened ends after it: its verdict is no news.
    if (!(error instanceof BrokenCircuitError)) throw error
  }
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

/** Null when the answer says nothing about the thing (busy, no network, signed out): its count stays as it is. */
function verdictFor(kind: BreakerKind, error: ProviderError | null): Verdict | null {
  if (error === null || error.kind === 'already_so') return 'success'
  switch (kind) {
    case 'code':
      return error.kind === 'fix_the_data' || error.kind === 'unknown_outcome' ? 'failure' : null
    case 'lock':
      return LOCK_FAILURES.includes(error.cause) ? 'failure' : null
    case 'gateway':
      return error.cause === 'gateway_offline' ? 'failure' : null
    default: {
      const never: never = kind
      return never
    }
  }
}

const SUSPENDED = {
  code: {
    cause: 'lock_unreachable',
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
