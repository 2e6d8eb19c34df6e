import type { Clock } from '../ports/clock.ts'

/** The provider forgets a pair of gateway and lock 30 minutes after it was last seen. */
const PAIR_LIFE_MS = 30 * 60_000

/** Which gateways saw a lock lately, as far as anybody asked. */
export interface GatewayMap {
  gatewaysOf(lockId: string): readonly string[]
  /** All gateways that list this lock; earlier knowledge about the lock is replaced. */
  learn(lockId: string, sightings: readonly GatewaySighting[]): void
  /** All locks that this gateway lists; other gateways of those locks stay. */
  learnOfGateway(gatewayId: string, sightings: readonly LockSighting[]): void
}

export interface GatewaySighting {
  readonly gatewayId: string
  /** Epoch ms by the provider, or null: seen as of now. */
  readonly seenAtMs: number | null
}
interface LockSighting {
  readonly lockId: string
  readonly seenAtMs: number | null
}

export function createGatewayMap(clock: Clock): GatewayMap {
  const pairs = new Map<string, ReadonlyMap<string, number>>()

  function seenAt(ms: number | null): number {
    // The lock's or the provider's clock may be ahead; a sighting cannot lie in the future.
    return Math.min(ms ?? clock.nowMs(), clock.nowMs())
  }

  return {
    gatewaysOf(lockId) {
      const seen = [...(pairs.get(lockId) ?? [])]
      return seen.filter(([, atMs]) => clock.nowMs() - atMs <= PAIR_LIFE_MS).map(([gatewayId]) => gatewayId)
    },
    learn(lockId, sightings) {
      pairs.set(lockId, new Map(sightings.map(({ gatewayId, seenAtMs }) => [gatewayId, seenAt(seenAtMs)])))
    },
    learnOfGateway(gatewayId, sightings) {
      for (const { lockId, seenAtMs } of sightings) {
        pairs.set(lockId, new Map([...(pairs.get(lockId) ?? []), [gatewayId, seenAt(seenAtMs)]]))
      }
    },
  }
}
