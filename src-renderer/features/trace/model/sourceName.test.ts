import { describe, expect, it } from 'vitest'
import { nameOfSource, readSourceName } from './sourceName.ts'

describe('the name of a source', () => {
  it.each([
    { kind: 'live', correlationId: 'c2165f3f52364e4db32d169654f4648f' },
    { kind: 'imported', importId: 12 },
  ] as const)('of %j reads as the same again', (source) => {
    expect(readSourceName(nameOfSource(source))).toEqual(source)
  })

  it.each([undefined, '', 'file-', 'file-x', 'file-1/../', 'C2165F3F52364E4DB32D169654F4648F', '../doors'])(
    'of %j is none',
    (name) => {
      expect(readSourceName(name)).toBeNull()
    },
  )
})
