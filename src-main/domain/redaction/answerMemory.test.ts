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
  const foreign = { text, bytes: Buffer.byteLength(text) }
  return {
    request: { pageNo: 1 },
    response: JSON.parse(text),
    errorMessage: null,
    doorName: null,
    foreign,
    ...change,
  }
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
        const again = calls.flatMap((one, index) => {
          const { secrets } = calls[(index + seed) % calls.length] ?? one
          return [one, { ...one, secrets }, one]
        })
        for (const { quotes, shown, secrets, ...ours } of again) {
          const row = recordOf(answerQuoting(quotes, shown), ours)
          expect(memory.redact(row, secrets)).toEqual(afresh(row, secrets))
        }
      }),
      { numRuns: 100 },
    )
  })

  it('given an answer again, has redacted it once', () => {
    const memory = new AnswerMemory()
    const text = answerQuoting([TOKENS[0], PINS[1]], null)
    const first = memory.redact(recordOf(text), [TOKENS[0], PINS[1]])
    const second = memory.redact(recordOf(text, { request: { pageNo: 2 } }), [TOKENS[0], PINS[1]])
    expect(second.response).toBe(first.response)
    expect(second.request).toEqual({ pageNo: 2 })
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

  it('given more than it may keep, forgets what was not seen for longest, and nothing else', () => {
    const memory = new AnswerMemory(40_000)
    const large = (name: string) => recordOf(JSON.stringify({ list: Array(10).fill(`${name} `.repeat(50)) }))
    const seen = memory.redact(large('seen'), []).response
    const unseen = memory.redact(large('unseen'), []).response
    for (let index = 0; index < 60; index += 1) {
      memory.redact(large(`answer ${index}`), [])
      expect(memory.redact(large('seen'), []).response).toBe(seen)
    }
    expect(memory.redact(large('unseen'), []).response).not.toBe(unseen)
  })
})
