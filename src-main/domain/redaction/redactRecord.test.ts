import { describe, expect, it } from 'vitest'
import { redactRecord } from './redactRecord.ts'

describe('redactRecord', () => {
  it('with a PIN in the request, hides it in the answer and the error as well', () => {
    const row = redactRecord(
      {
        request: { payload: { keyboardPwd: '837261945', keyboardPwdName: 'AB U1 C2' } },
        response: { errcode: -3007, errmsg: 'The same passcode 837261945 already exists' },
        errorMessage: 'errcode -3007: 837261945 exists',
        doorName: 'ttlock',
      },
      new Set(),
    )

    expect(row).toEqual({
      request: { payload: { keyboardPwd: '***1945', keyboardPwdName: 'AB U1 C2' } },
      response: { errcode: -3007, errmsg: 'The same passcode ***1945 already exists' },
      errorMessage: 'errcode -3007: ***1945 exists',
    })
  })

  it("with the door's own name as a field, keeps it", () => {
    const row = { request: { name: 'ttlock' }, response: null, errorMessage: null, doorName: 'ttlock' }

    expect(redactRecord(row, new Set())).toMatchObject({ request: { name: 'ttlock' } })
  })
})
