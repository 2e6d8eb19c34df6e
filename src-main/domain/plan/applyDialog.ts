import type { DoorId, OperatorId } from '../ids.ts'
import type { ProviderErrorCause } from '../providerError/providerError.ts'

export const APPLY_CHOICES = ['retry', 'skip_door', 'stop'] as const
export type ApplyChoice = (typeof APPLY_CHOICES)[number]

/** What an apply did not expect: the provider's cause, or what the reading afterwards showed. */
export type UnexpectedKind = ProviderErrorCause | 'unconfirmed' | 'not_done'

export interface Unexpected {
  readonly kind: UnexpectedKind
  /** For a person. */
  readonly sentence: string
}

/** Doors that rest until a person says how to go on; one question for each kind of result. */
export interface ApplyQuestion {
  readonly kind: UnexpectedKind
  readonly askedAt: string
  readonly doors: readonly { readonly doorId: DoorId; readonly sentence: string }[]
}

export interface ApplyAnswer {
  readonly kind: UnexpectedKind
  readonly choice: ApplyChoice
  /** It counts for each further result of the kind in this apply. */
  readonly isRemembered: boolean
  readonly doorIds: readonly DoorId[]
  readonly by: OperatorId
  readonly at: string
}

/** What an apply asked and was answered. It is stored with the plan, so that it outlives the program. */
export interface ApplyDialog {
  readonly questions: readonly ApplyQuestion[]
  readonly answers: readonly ApplyAnswer[]
}

export const NO_DIALOG: ApplyDialog = { questions: [], answers: [] }

/** The door rests with the others of the same kind. */
export function askAbout(
  dialog: ApplyDialog,
  asked: { readonly doorId: DoorId; readonly unexpected: Unexpected; readonly at: string },
): ApplyDialog {
  const { doorId, at } = asked
  const { kind, sentence } = asked.unexpected
  const open = dialog.questions.find((question) => question.kind === kind)
  const others = dialog.questions.filter((question) => question.kind !== kind)
  const doors = [...(open?.doors ?? []).filter((door) => door.doorId !== doorId), { doorId, sentence }]
  return { ...dialog, questions: [...others, { kind, askedAt: open?.askedAt ?? at, doors }] }
}

/** Null when nothing of that kind is asked. */
export function answerTo(
  dialog: ApplyDialog,
  answer: Omit<ApplyAnswer, 'doorIds'>,
): { readonly dialog: ApplyDialog; readonly question: ApplyQuestion } | null {
  const question = dialog.questions.find(({ kind }) => kind === answer.kind)
  if (!question) return null
  return {
    question,
    dialog: {
      questions: dialog.questions.filter((open) => open !== question),
      answers: [...dialog.answers, { ...answer, doorIds: question.doors.map(({ doorId }) => doorId) }],
    },
  }
}

export function isAsked(dialog: ApplyDialog, doorId: DoorId): boolean {
  return dialog.questions.some((question) => question.doors.some((door) => door.doorId === doorId))
}

/** The newest answer that was to be remembered for the kind. */
export function rememberedAnswer(dialog: ApplyDialog, kind: UnexpectedKind): ApplyAnswer | null {
  return dialog.answers.findLast((answer) => answer.isRemembered && answer.kind === kind) ?? null
}
