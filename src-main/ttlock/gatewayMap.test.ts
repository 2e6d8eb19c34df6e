import { describe, expect, it } from 'vitest'
import { createGatewayMap } from './gatewayMap.ts'

const nowMs = Date.UTC(2026, 1, 5, 12)

function mapAt() {
  const time = { nowMs }
  return { time, map: createGatewayMap({ nowMs: () => time.nowMs, monotonicMs: () => 0 }, () => undefined) }
}

describe('createGatewayMap', () => {
  it('with sightings of the last half hour, gives those gateways alone', () => {
    const { map } = mapAt()
    map.learn('12', [
      { gatewayId: '1', seenAtMs: nowMs - 30 * 60_000 },
      { gatewayId: '2', seenAtMs: nowMs - 30 * 60_000 - 1 },
      { gatewayId: '3', seenAtMs: null },
    ])

    expect(map.gatewaysOf('12')).toEqual(['1', '3'])
  })

  it('with a lock nobody asked about, gives none', () => {
    expect(mapAt().map.gatewaysOf('12')).toEqual([])
  })

  it('with a sighting from the future, forgets it in time all the same', () => {
    const { map, time } = mapAt()
    map.learn('12', [{ gatewayId: '1', seenAtMs: nowMs + 86_400_000 }])
    time.nowMs += 30 * 60_000 + 1

    expect(map.gatewaysOf('12')).toEqual([])
  })

  it('with the list of one gateway, adds to what is known of its locks', () => {
    const { map } = mapAt()
    map.learn('12', [{ gatewayId: '1', seenAtMs: null }])
    map.learnOfGateway('2', ['12'])

    expect(map.gatewaysOf('12')).toEqual(['1', '2'])
  })
})
