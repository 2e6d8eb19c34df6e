import type { BundleLog } from '../../src-preload/contract/traceBundle.ts'
import type { RecordedLines } from '../../src-preload/contract/views/plans.ts'
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

/** The lines of the plan that a log row's answer holds; none when it holds no plan. */
export function listDecidedLines(log: BundleLog): readonly DecidedLine[] {
  const plan = isRecord(log.response_json) ? log.response_json.enforce_plan : undefined
  if (!isRecord(plan) || !Array.isArray(plan.doors)) return []
  return plan.doors.filter(isRecord).flatMap((door) =>
    Object.entries(LISTS).flatMap(([list, kind]: readonly [string, Kind]) => {
      const lines: unknown = door[list]
      if (!Array.isArray(lines)) return []
      return lines
        .filter(isRecord)
        .map((line) => ({ kind, sign: SIGNS[kind], name: nameOf(kind, line), reason: reasonOf(line) }))
    }),
  )
}

function nameOf(kind: Kind, line: Line): string {
  const name = line.code_name ?? line.name ?? line.vendor_pin_id
  if (typeof name === 'string') return name
  return kind === 'schedule' ? 'Open schedule' : ''
}

function reasonOf(line: Line): string {
  const parts = [
    typeof line.would === 'string' ? `would ${line.would}` : '',
    [line.reason, line.held_because].find((reason) => typeof reason === 'string') ?? '',
    line.grace_bypassed === true ? '(grace bypassed)' : '',
  ]
  return parts
    .filter((part) => part !== '')
    .join(' ')
    .replaceAll('_', ' ')
}
