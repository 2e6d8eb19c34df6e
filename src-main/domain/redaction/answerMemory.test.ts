import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AnswerMemory } from './answerMemory.ts'
import type { RedactableRecord } from './redactRecord.ts'

/** Too short to be hidden for their looks. */
const TOKENS = ['9f8c1c4d2b6f4e0a8f1b', 'Zm9vYmFyLWZvb2Jh', 'client-secret-0815'] as const
const PINS = ['739154', '482915660', '4829', '739155'] as const

/** A list of some kB that quotes secrets where no field's name tells of them. */
function answerQuoting(quotes: readonly string[], shown: string | null): string {
  return JSON.stringify({
    list: Array.from({ length: 20 }, (_, index) => ({
      keyboardPwdId: 50_000_000 + index,
      status: 1,
      type: 'permanent',
    })),
    // Apart from each other, so that each is a word of its own.
    note: quotes.map((quote) => `seen ${quote} here`).join('; '),
    ...(shown === null ? {} : { keyboardPwd: shown }),
    total: 20,
  })
}

function recordOf(text: string, change: Partial<RedactableRecord> = {}): RedactableRecord {
  const response: unknown = JSON.parse(text)
  return { ...recordOfAnswer(response), foreignBytes: Buffer.byteLength(text), ...change }
}

function recordOfAnswer(response: unknown): RedactableRecord {
  return { request: { pageNo: 1 }, response, errorMessage: null, doorName: null }
}

const afresh = (row: RedactableRecord, secrets: readonly string[]) => new AnswerMemory().redact(row, secrets)

const call = fc.record({
  quotes: fc.subarray([...TOKENS, ...PINS]),
  shown: fc.option(fc.constantFrom(...PINS), { freq: 3 }),
  secrets: fc.subarray([...TOKENS, ...PINS]),
  request: fc.constantFrom<unknown>(
    { pageNo: 1 },
    { payload: { accessToken: TOKENS[0], searchStr: PINS[0] } },
    { note: `asked for ${PINS[1]} and ${PINS[2]}` },
  ),
  errorMessage: fc.constantFrom(null, `errcode 1: ${PINS[0]}, ${TOKENS[1]}`),
  doorName: fc.constantFrom(null, 'Front door'),
})

describe('AnswerMemory', () => {
  it('among random answers and secrets that come and go, says each time what redacting afresh says', () => {
    fc.assert(
      fc.property(fc.array(call, { minLength: 2, maxLength: 12 }), fc.nat(), (calls, seed) => {
        const memory = new AnswerMemory()
        // Each comes again among the others, with its own secrets and with those of the next one.
        const rows = calls.map(({ quotes, shown, secrets, ...ours }) => ({
          row: recordOf(answerQuoting(quotes, shown), ours),
          secrets,
        }))
        const again = rows.flatMap((one, index) => {
          const other = rows[(index + seed) % rows.length] ?? one
          const { request } = other.row
          return [one, { ...one, secrets: other.secrets }, { ...one, row: { ...one.row, request } }, one]
        })
        for (const { row, secrets } of again) {
          expect(memory.redact(row, secrets)).toEqual(afresh(row, secrets))
        }
      }),
      { numRuns: 100 },
    )
  })

  it('given an answer again, has redacted it once', () => {
    const memory = new AnswerMemory()
    const request = (pageNo: number) => ({ payload: { accessToken: TOKENS[0], pageNo } })
    const row = recordOf(answerQuoting([TOKENS[0], PINS[1]], null), { request: request(1) })
    const first = memory.redact(row, [TOKENS[0], PINS[1]])
    const second = memory.redact({ ...row, request: request(2) }, [TOKENS[0], PINS[1]])
    expect(second.response).toBe(first.response)
    expect(second.request).toEqual({ payload: { accessToken: '***', pageNo: 2 } })
  })

  it.each([
    ['a token', TOKENS[1]],
    ['a PIN', PINS[1]],
  ])('after %s became known, hides it in an answer that it remembers without', (_what, secret) => {
    const memory = new AnswerMemory()
    const row = recordOf(answerQuoting([secret], null))
    expect(memory.redact(row, [TOKENS[0]]).response?.json).toContain(secret)
    expect(memory.redact(row, [TOKENS[0], secret]).response?.json).not.toContain(secret)
    expect(memory.redact(row, [TOKENS[0]]).response?.json).toContain(secret)
  })

  it('given an answer that shows a PIN first, hides it in the request, the first time and the second', () => {
    const memory = new AnswerMemory()
    const row = recordOf(answerQuoting([], PINS[0]), { request: { note: `try ${PINS[0]} again` } })
    for (let time = 0; time < 3; time += 1)
      expect(memory.redact(row, []).request).toEqual({ note: 'try ***54 again' })
  })

  it('given what our own engine says again, redacts it for the door of each row', () => {
    const memory = new AnswerMemory()
    const row = recordOfAnswer({ lockAlias: 'Front door' })
    expect(memory.redact({ ...row, doorName: 'Front door' }, []).response?.json).toContain('Front door')
    expect(memory.redact({ ...row, doorName: 'Back door' }, []).response?.json).not.toContain('Front door')
  })
})
