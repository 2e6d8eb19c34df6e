import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CanonicalValue, canonicalJson } from './canonicalJson.ts'

describe('canonical JSON', () => {
  it('sorts keys, leaves out undefined and writes no white space', () => {
    expect(canonicalJson({ b: [1, 'x', null], a: { d: true, c: undefined } })).toBe(
      '{"a":{"d":true},"b":[1,"x",null]}',
    )
  })

  it('escapes as JSON does', () => {
    expect(canonicalJson('a"\\\n\u00e9\u{1F512}')).toBe('"a\\"\\\\\\n\u00e9\u{1F512}"')
  })

  it('writes zero without a sign', () => {
    expect(canonicalJson(-0)).toBe('0')
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses %s', (value) => {
    expect(() => canonicalJson({ value })).toThrow('not_a_finite_number')
  })

  it('is JSON that says the same, once, for any value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value as CanonicalValue)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonicalJson(JSON.parse(text) as CanonicalValue)).toBe(text)
      }),
    )
  })
})
