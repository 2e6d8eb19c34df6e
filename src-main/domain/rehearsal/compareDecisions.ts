import { parseCodeName } from '../code/codeName.ts'
import { isScheduleLineId } from '../plan/lineId.ts'
import type { RecordedLine } from './recordedDoor.ts'

/** One decision about one code: what, and for which reason. */
export interface Decision {
  readonly kind: RecordedLine['kind']
  readonly would: string | null
  readonly reason: string | null
}

export interface ComparedDecision {
  /** `AB U9 C6`, or the provider's id of a code with another name. */
  readonly code: string
  /** Null: nothing was decided about it then. */
  readonly recorded: Decision | null
  /** Null: nothing would be decided about it today. */
  readonly today: Decision | null
  readonly isSame: boolean
}

/** Then beside now, code by code, in the order of the recorded plan; what only today's has comes last. */
export function compareDecisions(
  then: readonly RecordedLine[],
  now: readonly RecordedLine[],
): readonly ComparedDecision[] {
  const left = new Map<string, RecordedLine[]>()
  for (const line of now) left.set(targetOf(line), [...(left.get(targetOf(line)) ?? []), line])
  const paired = then.map((line) => {
    const of = left.get(targetOf(line)) ?? []
    const alike = of.findIndex((other) => isSame(decisionOf(line), decisionOf(other)))
    const [other] = of.splice(Math.max(0, alike), 1)
    return compared(line, other)
  })
  return [...paired, ...[...left.values()].flat().map((line) => compared(undefined, line))]
}

function compared(then: RecordedLine | undefined, now: RecordedLine | undefined): ComparedDecision {
  const before = then === undefined ? null : decisionOf(then)
  const after = now === undefined ? null : decisionOf(now)
  const named = then ?? now
  return {
    code: named === undefined ? '' : nameOf(named),
    recorded: before,
    today: after,
    isSame: before !== null && after !== null && isSame(before, after),
  }
}

/** A name typed by a person was hidden when it was recorded; the provider's id tells such codes apart. */
function nameOf({ lineId, codeName, vendorPinId, credentialId }: RecordedLine): string {
  if (codeName !== null && parseCodeName(codeName) !== null) return codeName
  if (isScheduleLineId(lineId)) return 'Open schedule'
  return vendorPinId ?? `credential ${credentialId}`
}

/** What the decision is about: a listed code, or a credential whose code is not listed. */
function targetOf(line: RecordedLine): string {
  if (isScheduleLineId(line.lineId)) return 'schedule'
  const isAboutCredential = line.kind === 'add' || line.kind === 'invalid_expected'
  return isAboutCredential || line.vendorPinId === null
    ? `credential ${line.credentialId}`
    : `code ${line.vendorPinId}`
}

function decisionOf(line: RecordedLine): Decision {
  return { kind: line.kind, would: line.would, reason: line.reason }
}

function isSame(a: Decision, b: Decision): boolean {
  return a.kind === b.kind && a.would === b.would && a.reason === b.reason
}
