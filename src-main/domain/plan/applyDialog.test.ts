import { describe, expect, it } from 'vitest'
import type { DoorId, OperatorId } from '../ids.ts'
import { answerTo, askAbout, isAsked, NO_DIALOG, rememberedAnswer } from './applyDialog.ts'

const [FRONT, SIDE] = [1 as DoorId, 2 as DoorId]
const MARIA = 1 as OperatorId
const gateway = { kind: 'gateway_offline', sentence: 'The gateway is offline.' } as const
const refused = { kind: 'data', sentence: 'The lock holds this PIN.' } as const
const asked = [
  { doorId: FRONT, unexpected: gateway, at: 'T1' },
  { doorId: SIDE, unexpected: gateway, at: 'T2' },
  { doorId: SIDE, unexpected: refused, at: 'T3' },
].reduce(askAbout, NO_DIALOG)
const answer = { choice: 'skip_door', by: MARIA, at: 'T4' } as const

describe('the dialog of an apply', () => {
  it('with several doors of one kind, is one question, since its first', () => {
    expect(asked.questions.map(({ kind, askedAt, doors }) => [kind, askedAt, doors.length])).toEqual([
      ['gateway_offline', 'T1', 2],
      ['data', 'T3', 1],
    ])
    expect(askAbout(asked, { doorId: FRONT, unexpected: gateway, at: 'T5' }).questions).toHaveLength(2)
  })

  it('answered, ends the question for its doors and for no other', () => {
    const answered = answerTo(asked, { ...answer, kind: 'gateway_offline', isRemembered: false })
    expect(answered?.question.doors.map(({ doorId }) => doorId)).toEqual([FRONT, SIDE])
    const dialog = answered?.dialog ?? expect.unreachable()
    expect(isAsked(dialog, FRONT)).toBe(false)
    expect(isAsked(dialog, SIDE)).toBe(true)
    expect(rememberedAnswer(dialog, 'gateway_offline')).toBeNull()
  })

  it('answered for good, remembers it for that kind alone', () => {
    const answered = answerTo(asked, { ...answer, kind: 'data', isRemembered: true })
    const dialog = answered?.dialog ?? expect.unreachable()
    expect(rememberedAnswer(dialog, 'data')).toMatchObject({ choice: 'skip_door', by: MARIA })
    expect(rememberedAnswer(dialog, 'gateway_offline')).toBeNull()
  })

  it('answered where nothing is asked, is none', () => {
    expect(answerTo(NO_DIALOG, { ...answer, kind: 'data', isRemembered: true })).toBeNull()
  })
})
