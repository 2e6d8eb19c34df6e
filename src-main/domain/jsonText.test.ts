import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JsonText, withList } from './jsonText.ts'

const rows = fc.array(fc.record({ id: fc.nat(), body: fc.jsonValue({ stringUnit: 'binary' }) }))

describe('a value as JSON text', () => {
  it('is the same value again, and one octet for each character', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const json = JsonText.of(value)
        expect(json.parse()).toEqual(JSON.parse(JSON.stringify(value)))
        expect(Buffer.from(json.text, 'latin1').toString('latin1')).toBe(json.text)
        expect(json.octets).toBe(Buffer.byteLength(json.text, 'latin1'))
      }),
    )
  })

  it('with a list put into it, is what it would be with the list in its place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), rows, (name, list) => {
        const json = withList(
          { name },
          'rows',
          list.map((row) => JsonText.of(row)),
        )
        expect(json.parse()).toEqual(JSON.parse(JSON.stringify({ name, rows: list })))
      }),
    )
  })
})
