import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fieldKind } from './fieldKinds.ts'
import { redactText, redactValue } from './redact.ts'

const pin = '837261945'
const token = '9f86d081884c7d659a2feaa0c55ad015'

/** Random texts never hold digits, so that a planted PIN stands as a run of its own. */
const plainText = fc.string({ maxLength: 12 }).map((text) => text.replace(/\d/g, 'x'))
const pins = fc.stringMatching(/^[1-9]\d{8}$/)
const tokens = fc.stringMatching(/^[0-9a-f]{32}$/)
const fieldName = fc.oneof(
  fc.stringMatching(/^[A-Za-z_]{1,14}$/),
  fc.constantFrom(
    'errmsg',
    'description',
    'keyboardPwd',
    'accessToken',
    'keyboardPwdName',
    'searchStr',
    'lockData',
    'url',
  ),
)

interface Planted {
  readonly pin: string
  readonly token: string
  readonly body: unknown
}

const planted: fc.Arbitrary<Planted> = fc
  .record({ pin: pins, token: tokens })
  .chain(({ pin: ownPin, token: ownToken }) => {
    const leaf = fc.oneof(
      plainText,
      fc.double({ noNaN: true }),
      fc.constant(ownPin),
      fc.constant(Number(ownPin)),
      fc.constant(ownToken),
      fc.tuple(plainText, fc.constantFrom(ownPin, ownToken), plainText).map((parts) => parts.join(' ')),
      fc.constant(`https://example.test/v3?accessToken=${ownToken}&keyboardPwd=${ownPin}`),
      fc.constant(JSON.stringify({ keyboardPwd: ownPin, nested: { token: ownToken } })),
    )
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(
          fieldName.filter((name) => fieldKind(name) !== 'exempt'),
          tie('tree'),
          { maxKeys: 5 },
        ),
      ),
    }))
    return fc.record({ pin: fc.constant(ownPin), token: fc.constant(ownToken), body: tree })
  })

function freezeDeep<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) freezeDeep(inner)
  return Object.freeze(value)
}

function collectParts(value: unknown, into: Set<object>): void {
  if (typeof value !== 'object' || value === null) return
  into.add(value)
  for (const inner of Object.values(value)) collectParts(inner, into)
}

describe('redactValue', () => {
  it('with any body, lets no planted PIN or token through', () => {
    fc.assert(
      fc.property(planted, ({ pin: ownPin, token: ownToken, body }) => {
        const stored = JSON.stringify(redactValue(body, { secrets: [ownPin, ownToken] }))
        expect(stored ?? '').not.toContain(ownPin)
        expect((stored ?? '').toLowerCase()).not.toContain(ownToken)
      }),
      { numRuns: 2_000 },
    )
  })

  it('applied twice, changes nothing more', () => {
    fc.assert(
      fc.property(planted, ({ pin: ownPin, token: ownToken, body }) => {
        const once = redactValue(body, { secrets: [ownPin, ownToken] })
        expect(redactValue(once, { secrets: [ownPin, ownToken] })).toEqual(once)
      }),
      { numRuns: 500 },
    )
  })

  it('with any body, leaves that body as it was', () => {
    fc.assert(
      fc.property(planted, ({ pin: ownPin, token: ownToken, body }) => {
        const before = JSON.stringify(body)
        // Strict code throws where it writes to what is frozen.
        redactValue(freezeDeep(body), { secrets: [ownPin, ownToken] })
        expect(JSON.stringify(body)).toBe(before)
      }),
      { numRuns: 1_000 },
    )
  })

  it('with any body, shares with it only what is written the same', () => {
    fc.assert(
      fc.property(planted, ({ pin: ownPin, token: ownToken, body }) => {
        const parts = new Set<object>()
        collectParts(body, parts)
        const kept = new Set<object>()
        collectParts(redactValue(body, { secrets: [ownPin, ownToken] }), kept)
        for (const part of kept) {
          if (parts.has(part))
            expect(JSON.stringify(part)).not.toMatch(new RegExp(`${ownPin}|${ownToken}`, 'i'))
        }
      }),
      { numRuns: 500 },
    )
  })

  it('with one secret in a list, copies its way there and shares the rest', () => {
    const clean = { lockId: 12, detail: { hint: 'Room' } }
    const body = { list: [clean, { lockId: 13, detail: { note: `code ${pin}` } }], total: 2 }
    const redacted = redactValue(body, { secrets: [pin] }) as typeof body

    expect(redacted).not.toBe(body)
    expect(redacted.list[1]).toEqual({ lockId: 13, detail: { note: 'code ***1945' } })
    expect(redacted.list[0]).toBe(clean)
    expect(body.list[1]?.detail).toEqual({ note: `code ${pin}` })
  })

  it('with nothing to hide, gives back the same object', () => {
    const body = { errcode: 0, errmsg: 'none error message', list: [{ lockId: 12 }, { lockId: 13 }] }
    expect(redactValue(body, { secrets: [pin] })).toBe(body)
  })

  it.each([
    ['4821', '***'],
    ['48219', '***'],
    ['482193', '***93'],
    ['4821937', '***37'],
    ['10041111', '***1111'],
    ['837261945', '***1945'],
    ['', ''],
  ])('with a PIN of digits %s, keeps %s', (digits, kept) => {
    expect(redactValue({ keyboardPwd: digits }, { secrets: [] })).toEqual({ keyboardPwd: kept })
  })

  it.each([
    ['accessToken', token],
    ['access_token', token],
    ['refreshToken', token],
    ['client_secret', token],
    ['password', token],
    ['lockData', 'bG9ja0RhdGE='],
    ['lockKey', 'NzMsNzc='],
    ['aesKeyStr', 'de,ad'],
    ['adminPwd', 'xyz'],
    ['noKeyPwd', '4821937'],
  ])('with the field %s, hides it whatever it holds', (field, value) => {
    expect(redactValue({ [field]: value }, { secrets: [] })).toEqual({ [field]: '***' })
  })

  it('with names, keeps ours and hides what people typed', () => {
    const body = {
      list: [{ keyboardPwdName: 'AB U9 C6' }, { keyboardPwdName: 'Maria, cleaner' }, { nickName: 'owner' }],
    }

    expect(redactValue(body, { secrets: [] })).toEqual({
      list: [{ keyboardPwdName: 'AB U9 C6' }, { keyboardPwdName: '***' }, { nickName: '***' }],
    })
  })

  it('with e-mails, keeps the first letter and the domain', () => {
    const body = {
      senderUsername: 'owner@example.com',
      errmsg: 'no key for owner@example.com',
      username: '+4912345',
    }

    expect(redactValue(body, { secrets: [] })).toEqual({
      senderUsername: 'o***@example.com',
      errmsg: 'no key for o***@example.com',
      username: '***',
    })
  })

  it('with ids, times, counts and codes that look like a known PIN, leaves them whole', () => {
    const body = {
      keyboardPwdId: 837261945,
      lockId: '837261945',
      sendDate: 837261945,
      total: 837261945,
      errcode: 837261945,
      job_id: 837261945,
      created_at: '2026-02-05T16:28:59.888294Z',
      lockMac: 'A4:C1:38:26:19:45',
      lock_key: 'TTLOCK:837261945',
    }

    expect(redactValue(body, { secrets: [pin, '888294'] })).toEqual(body)
  })

  it('with a known PIN in free text, hides the whole run and no part of a longer one', () => {
    const text = `code ${pin} collides, id 1${pin}2 stays`

    expect(redactValue({ errmsg: text }, { secrets: [pin] })).toEqual({
      errmsg: `code ***1945 collides, id 1${pin}2 stays`,
    })
  })

  it('with a PIN in one field, finds it in the free text of another', () => {
    const body = { keyboardPwd: pin, errmsg: `The code ${pin} exists` }

    expect(redactValue(body, { secrets: [] })).toEqual({
      keyboardPwd: '***1945',
      errmsg: 'The code ***1945 exists',
    })
  })

  it('with digits in a text search, masks them as a PIN, and words as a name', () => {
    expect(redactValue([{ searchStr: '10041111' }, { searchStr: 'Maria' }], { secrets: [] })).toEqual([
      { searchStr: '***1111' },
      { searchStr: '***' },
    ])
  })

  it('with a hostile depth, cuts instead of crashing', () => {
    const deep = JSON.parse(`${'['.repeat(5_000)}1${']'.repeat(5_000)}`) as unknown

    expect(JSON.stringify(redactValue(deep, { secrets: [] }))).toContain('***')
  })

  it('with a __proto__ field, keeps it a plain field', () => {
    const body = JSON.parse('{"__proto__":{"keyboardPwd":"10041111"}}') as unknown
    const redacted = redactValue(body, { secrets: [] })

    expect(Object.getPrototypeOf(redacted)).toBe(Object.prototype)
    expect(JSON.stringify(redacted)).toBe('{"__proto__":{"keyboardPwd":"***1111"}}')
  })

  it('with a list where one name or PIN is usual, hides each of them by itself', () => {
    const body = { keyboardPwdName: ['AB U1 C2', 'Maria', null], keyboardPwd: [pin, null] }

    expect(redactValue(body, { secrets: [] })).toEqual({
      keyboardPwdName: ['AB U1 C2', '***', null],
      keyboardPwd: ['***1945', null],
    })
  })

  it('with a PIN that is a year as well, leaves times whole', () => {
    const body = { seen: '2026-02-05T16:28:59.888Z', note: 'since 2026' }

    expect(redactValue(body, { secrets: ['2026'] })).toEqual({ ...body, note: 'since ***' })
  })

  it('with a kept name, leaves that one alone', () => {
    expect(
      redactValue({ name: 'ttlock', personName: 'Maria' }, { secrets: [], keptNames: ['ttlock'] }),
    ).toEqual({
      name: 'ttlock',
      personName: '***',
    })
  })
})

describe('redactValue, one call after another', () => {
  it('with other secrets, never takes a field name for clean that holds one of the new', () => {
    const body = { 'note maria-secret-1': 'a', 'note other-secret-2': 'b' }
    const keysOf = (secrets: readonly string[]) => Object.keys(redactValue(body, { secrets }) as object)

    expect(keysOf(['maria-secret-1'])).toEqual(['note ***', 'note other-secret-2'])
    expect(keysOf([])).toEqual(['note maria-secret-1', 'note other-secret-2'])
    expect(keysOf(['other-secret-2'])).toEqual(['note maria-secret-1', 'note ***'])
    expect(keysOf(['maria-secret-1', 'other-secret-2'])).toEqual(['note ***'])
  })

  it('with a PIN that becomes known, hides it in a name of a field that was clean before', () => {
    const keysOf = (secrets: readonly string[]) =>
      Object.keys(redactValue({ [pin]: 1 }, { secrets }) as object)

    expect(keysOf([])).toEqual([pin])
    expect(keysOf([pin])).toEqual(['***1945'])
  })

  it('with a name kept once, hides it where it is not', () => {
    const body = { keyboardPwdName: 'Front door' }

    expect(redactValue(body, { secrets: [], keptNames: ['Front door'] })).toEqual(body)
    expect(redactValue(body, { secrets: [] })).toEqual({ keyboardPwdName: '***' })
    expect(redactValue(body, { secrets: [], keptNames: ['Front door'] })).toEqual(body)
  })
})

describe('redactText', () => {
  it('with a secret written as a URL or as JSON writes it, hides it in every spelling', () => {
    const secret = 'a+b/c="quoted" ü'
    const text = `${encodeURIComponent(secret)} ${new URLSearchParams({ s: secret }).toString()} ${JSON.stringify(secret)}`

    expect(redactText(text, { secrets: [secret] })).toBe('*** s=*** "***"')
  })

  it('with a secret in other letters, hides it as well', () => {
    expect(redactText(`token ${token.toUpperCase()}`, { secrets: [token] })).toBe('token ***')
  })

  it('with a long text without an e-mail, ends soon', () => {
    const startedMs = performance.now()
    redactText('a'.repeat(262_144), { secrets: [pin, token] })

    expect(performance.now() - startedMs).toBeLessThan(2_000)
  })
})
