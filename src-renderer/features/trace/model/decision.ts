import type { RecordedLines } from '../../../../src-preload/contract/views/plans.ts'
import type { ListedLog } from '../../../../src-preload/contract/views/traces.ts'
import { isRecord } from './json.ts'

export interface DecidedLine {
  readonly kind: RecordedLines[keyof RecordedLines]
  readonly name: string
  /** The rule's word, e.g. `credential_revoked_or_missing`. */
  readonly reason: string | null
  readonly eligibleAt: string | null
  readonly isGraceBypassed: boolean
}

export interface Decision {
  readonly logId: number
  /** Null where they are long and stayed behind. */
  readonly lines: readonly DecidedLine[] | null
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

/** The plans that jobs of the trace recorded, read from the logs that carry one. */
export function listDecisions(logs: readonly ListedLog[]): readonly Decision[] {
  return logs.flatMap((log) => {
    const lines = decidedLines(log.response_json)
    const isBehind = log.shortened && isRecord(log.response_json) && isRecord(log.response_json.enforce_plan)
    if (lines === null && !isBehind) return []
    return [{ logId: log.id, lines }]
  })
}

/** The lines of the plan that an answer holds; null when it holds none, or not its doors. */
export function decidedLines(answer: unknown): readonly DecidedLine[] | null {
  const plan = isRecord(answer) ? answer.enforce_plan : undefined
  if (!isRecord(plan) || !Array.isArray(plan.doors)) return null
  return plan.doors.filter(isRecord).flatMap(readLines)
}

function readLines(door: Readonly<Record<string, unknown>>): DecidedLine[] {
  return Object.entries(LISTS).flatMap(([list, kind]: readonly [string, DecidedLine['kind']]) => {
    const lines: unknown = door[list]
    if (!Array.isArray(lines)) return []
    return lines.filter(isRecord).map((line) => readLine(kind, line))
  })
}

function readLine(kind: DecidedLine['kind'], line: Readonly<Record<string, unknown>>): DecidedLine {
  const reason = line.reason ?? line.held_because
  const name = line.code_name ?? line.name ?? line.vendor_pin_id
  return {
    kind,
    name: typeof name === 'string' ? name : '',
    reason: typeof reason === 'string' ? reason : null,
    eligibleAt: typeof line.eligible_at === 'string' ? line.eligible_at : null,
    isGraceBypassed: line.grace_bypassed === true,
  }
}
