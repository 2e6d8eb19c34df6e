import type { Clock } from '../ports/clock.ts'

/** The provider lists a pair of gateway and lock for 30 minutes after it saw it, and we believe its list for as long. */
const PAIR_LIFE_MS = 30 * 60_000

/** Which gateways were listed for a lock lately, as far as anybody asked. */
export interface GatewayMap {
  gatewaysOf(lockId: string): readonly string[]
  /** All gateways that list this lock; earlier knowledge about the lock is replaced. */
  learn(lockId: string, sightings: readonly GatewaySighting[]): void
  /** All locks that this gateway lists; other gateways of those locks stay. */
  learnOfGateway(gatewayId: string, lockIds: readonly string[]): void
}

export interface GatewaySighting {
  readonly gatewayId: string
  /** Epoch ms at which the provider listed it, or null: just now. Its own time of seeing it may be long before that. */
  readonly seenAtMs: number | null
}

/** @param onLearned what waits for a gateway of old may be free to begin */
export function createGatewayMap(clock: Clock, onLearned: () => void): GatewayMap {
  const pairs = new Map<string, ReadonlyMap<string, number>>()

  function seenAt(ms: number | null): number {
    // Our clock may have been ahead when it was noted; a sighting cannot lie in the future.
    return Math.min(ms ?? clock.nowMs(), clock.nowMs())
  }

  return {
    gatewaysOf(lockId) {
      const seen = [...(pairs.get(lockId) ?? [])]
      return seen.filter(([, atMs]) => clock.nowMs() - atMs <= PAIR_LIFE_MS).map(([gatewayId]) => gatewayId)
    },
    learn(lockId, sightings) {
      pairs.set(lockId, new Map(sightings.map(({ gatewayId, seenAtMs }) => [gatewayId, seenAt(seenAtMs)])))
      onLearned()
    },
    learnOfGateway(gatewayId, lockIds) {
      for (const lockId of lockIds) {
        pairs.set(lockId, new Map([...(pairs.get(lockId) ?? []), [gatewayId, clock.nowMs()]]))
      }
    },
  }
}
