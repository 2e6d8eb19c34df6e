import type { ActualCode } from '../code/actualCode.ts'
import type { CodeSighting, ReceiptOnDoor } from './doorPlanInput.ts'
import type { FirstSeenSource, Grace } from './planLine.ts'

export interface GraceInput {
  readonly code: Pick<ActualCode, 'createdAtMs'>
  readonly receipt: ReceiptOnDoor | null
  readonly sighting: CodeSighting | null
  readonly nowMs: number
  readonly readAtMs: number
  readonly graceWindowSeconds: number
  /** False where the delete needs no protection: an operator's own revocation, `expired`, `duplicate`. */
  readonly applies: boolean
  readonly bypassesGrace: boolean
}

interface FirstSeen {
  readonly atMs: number
  readonly source: FirstSeenSource
}

/**
 * The earliest of receipt, the provider's creation date (capped at now) and our first sighting. A PIN or window
 * that changed behind our back makes it a code nobody has seen before that read.
 */
export function firstSeenOf(input: Omit<GraceInput, 'applies' | 'bypassesGrace'>): FirstSeen {
  const { code, receipt, sighting, nowMs } = input
  if (sighting && sighting.changedBehindAtMs !== null) {
    return { atMs: sighting.changedBehindAtMs, source: 'sighting' }
  }
  let first: FirstSeen | null = receipt ? { atMs: receipt.receivedAtMs, source: 'receipt' } : null
  if (code.createdAtMs !== null) {
    const atMs = Math.min(code.createdAtMs, nowMs)
    if (!first || atMs < first.atMs) first = { atMs, source: 'provider_send_date' }
  }
  if (sighting && (!first || sighting.firstSeenAtMs < first.atMs)) {
    first = { atMs: sighting.firstSeenAtMs, source: 'sighting' }
  }
  return first ?? { atMs: nowMs, source: 'inferred_now' }
}

/** Grace of one code, and whether it still holds the delete back. */
export function graceOf(input: GraceInput): { readonly grace: Grace; readonly isHolding: boolean } {
  const first = firstSeenOf(input)
  const extensionMs = input.sighting?.unreadableExtensionMs ?? 0
  const eligibleAtMs = input.applies
    ? first.atMs + input.graceWindowSeconds * 1_000 + extensionMs
    : first.atMs
  // A door that was unreadable needs one complete read after the moment, not only the moment itself.
  const judgedAtMs = extensionMs > 0 ? Math.min(input.nowMs, input.readAtMs) : input.nowMs
  const isEarly = input.applies && judgedAtMs < eligibleAtMs
  return {
    grace: {
      firstSeenAtMs: first.atMs,
      firstSeenSource: first.source,
      eligibleAtMs,
      applies: input.applies,
      isBypassed: isEarly && input.bypassesGrace,
    },
    isHolding: isEarly && !input.bypassesGrace,
  }
}
