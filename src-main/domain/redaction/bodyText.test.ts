import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KEPT_CHARACTERS, LARGEST_STORED_BODY_BYTES, redactUnparsedBody } from './bodyText.ts'
import { redactRecord } from './redactRecord.ts'

function redactBody(response: unknown, bytes: number): unknown {
  const row = { request: null, response, errorMessage: null, doorName: 'red', foreignBytes: bytes }
  return redactRecord(row, new Set()).response
}

describe('redactUnparsedBody', () => {
  it('with a token answer cut anywhere, shows no part of token or PIN that nobody told of', () => {
    const whole = JSON.stringify({
      access_token: '9f86d081884c7d659a2feaa0c55ad015',
      keyboardPwd: '837261945',
      keyboardPwdName: 'Maria, cleaner',
      errmsg: 'collides with 837261945',
    })
    fc.assert(
      fc.property(fc.nat(whole.length), (cut) => {
        const { body_excerpt: kept } = redactUnparsedBody(whole.slice(0, cut), cut, [])
        expect(kept).not.toMatch(/9f86|8372|Maria/)
      }),
      { numRuns: whole.length * 4 },
    )
  })

  it('with a secret at the place where the body is cut, leaves no half of it', () => {
    const secret = '9f86d081884c7d659a2feaa0c55ad015'
    fc.assert(
      fc.property(fc.integer({ min: 2 * KEPT_CHARACTERS - 40, max: 2 * KEPT_CHARACTERS }), (padding) => {
        const text = `${'<p>word</p> '.repeat(1_000).slice(0, padding)} ${secret} ${'tail '.repeat(2_000)}`
        expect(redactUnparsedBody(text, text.length, [secret]).body_excerpt).not.toContain('9f86')
      }),
      { numRuns: 100 },
    )
  })

  it('with a web page, keeps its words and its true length', () => {
    const page = '<html><head><title>502 Bad Gateway</title></head></html>'

    expect(redactUnparsedBody(page, 56, [])).toEqual({
      body_excerpt: page,
      body_bytes: 56,
      kept_because: 'not_json',
    })
  })

  it('with a form echoed back, hides its sensitive fields', () => {
    const kept = redactUnparsedBody(
      'bad request: username=maria&lockId=12&password=secret',
      50,
      [],
    ).body_excerpt

    expect(kept).toBe('bad request: username=***&lockId=12&password=***')
  })

  it('with a very long body, keeps a bounded beginning', () => {
    const kept = redactUnparsedBody('<i>word</i> '.repeat(100_000), 1_200_000, [])

    expect(kept.body_excerpt).toBe('<i>word</i> '.repeat(100_000).slice(0, KEPT_CHARACTERS))
    expect(kept.body_bytes).toBe(1_200_000)
  })
})

describe("a provider's body in a record", () => {
  it('with a body over the limit, keeps the beginning of its redacted text', () => {
    const kept = redactBody(
      { keyboardPwd: '10041111', rest: 'x'.repeat(9_000) },
      LARGEST_STORED_BODY_BYTES + 1,
    )

    expect(kept).toMatchObject({
      body_excerpt: expect.stringMatching(/^\{"keyboardPwd":"\*\*\*1111"/),
      body_bytes: LARGEST_STORED_BODY_BYTES + 1,
      kept_because: 'too_large',
    })
  })

  it('with fields nobody knows, hides what looks like a PIN or a key and keeps the rest', () => {
    const body = {
      doorCode: '10041111',
      session: '9f86d081884c7d659a2feaa0c55ad015',
      color: 'red',
      keyboardPwdId: '10041111',
    }

    expect(redactBody(body, 100)).toEqual({
      doorCode: '***1111',
      session: '***',
      color: 'red',
      keyboardPwdId: '10041111',
    })
  })

  it('with a body at the limit, keeps it whole', () => {
    expect(redactBody({ total: 1 }, LARGEST_STORED_BODY_BYTES)).toEqual({ total: 1 })
  })
})
