import { describe, expect, it } from 'vitest'
import { findReplyFault } from './replyCheck.ts'

class Door {
  readonly id = 1
}

describe('reply check (checklist 15, 19)', () => {
  it.each<[string, unknown]>([
    ['nothing', null],
    ['plain data', { rows: [{ id: 1, name: 'Front door', endsAt: null, isOpen: false }] }],
    ['a redacted secret', { request_json: { accessToken: '***', keyboardPwd: '***4711', lockData: null } }],
    ['the address of a lock', { lock_key: 'TTLOCK:28991110' }],
    ['the same object twice', [Object.freeze({ id: 1 })].flatMap((row) => [row, row])],
  ])('accepts %s', (_name, reply) => {
    expect(findReplyFault('traces.get', reply)).toBeNull()
  })

  it.each<[string, unknown, string, string]>([
    ['a function', { open: () => 1 }, 'open', 'not_plain_data'],
    ['a date', { at: new Date(0) }, 'at', 'not_plain_data'],
    ['a map', [new Map()], '0', 'not_plain_data'],
    ['an object of a class', { door: new Door() }, 'door', 'not_plain_data'],
    ['an error', { cause: new Error('x') }, 'cause', 'not_plain_data'],
    ['a number that is none', { ratio: Number.NaN }, 'ratio', 'not_plain_data'],
    ['a big integer', { id: 1n }, 'id', 'not_plain_data'],
    ['a token', { account: { access_token: 'abc' } }, 'account.access_token', 'secret_named_key'],
    ['a token in camel case', { accessToken: 'abc' }, 'accessToken', 'secret_named_key'],
    ['a PIN as a number', { pin: 471100 }, 'pin', 'secret_named_key'],
    ['a PIN with too many digits left', { pin: '***47110' }, 'pin', 'secret_named_key'],
    ['a recovery key', { recoveryKey: 'AAAA' }, 'recoveryKey', 'secret_named_key'],
  ])('finds %s', (_name, reply, path, fault) => {
    expect(findReplyFault('doors.get', reply)).toEqual({ path, fault })
  })

  it('finds a circle', () => {
    const row: Record<string, unknown> = { id: 1 }
    row.self = row
    expect(findReplyFault('doors.get', row)).toEqual({ path: 'self', fault: 'circular' })
  })

  it.each([
    ['people.giveCode', { pin: '471100' }],
    ['people.revealPin', { pin: '471100' }],
    ['session.begin', { recoveryKey: 'AAAA' }],
    ['session.recover', { recoveryKey: 'AAAA' }],
  ] as const)('lets %s show what it is for', (name, reply) => {
    expect(findReplyFault(name, reply)).toBeNull()
  })

  it('lets that be shown at the top of the reply only', () => {
    expect(findReplyFault('people.giveCode', { pin: '471100', rows: [{ pin: '1234' }] })).toEqual({
      path: 'rows.0.pin',
      fault: 'secret_named_key',
    })
  })
})
