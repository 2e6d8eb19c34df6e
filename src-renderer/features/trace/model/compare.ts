import type { LogRecordView } from '../../../../src-preload/contract/views/traces.ts'
import { isRecord } from './json.ts'

/** Something in which a step of one run differs from the same step of the other. */
export interface StepDifference {
  readonly field: 'outcome' | 'http_status' | 'error' | 'errcode' | 'counts'
  readonly here: string
  readonly there: string
}

export type ComparedStep =
  | { readonly kind: 'same'; readonly here: LogRecordView; readonly there: LogRecordView }
  | {
      readonly kind: 'differs'
      readonly here: LogRecordView
      readonly there: LogRecordView
      readonly differences: readonly StepDifference[]
    }
  | { readonly kind: 'only_here'; readonly here: LogRecordView }
  | { readonly kind: 'only_there'; readonly there: LogRecordView }

export interface Comparison {
  readonly steps: readonly ComparedStep[]
  /** Place of the first step that is not the same; null when the runs are alike. */
  readonly first: number | null
}

/** Beyond this many pairs the middle is compared place by place: still right at both ends, and still quick. */
const MOST_PAIRS = 4_000_000

/**
 * Two runs step by step, in the order of time. Steps are paired by what they do; ids, times and durations differ
 * between any two runs and are no difference.
 */
export function compareRuns(here: readonly LogRecordView[], there: readonly LogRecordView[]): Comparison {
  const left = inOrder(here)
  const right = inOrder(there)
  const start = countAlike(left, right, 0)
  const end = countAlike(left.slice(start).reverse(), right.slice(start).reverse(), 0)
  const steps = [
    ...pairUp(left.slice(0, start), right.slice(0, start)),
    ...alignMiddle(left.slice(start, left.length - end), right.slice(start, right.length - end)),
    ...pairUp(left.slice(left.length - end), right.slice(right.length - end)),
  ]
  const first = steps.findIndex((step) => step.kind !== 'same')
  return { steps, first: first < 0 ? null : first }
}

function inOrder(logs: readonly LogRecordView[]): readonly LogRecordView[] {
  return [...logs].sort((a, b) => Date.parse(a.started_at) - Date.parse(b.started_at) || a.id - b.id)
}

function countAlike(left: readonly LogRecordView[], right: readonly LogRecordView[], from: number): number {
  let count = from
  while (count < Math.min(left.length, right.length) && doesSame(left[count], right[count])) count += 1
  return count
}

/** The same action on a lock, or the same step of our own: which lock it is may differ. */
function doesSame(a: LogRecordView | undefined, b: LogRecordView | undefined): boolean {
  return a !== undefined && b !== undefined && a.action === b.action
}

function pairUp(left: readonly LogRecordView[], right: readonly LogRecordView[]): ComparedStep[] {
  return left.flatMap((here, index) => {
    const there = right[index]
    return there === undefined ? [] : [compareStep(here, there)]
  })
}

/** The longest common course of actions; what is not in it stands on its own side. */
function alignMiddle(left: readonly LogRecordView[], right: readonly LogRecordView[]): ComparedStep[] {
  if (left.length * right.length > MOST_PAIRS) return alignByPlace(left, right)
  const lengths = commonLengths(left, right)
  const width = right.length + 1
  const steps: ComparedStep[] = []
  let i = 0
  let j = 0
  while (i < left.length || j < right.length) {
    const here = left[i]
    const there = right[j]
    if (here !== undefined && there !== undefined && doesSame(here, there)) {
      steps.push(compareStep(here, there))
      i += 1
      j += 1
    } else if (
      there === undefined ||
      (here !== undefined && (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0))
    ) {
      if (here !== undefined) steps.push({ kind: 'only_here', here })
      i += 1
    } else {
      steps.push({ kind: 'only_there', there })
      j += 1
    }
  }
  return steps
}

/** Length of the longest common course from each pair of places on, row by row in one array. */
function commonLengths(left: readonly LogRecordView[], right: readonly LogRecordView[]): Uint32Array {
  const width = right.length + 1
  const lengths = new Uint32Array((left.length + 1) * width)
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      const at = i * width + j
      lengths[at] = doesSame(left[i], right[j])
        ? (lengths[at + width + 1] ?? 0) + 1
        : Math.max(lengths[at + width] ?? 0, lengths[at + 1] ?? 0)
    }
  }
  return lengths
}

function alignByPlace(left: readonly LogRecordView[], right: readonly LogRecordView[]): ComparedStep[] {
  const steps: ComparedStep[] = []
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const here = left[index]
    const there = right[index]
    if (here !== undefined && there !== undefined && doesSame(here, there)) {
      steps.push(compareStep(here, there))
      continue
    }
    if (here !== undefined) steps.push({ kind: 'only_here', here })
    if (there !== undefined) steps.push({ kind: 'only_there', there })
  }
  return steps
}

function compareStep(here: LogRecordView, there: LogRecordView): ComparedStep {
  const differences = listDifferences(here, there)
  return differences.length === 0
    ? { kind: 'same', here, there }
    : { kind: 'differs', here, there, differences }
}

function listDifferences(here: LogRecordView, there: LogRecordView): readonly StepDifference[] {
  const facts = (log: LogRecordView): Readonly<Record<StepDifference['field'], string>> => ({
    outcome: log.ok ? 'ok' : 'failed',
    http_status: log.http_status === null ? '' : String(log.http_status),
    error: log.error_message ?? '',
    errcode: errcodeOf(log),
    counts: countsOf(log),
  })
  const left = facts(here)
  const right = facts(there)
  return FIELDS.filter((field) => left[field] !== right[field]).map((field) => ({
    field,
    here: left[field],
    there: right[field],
  }))
}

const FIELDS = ['outcome', 'errcode', 'error', 'http_status', 'counts'] as const

function errcodeOf(log: LogRecordView): string {
  const code = isRecord(log.response_json) ? log.response_json.errcode : undefined
  return typeof code === 'number' && code !== 0 ? String(code) : ''
}

/** What a decision came to: `adds 1, deletes 2`. Zeros are left out. */
function countsOf(log: LogRecordView): string {
  const analysis = isRecord(log.response_json) ? log.response_json.analysis : undefined
  if (!isRecord(analysis)) return ''
  return Object.entries(analysis)
    .filter(([, count]) => typeof count === 'number' && count !== 0)
    .map(([name, count]) => `${name.replaceAll('_', ' ')} ${String(count)}`)
    .join(', ')
}
