import type { BundleLog } from '../../src-preload/contract/traceBundle.ts'
import type { RecordedLines } from '../../src-preload/contract/views/plans.ts'
import type { WhyFacts } from '../domain/plan/planLine.ts'
import { type SentenceContext, sentenceOf } from '../domain/plan/sentences.ts'
import { reasonWords } from './pageWords.ts'
import { isRecord } from './providerCall.ts'

type Kind = RecordedLines[keyof RecordedLines]

export interface DecidedLine {
  readonly kind: Kind
  readonly sign: string
  readonly name: string
  readonly reason: string
}

const LISTS: RecordedLines = {
  adds: 'add',
  changes: 'change',
  replaces: 'replace',
  deletes: 'delete',
  schedules: 'schedule',
  blocked_by_grace: 'blocked_by_grace',
  invalid_expected: 'invalid_expected',
  reported: 'reported',
  under_way: 'under_way',
}

const SIGNS: Readonly<Record<Kind, string>> = {
  add: '+',
  change: '~',
  replace: '~',
  delete: '−',
  schedule: '~',
  blocked_by_grace: '⏸',
  invalid_expected: '!',
  reported: '·',
  under_way: '…',
}

type Line = Readonly<Record<string, unknown>>

/** The last instant that a date can be (ECMA-262, 21.4.1.1); a later one cannot be told. */
const LAST_INSTANT_MS = 8.64e15

/** The lines of the plan that a log row's answer holds, said as the plan itself says them; none when it holds no plan. */
export function listDecidedLines(
  log: BundleLog,
  time: Pick<SentenceContext, 'timezone' | 'nowMs'>,
): readonly DecidedLine[] {
  const context: SentenceContext = { ...time, personName: () => null }
  const plan = isRecord(log.response_json) ? log.response_json.enforce_plan : undefined
  if (!isRecord(plan) || !Array.isArray(plan.doors)) return []
  return plan.doors.filter(isRecord).flatMap((door) =>
    Object.entries(LISTS).flatMap(([list, kind]: readonly [string, Kind]) => {
      const lines: unknown = door[list]
      if (!Array.isArray(lines)) return []
      return lines.filter(isRecord).map((line) => ({
        kind,
        sign: SIGNS[kind],
        name: nameOf(kind, line),
        reason: reasonOf(kind, line, context),
      }))
    }),
  )
}

function nameOf(kind: Kind, line: Line): string {
  const name = line.code_name ?? line.name ?? line.vendor_pin_id
  if (typeof name === 'string') return name
  return kind === 'schedule' ? 'Open schedule' : ''
}

function reasonOf(kind: Kind, line: Line, context: SentenceContext): string {
  const { why } = line
  if (!isRecord(why) || typeof why.rule !== 'string' || !isRecord(why.facts)) return olderReason(line)
  const { cautions, code_name: codeName } = line
  const told = {
    kind,
    why: { rule: why.rule, facts: factsIn(why.facts) },
    cautions: Array.isArray(cautions) ? cautions.filter((caution) => typeof caution === 'string') : [],
    personId: null,
    codeName: typeof codeName === 'string' ? codeName : null,
  }
  return sentenceOf(told, context)
}

/** What others wrote into the file may be no fact. */
function factsIn(facts: Line): WhyFacts {
  const kept: Record<string, WhyFacts[string]> = {}
  for (const [name, value] of Object.entries(facts)) {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') kept[name] = value
    else if (typeof value === 'number' && Math.abs(value) <= LAST_INSTANT_MS) kept[name] = value
  }
  return kept
}

/** The older system recorded a key and no facts. */
function olderReason(line: Line): string {
  const reason = [line.reason, line.held_because].find((key) => typeof key === 'string')
  const parts = [
    typeof line.would === 'string' ? `would ${line.would}` : '',
    typeof reason === 'string' ? reasonWords(reason) : '',
    line.grace_bypassed === true ? '(before its grace time ended)' : '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}
