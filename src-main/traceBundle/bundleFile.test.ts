import { describe, expect, it } from 'vitest'
import { FileTooLarge, fileText } from './bundleFile.ts'

describe('fileText', () => {
  it('of what fits only without indents, leaves them out', () => {
    const value = { list: [1, 2, 3] }
    expect(fileText(value)).toBe(`${JSON.stringify(value, null, 2)}\n`)
    expect(fileText(value, 20)).toBe('{"list":[1,2,3]}\n')
  })

  it('of what no reader would open, writes nothing', () => {
    expect(() => fileText({ text: 'ÄÄÄÄ' }, 18)).toThrow(FileTooLarge)
    expect(() => fileText(Array(4_000_002).fill(0))).toThrow(FileTooLarge)
  })
})
