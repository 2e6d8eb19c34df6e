import { type CodeWindow, PERMANENT } from '../code/codeWindow.ts'
import { effectiveWindowAt, type Span } from '../grant/effectiveWindow.ts'
import { farDatesOf } from '../grant/farDates.ts'
import type { CredentialId } from '../ids.ts'
import type { ExpectedItem } from '../plan/doorPlan.ts'
import type { CredentialOnDoor } from '../plan/doorPlanInput.ts'

/** A credential a door should hold, with what a plan itself never carries. */
export interface ExpectedCode {
  readonly item: ExpectedItem
  readonly pin: string
  /**
   * Open-ended with a past start is permanent, but what was put on the lock before it opened is the period to
   * the far end; both are right, so that the opening moves nothing.
   */
  readonly alternativeWindow: CodeWindow | null
}

export interface ExpectedAtDoor {
  /** By credential id. */
  readonly codes: readonly ExpectedCode[]
  /** Active credentials of which nothing is left, and when it ended. */
  readonly endedAtMsById: ReadonlyMap<CredentialId, number>
  /** The nearest moment a window opens or closes or a lead time begins; null when none will. */
  readonly nextDueAtMs: number | null
}

export interface ExpectedAtOptions {
  readonly nowMs: number
  readonly leadTimeMs: number
  /** IANA name of the site's zone. */
  readonly timezone: string
}

interface WindowOnLock {
  readonly window: CodeWindow
  readonly alternativeWindow: CodeWindow | null
}

const PERMANENT_ON_LOCK: WindowOnLock = { window: PERMANENT, alternativeWindow: null }

/** As it should stand on a lock. */
export function windowOnLock(
  span: Span,
  options: Pick<ExpectedAtOptions, 'nowMs' | 'timezone'>,
): WindowOnLock {
  const { startMs, endMs } = span
  if (endMs !== Number.POSITIVE_INFINITY) {
    const from = startMs === Number.NEGATIVE_INFINITY ? farDatesOf(options.timezone).startMs : startMs
    return { window: { kind: 'period', startMs: from, endMs }, alternativeWindow: null }
  }
  if (startMs === Number.NEGATIVE_INFINITY) return PERMANENT_ON_LOCK
  const period: CodeWindow = { kind: 'period', startMs, endMs: farDatesOf(options.timezone).endMs }
  return startMs > options.nowMs
    ? { window: period, alternativeWindow: null }
    : { window: PERMANENT, alternativeWindow: period }
}

/** When a code must be looked at again: its lead time begins, its window opens, its window closes. Null when never. */
export function codeNextDeadlineMs(span: Span, nowMs: number, leadTimeMs: number): number | null {
  if (span.startMs - leadTimeMs > nowMs) return span.startMs - leadTimeMs
  if (span.startMs > nowMs) return span.startMs
  return span.endMs === Number.POSITIVE_INFINITY ? null : span.endMs
}

function isSortedById(credentials: readonly CredentialOnDoor[]): boolean {
  let last = Number.NEGATIVE_INFINITY
  for (const { credentialId } of credentials) {
    if (credentialId < last) return false
    last = credentialId
  }
  return true
}

/** What the door should hold at `nowMs`. One entry a credential; `credentials` must hold each id once. */
export function expectedAt(
  credentials: readonly CredentialOnDoor[],
  options: ExpectedAtOptions,
): ExpectedAtDoor {
  const { nowMs, leadTimeMs } = options
  const codes: ExpectedCode[] = []
  const endedAtMsById = new Map<CredentialId, number>()
  let nextDueAtMs: number | null = null
  const sorted = isSortedById(credentials)
    ? credentials
    : [...credentials].sort((a, b) => a.credentialId - b.credentialId)

  for (const credential of sorted) {
    if (!credential.isActive) continue
    const { credentialId, personId, pin } = credential
    const effective = effectiveWindowAt(credential.window, credential.grants, nowMs)
    switch (effective.kind) {
      case 'none':
        break
      case 'ended':
        endedAtMsById.set(credentialId, effective.endedAtMs)
        break
      case 'backwards':
        codes.push({
          item: { credentialId, personId, window: null, isLater: false },
          pin,
          alternativeWindow: null,
        })
        break
      case 'running': {
        const { window, alternativeWindow } = windowOnLock(effective.span, options)
        const isLater = effective.span.startMs > nowMs + leadTimeMs
        codes.push({ item: { credentialId, personId, window, isLater }, pin, alternativeWindow })
        const dueAtMs = codeNextDeadlineMs(effective.span, nowMs, leadTimeMs)
        if (dueAtMs !== null && (nextDueAtMs === null || dueAtMs < nextDueAtMs)) nextDueAtMs = dueAtMs
        break
      }
    }
  }
  return { codes, endedAtMsById, nextDueAtMs }
}
