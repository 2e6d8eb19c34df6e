import { describe, expect, it } from 'vitest'
import { answerFacts, shortAnswer } from './shortAnswer.ts'

const shortOf = (answer: unknown): unknown => shortAnswer(answerFacts(answer))

describe('shortAnswer', () => {
  it('keeps what comparing and deciding look at, where the whole answer has it', () => {
    const plan = { mode: 'strict', doors: [{ deletes: ['x'.repeat(9_000)] }] }
    const answer = { errcode: 0, list: [1, 2], analysis: { adds: 1 }, enforce_plan: plan }
    expect(shortOf(answer)).toEqual({ errcode: 0, analysis: { adds: 1 }, enforce_plan: { mode: 'strict' } })
  })

  it.each([['a long text'], [[1, 2, 3]], [null], [{ list: [] }], [{ enforce_plan: null }]])(
    'of %j, which has none of it, is nothing',
    (answer) => {
      expect(shortOf(answer)).toBeNull()
    },
  )
})
