import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { effectiveWindowAt } from './effectiveWindow.ts'
import type { ValidityWindow } from './validityWindow.ts'

const MINUTE_MS = 60_000
const NOW_MS = 1_000 * MINUTE_MS

/** Minutes from now; null is open. */
function window(start: number | null, end: number | null): ValidityWindow {
  return {
    startMs: start === null ? null : NOW_MS + start * MINUTE_MS,
    endMs: end === null ? null : NOW_MS + end * MINUTE_MS,
  }
}

function at(credential: ValidityWindow | null, ...grants: (ValidityWindow | null)[]) {
  return effectiveWindowAt(
    credential,
    grants.map((grant) => ({ window: grant })),
    NOW_MS,
  )
}

function running(start: number, end: number) {
  return { kind: 'running', span: { startMs: NOW_MS + start * MINUTE_MS, endMs: NOW_MS + end * MINUTE_MS } }
}

describe('an effective window', () => {
  it.each([
    ['credential within grant', window(-5, 5), [window(-10, 10)], running(-5, 5)],
    ['their overlap', window(-5, 20), [window(-10, 10)], running(-5, 10)],
    ['an open credential', null, [window(-10, 10)], running(-10, 10)],
    ['an open grant', window(-5, 5), [null], running(-5, 5)],
    ['overlapping grants joined', null, [window(3, 10), window(-5, 5)], running(-5, 10)],
    ['touching grants joined', null, [window(-5, 5), window(5, 10)], running(-5, 10)],
    ['a grant within another', null, [window(-5, 20), window(1, 2)], running(-5, 20)],
    ['the running one of disjoint grants', null, [window(7, 10), window(-5, 5)], running(-5, 5)],
    ['else the next one', null, [window(20, 30), window(7, 10), window(-5, 0)], running(7, 10)],
    ['no grant', null, [], { kind: 'none' }],
    ['grant and credential that never overlap', window(1, 5), [window(6, 9)], { kind: 'none' }],
    ['a window that ends now', window(-5, 0), [null], { kind: 'ended', endedAtMs: NOW_MS }],
    [
      'grants that all ended',
      null,
      [window(-9, -5), window(-4, -1)],
      { kind: 'ended', endedAtMs: NOW_MS - MINUTE_MS },
    ],
    ['a backwards credential', window(9, 5), [null], { kind: 'backwards' }],
    ['a backwards grant alone', null, [window(9, 5)], { kind: 'backwards' }],
    ['a backwards grant beside a good one', null, [window(9, 5), window(1, 3)], running(1, 3)],
    [
      'a window of no length in the past',
      window(-1, -1),
      [null],
      { kind: 'ended', endedAtMs: NOW_MS - MINUTE_MS },
    ],
  ])('%s', (_situation, credential, grants, expected) => {
    expect(at(credential, ...grants)).toEqual(expected)
  })

  it('is floored to the minute', () => {
    const ragged = { startMs: NOW_MS - MINUTE_MS + 30_000, endMs: NOW_MS + MINUTE_MS + 59_999 }
    expect(at(ragged, null)).toEqual(running(-1, 1))
  })

  it('does not depend on the order of grants', () => {
    const offset = fc.option(fc.integer({ min: -20, max: 20 }))
    const grants = fc.array(
      fc.tuple(offset, offset).map(([start, end]) => window(start, end)),
      { maxLength: 5 },
    )
    fc.assert(
      fc.property(grants, (list) => {
        expect(at(null, ...list.toReversed())).toEqual(at(null, ...list))
      }),
    )
  })

  it('covers a minute from now exactly when credential and some grant do, if it runs', () => {
    const offset = fc.integer({ min: -20, max: 20 })
    const grants = fc.array(
      fc
        .tuple(offset, fc.integer({ min: 1, max: 9 }))
        .map(([start, length]) => window(start, start + length)),
      { minLength: 1, maxLength: 5 },
    )
    fc.assert(
      fc.property(grants, (list) => {
        const effective = at(null, ...list)
        const isCovered = list.some((grant) => (grant.startMs ?? 0) <= NOW_MS && (grant.endMs ?? 0) > NOW_MS)
        const covers = effective.kind === 'running' && effective.span.startMs <= NOW_MS
        expect(covers).toBe(isCovered)
      }),
    )
  })
})
