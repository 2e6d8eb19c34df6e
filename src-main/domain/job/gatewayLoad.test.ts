import { describe, expect, it } from 'vitest'
import { GatewayLoad } from './gatewayLoad.ts'

describe('GatewayLoad', () => {
  it('of a gateway with as many doors as it may have, takes no more until one leaves', () => {
    const load = new GatewayLoad(2)
    load.enter(['lobby'])
    expect(load.isCrowded(['lobby'])).toBe(false)
    load.enter(['lobby'])
    expect(load.isCrowded(['lobby'])).toBe(true)
    expect(load.full()).toEqual(['lobby'])
    load.leave(['lobby'])
    expect(load.isCrowded(['lobby'])).toBe(false)
    expect(load.full()).toEqual([])
  })

  it('of a door that several gateways hear, counts it at each, and is crowded when all of them are', () => {
    const load = new GatewayLoad(1)
    load.enter(['lobby'])
    expect(load.isCrowded(['lobby', 'stairs'])).toBe(false)
    load.enter(['lobby', 'stairs'])
    expect(load.isCrowded(['stairs'])).toBe(true)
    expect(load.isCrowded(['lobby', 'stairs'])).toBe(true)
  })

  it('of a door that no gateway hears, is never crowded', () => {
    const load = new GatewayLoad(1)
    load.enter([])
    load.enter([])
    expect(load.isCrowded([])).toBe(false)
  })
})
