import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHAIN_START, type ChainRow, findFirstBadRow, type HashedChainRow, hashChainRow } from './chain.ts'

const ROW: ChainRow = {
  id: 1,
  time: '2026-02-05T16:28:59.888Z',
  operatorId: 0,
  entity: 'Door #2',
  entityId: 2,
  action: 'create',
  beforeJson: null,
  afterJson: '{"name":"ttlock"}',
  debugSessionId: null,
  correlationId: 'c2165f3f52364e4db32d169654f4648f',
}

const anyRow = fc.record({
  time: fc.string(),
  operatorId: fc.nat(),
  entity: fc.string(),
  entityId: fc.nat(),
  action: fc.string(),
  beforeJson: fc.option(fc.json(), { nil: null }),
  afterJson: fc.option(fc.json(), { nil: null }),
  correlationId: fc.string(),
  debugSessionId: fc.option(fc.string(), { nil: null }),
})
const anyChain = fc.array(anyRow, { minLength: 1, maxLength: 20 }).map(chainOf)

function chainOf(rows: readonly Omit<ChainRow, 'id'>[]): readonly HashedChainRow[] {
  let previousHash = CHAIN_START
  return rows.map((row, index) => {
    const numbered = { ...row, id: index + 1 }
    previousHash = hashChainRow(previousHash, numbered)
    return { ...numbered, chainHash: previousHash }
  })
}

describe('hashChainRow', () => {
  it('the first row of a known audit, hashes to the published value', () => {
    expect(hashChainRow(CHAIN_START, ROW)).toBe(
      'a259ea7c1828abc341be5d5ea946c87bc25d7f507c1a14a5600bea4c4b0e13e6',
    )
  })

  it.each([
    ['id', { id: 2 }],
    ['time', { time: '2026-02-05T16:28:59.889Z' }],
    ['operator', { operatorId: 1 }],
    ['entity', { entity: 'Door #3' }],
    ['entity id', { entityId: 3 }],
    ['action', { action: 'update' }],
    ['before', { beforeJson: 'null' }],
    ['after', { afterJson: '{"name":"ttlock" }' }],
    ['debug session', { debugSessionId: '7QF2-M9PX' }],
    ['correlation id', { correlationId: 'c2165f3f52364e4db32d169654f4648e' }],
  ])('a row whose %s differs, hashes to another value', (_field, change) => {
    expect(hashChainRow(CHAIN_START, { ...ROW, ...change })).not.toBe(hashChainRow(CHAIN_START, ROW))
  })

  it('text moved from one field to the next, hashes to another value', () => {
    const moved = { ...ROW, entity: 'Door #2c', action: 'reate' }
    expect(hashChainRow(CHAIN_START, moved)).not.toBe(hashChainRow(CHAIN_START, ROW))
  })
})

describe('findFirstBadRow', () => {
  it('a whole chain, finds nothing', () => {
    fc.assert(fc.property(anyChain, (rows) => findFirstBadRow(rows) === null))
  })

  it('a chain with one changed text, finds that row', () => {
    fc.assert(
      fc.property(anyChain, fc.nat(), fc.string({ minLength: 1 }), (rows, at, added) => {
        const index = at % rows.length
        const changed = rows.map((row, i) => (i === index ? { ...row, action: row.action + added } : row))
        expect(findFirstBadRow(changed)).toEqual({ badId: index + 1 })
      }),
    )
  })

  it('a chain without one of its inner rows, finds the row after the gap', () => {
    fc.assert(
      fc.property(anyChain, fc.nat(), (rows, at) => {
        fc.pre(rows.length > 1)
        const index = at % (rows.length - 1)
        expect(findFirstBadRow(rows.filter((_, i) => i !== index))).toEqual({ badId: index + 2 })
      }),
    )
  })

  it('a chain with two rows that changed places, finds a bad row', () => {
    fc.assert(
      fc.property(anyChain, fc.nat(), (rows, at) => {
        fc.pre(rows.length > 1)
        const index = at % (rows.length - 1)
        const [first, second] = [rows[index], rows[index + 1]]
        if (!first || !second) throw new Error('no such rows')
        const swapped = rows
          .with(index, { ...second, id: first.id })
          .with(index + 1, { ...first, id: second.id })
        fc.pre(JSON.stringify(swapped) !== JSON.stringify(rows))
        expect(findFirstBadRow(swapped)).not.toBeNull()
      }),
    )
  })

  it('a chain with a row put in, finds a bad row', () => {
    fc.assert(
      fc.property(anyChain, anyRow, fc.nat(), (rows, extra, at) => {
        const index = at % rows.length
        const forged = { ...extra, id: index + 1, chainHash: 'f'.repeat(64) }
        expect(findFirstBadRow(rows.toSpliced(index, 0, forged))).not.toBeNull()
      }),
    )
  })
})
