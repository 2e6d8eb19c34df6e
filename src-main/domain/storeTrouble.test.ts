import { describe, expect, it } from 'vitest'
import { storeTroubleCode, storeTroubleKind } from './storeTrouble.ts'

const coded = (code: string, cause?: unknown) => Object.assign(new Error('no', { cause }), { code })

describe('storeTroubleCode', () => {
  it.each([
    ['a full disk', coded('SQLITE_FULL'), 'SQLITE_FULL'],
    ['a file on a read-only volume', coded('SQLITE_READONLY_DIRECTORY'), 'SQLITE_READONLY_DIRECTORY'],
    ['a lock of another process', coded('SQLITE_BUSY'), 'SQLITE_BUSY'],
    ['a failing disk', coded('SQLITE_IOERR_WRITE'), 'SQLITE_IOERR_WRITE'],
    ['one below another error', new Error('query', { cause: coded('SQLITE_FULL') }), 'SQLITE_FULL'],
    ['a broken rule of ours', coded('SQLITE_CONSTRAINT_UNIQUE'), null],
    ['a bug', new TypeError('x is not a function'), null],
    ['something that is no error', 'SQLITE_FULL', null],
  ])('of %s, is told from a bug', (_what, error, code) => {
    expect(storeTroubleCode(error)).toBe(code)
  })

  it('of errors that cause one another, ends', () => {
    const first = new Error('a')
    first.cause = new Error('b', { cause: first })
    expect(storeTroubleCode(first)).toBeNull()
  })
})

describe('storeTroubleKind', () => {
  it.each([
    ['SQLITE_FULL', 'store_full'],
    ['SQLITE_READONLY_DIRECTORY', 'store_read_only'],
    ['SQLITE_CANTOPEN', 'store_read_only'],
    ['SQLITE_BUSY_SNAPSHOT', 'store_held'],
    ['SQLITE_IOERR_WRITE', 'store_broken'],
    ['SQLITE_CORRUPT', 'store_broken'],
    ['unknown', 'store_broken'],
  ])('of %s, is %s', (code, kind) => {
    expect(storeTroubleKind(code)).toBe(kind)
  })
})
