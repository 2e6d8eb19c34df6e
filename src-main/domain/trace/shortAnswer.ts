/** Beginnings of an answer's JSON that the lists of records need though the answer itself stays behind. */
export interface AnswerFacts {
  /** TTLock's word about a call. */
  readonly errcode: unknown
  /** What a decision came to, in counts. */
  readonly analysis: unknown
  /** Set where the answer holds a plan. */
  readonly planMode: unknown
}

/** An answer with those facts alone, in the places where the whole one has them; null when it has none. */
export function shortAnswer({ errcode, analysis, planMode }: AnswerFacts): unknown {
  const short = {
    ...(errcode == null ? {} : { errcode }),
    ...(analysis == null ? {} : { analysis }),
    ...(planMode == null ? {} : { enforce_plan: { mode: planMode } }),
  }
  return Object.keys(short).length === 0 ? null : short
}

export function answerFacts(answer: unknown): AnswerFacts {
  const { errcode, analysis, enforce_plan: plan } = fieldsOf(answer)
  return { errcode, analysis, planMode: fieldsOf(plan).mode }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
