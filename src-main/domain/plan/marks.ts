import type { ActualCode } from '../code/actualCode.ts'
import type { CodeMark } from '../code/mark.ts'
import { hashPin } from '../code/pinHash.ts'
import type { Hmac } from './doorPlanInput.ts'
import type { MarkOnLine } from './planLine.ts'

const RANK = { never_delete: 0, tolerated_until: 1, confirm_delete: 2 } as const

export interface MarkFinderOptions {
  readonly nowMs: number
  readonly externalDeviceId: string
  readonly hmac: Hmac
}

/**
 * Finds the mark in force on a code: the strongest one, and of equals the one that lasts longest.
 * Ended tolerance does not count. Digits are hashed only where there are marks.
 */
export function createMarkFinder(
  marks: readonly CodeMark[],
  options: MarkFinderOptions,
): (code: ActualCode) => MarkOnLine | null {
  const inForce = marks.filter(
    (mark) => mark.kind !== 'tolerated_until' || mark.untilMs === null || mark.untilMs > options.nowMs,
  )
  if (inForce.length === 0) return () => null
  return (code) => {
    const pinHash = hashPin(code.pin, options.externalDeviceId, options.hmac)
    let best: CodeMark | null = null
    for (const mark of inForce) {
      if (mark.vendorPinId !== code.vendorPinId && mark.pinHash !== pinHash) continue
      if (!best || compareMarks(mark, best) < 0) best = mark
    }
    if (!best) return null
    const { kind, untilMs, setBy, reason, undoPlanId } = best
    return { kind, untilMs, setBy, reason, undoPlanId }
  }
}

/** Strongest first; a total order over all that is shown of a mark, so that input order does not matter. */
export function compareMarks(a: CodeMark, b: CodeMark): number {
  return (
    RANK[a.kind] - RANK[b.kind] ||
    compare(b.untilMs ?? Number.POSITIVE_INFINITY, a.untilMs ?? Number.POSITIVE_INFINITY) ||
    compare(a.vendorPinId ?? '', b.vendorPinId ?? '') ||
    compare(a.pinHash ?? '', b.pinHash ?? '') ||
    compare(a.setBy, b.setBy) ||
    compare(a.reason, b.reason)
  )
}

function compare<T extends string | number>(a: T, b: T): number {
  return a === b ? 0 : a < b ? -1 : 1
}
