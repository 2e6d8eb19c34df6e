import { fromIso } from '../domain/instant.ts'
import { isNotTaken } from '../domain/operation/settleFromReadBack.ts'
import type { LeftOut } from '../domain/plan/selection.ts'
import { sentenceOfLeftOut } from '../domain/plan/sentences.ts'
import { isSo } from '../planning/planFate.ts'
import type { OperationRecord } from '../ports/stores/operationStore.ts'
import type { LineResult, PlanDoorRecord } from '../ports/stores/planStore.ts'
import { LATE_LIFE_MS, nextLookMs } from './earlierTry.ts'
import { type LineOutcome, NOT_TAKEN_SENTENCE, QUEUED_SENTENCE } from './lineOutcome.ts'
import { actionLinesOf, outcomeFromOperations } from './planFate.ts'

/** An approved line that is not sent in this run. */
export interface LeftOutLine {
  readonly lineId: string
  readonly result: LineResult
  readonly sentence: string | null
  /** Epoch ms of the next look at a lock that has yet to take it; null where nothing is waited for. */
  readonly lookAgainMs: number | null
}

/** Those that an earlier run of the apply sent: they belong to its result. */
export function sentBefore(record: PlanDoorRecord, leftOut: readonly LeftOutLine[]): readonly LineOutcome[] {
  const lines = new Map(actionLinesOf(record).map((line) => [line.lineId, line]))
  return leftOut.flatMap(({ lineId, result, sentence }) => {
    const line = lines.get(lineId)
    const wasSent = result === 'ok' || result === 'unconfirmed' || result === 'failed'
    return line && wasSent ? [{ line, result, sentence, isWorthRetrying: false }] : []
  })
}

/** What became of approved lines that the newer plan sends no more: done before, so without us, queued, or refused. */
export function fateOfLeftOut(
  record: PlanDoorRecord,
  leftOut: readonly LeftOut[],
  { operations, nowMs }: { readonly operations: readonly OperationRecord[]; readonly nowMs: number },
): readonly LeftOutLine[] {
  const lines = new Map(actionLinesOf(record).map((line) => [line.lineId, line]))
  return leftOut
    .filter(({ lineId }) => !isSo(record.results[lineId]?.result))
    .map(({ lineId, because }): LeftOutLine => {
      const line = lines.get(lineId)
      const last = operations.findLast((operation) => operation.lineId === lineId)
      const ended = { lineId, sentence: null, lookAgainMs: null }
      if (line && isSo(outcomeFromOperations(line, operations).result)) return { ...ended, result: 'ok' }
      if (because === 'already_so') return { ...ended, result: 'already_so' }
      if (last?.state === 'sent' && because === 'under_way') {
        const lookAgainMs = nextLookAtQueued(last, nowMs)
        return { lineId, result: 'unconfirmed', sentence: QUEUED_SENTENCE, lookAgainMs }
      }
      if (last && isNotTaken(last)) return { ...ended, result: 'failed', sentence: NOT_TAKEN_SENTENCE }
      return { ...ended, result: 'skipped', sentence: sentenceOfLeftOut(because) }
    })
}

/** Null once it was waited for long enough: the background checks go on looking. */
function nextLookAtQueued(sent: OperationRecord, nowMs: number): number | null {
  return nowMs - fromIso(sent.sentAt ?? sent.intentAt) < LATE_LIFE_MS ? nextLookMs(sent, nowMs) : null
}
