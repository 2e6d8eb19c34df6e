import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { failure } from './failures.ts'
import { NewestAnswers, type Reading } from './newestAnswers.ts'
import type { Exchange } from './transport.ts'

const loose = z.looseObject({})
const CODES_OF_12 = { name: 'codes of 12', answer: loose }

function answered(
  text: string,
  change: { readonly httpStatus?: number; readonly contentType?: string | null } = {},
): Exchange {
  const usual = { httpStatus: 200, contentType: 'application/json', dateHeader: null }
  return { kind: 'answered', ...usual, body: text, bodyBytes: text.length, ...change }
}

function readingOf(value: Record<string, unknown>): Reading<Record<string, unknown>> {
  return { body: { ok: true, value }, result: { ok: true, value } }
}

/** Answers `text` to the question and says whether it was read for that. */
function isReadAfresh(
  answers: NewestAnswers,
  exchange: Exchange,
  question: typeof CODES_OF_12 = CODES_OF_12,
): boolean {
  const read = vi.fn(() => readingOf({}))
  answers.reading(question, exchange, read)
  return read.mock.calls.length > 0
}

describe('NewestAnswers', () => {
  it('given an answer again, hands on what it read, the same objects', () => {
    const answers = new NewestAnswers()
    const read = () => readingOf({ total: 1 })
    const first = answers.reading(CODES_OF_12, answered('{"total":1}'), read)
    expect(answers.reading(CODES_OF_12, answered('{"total":1}'), read)).toBe(first)
  })

  it('whatever was answered before, hands on what reading afresh says', () => {
    const texts = fc.constantFrom('{"total":1}', '{"total":2}', '{"total":12}', '{}')
    const names = fc.constantFrom('codes of 12', 'codes of 13')
    fc.assert(
      fc.property(fc.array(fc.tuple(names, texts), { maxLength: 20 }), (asked) => {
        const answers = new NewestAnswers(30)
        for (const [name, text] of asked) {
          const afresh = readingOf(JSON.parse(text))
          expect(answers.reading({ name, answer: loose }, answered(text), () => afresh)).toEqual(afresh)
        }
      }),
    )
  })

  it.each<[string, Exchange, typeof CODES_OF_12]>([
    ['another text of the same length', answered('{"total":2}'), CODES_OF_12],
    ['another status', answered('{"total":1}', { httpStatus: 502 }), CODES_OF_12],
    ['another content type', answered('{"total":1}', { contentType: 'text/html' }), CODES_OF_12],
    ['another question', answered('{"total":1}'), { ...CODES_OF_12, name: 'codes of 13' }],
    ['another schema', answered('{"total":1}'), { ...CODES_OF_12, answer: z.looseObject({}) }],
    [
      'an answer that was cut off behind that text',
      {
        kind: 'lost',
        reason: 'connection',
        httpStatus: 200,
        dateHeader: null,
        body: '{"total":1}',
        bodyBytes: 11,
      },
      CODES_OF_12,
    ],
  ])('given %s, reads it', (_what, exchange, question) => {
    const answers = new NewestAnswers()
    isReadAfresh(answers, answered('{"total":1}'))
    expect(isReadAfresh(answers, answered('{"total":1}'))).toBe(false)
    expect(isReadAfresh(answers, exchange, question)).toBe(true)
  })

  it('given what could not be read, reads it each time', () => {
    const answers = new NewestAnswers()
    const error = failure({ kind: 'busy', cause: 'malformed_answer', sentence: 'What came is no list.' })
    const read = vi.fn((): Reading<never> => ({ body: { ok: false }, result: { ok: false, error } }))
    for (let time = 0; time < 3; time += 1) answers.reading(CODES_OF_12, answered('<html>'), read)
    expect(read).toHaveBeenCalledTimes(3)
  })

  it('given more than it may keep, forgets what was not asked for longest, and nothing else', () => {
    const answers = new NewestAnswers(1_000)
    const isNew = (name: string) => isReadAfresh(answers, answered(name.padEnd(200)), { name, answer: loose })
    isNew('seen')
    isNew('unseen')
    for (let index = 0; index < 60; index += 1) {
      expect(isNew(`lock ${index}`)).toBe(true)
      expect(isNew('seen')).toBe(false)
    }
    expect(isNew('unseen')).toBe(true)
  })

  it('given an answer longer than all it may keep, forgets that one', () => {
    const answers = new NewestAnswers(100)
    isReadAfresh(answers, answered('x'.repeat(101)))
    expect(isReadAfresh(answers, answered('x'.repeat(101)))).toBe(true)
    isReadAfresh(answers, answered('x'.repeat(100)))
    expect(isReadAfresh(answers, answered('x'.repeat(100)))).toBe(false)
  })
})
