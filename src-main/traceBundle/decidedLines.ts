import type { BundleLog } from '../../src-preload/contract/traceBundle.ts'
import { isRecord } from './providerCall.ts'

export interface DecidedLine {
  readonly kind: 'add' | 'delete' | 'blocked' | 'invalid'
  readonly sign: string
  readonly name: string
  readonly reason: string
}

const LISTS = [
  { list: 'adds', kind: 'add', sign: '+' },
  { list: 'deletes', kind: 'delete', sign: '−' },
  { list: 'blocked_by_grace', kind: 'blocked', sign: '⏸' },
  { list: 'invalid_expected', kind: 'invalid', sign: '!' },
] as const

/** The lines of the plan that a log row's answer holds; none when it holds no plan. */
export function listDecidedLines(log: BundleLog): readonly DecidedLine[] {
  const plan = isRecord(log.response_json) ? log.response_json.enforce_plan : undefined
  if (!isRecord(plan) || !Array.isArray(plan.doors)) return []
  return plan.doors.filter(isRecord).flatMap((door) =>
    LISTS.flatMap(({ list, kind, sign }) => {
      const lines: unknown = door[list]
      if (!Array.isArray(lines)) return []
      return lines.filter(isRecord).map((line) => ({ kind, sign, ...wordLine(line) }))
    }),
  )
}

function wordLine(line: Readonly<Record<string, unknown>>): Pick<DecidedLine, 'name' | 'reason'> {
  const name = line.code_name ?? line.name ?? line.vendor_pin_id
  const reason = typeof line.reason === 'string' ? line.reason.replaceAll('_', ' ') : ''
  const grace = line.grace_bypassed === true ? ' (grace bypassed)' : ''
  return { name: typeof name === 'string' ? name : '', reason: `${reason}${grace}` }
}
