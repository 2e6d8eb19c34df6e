import type { ActualCodeStatus, ListedWindow } from '../code/actualCode.ts'
import { type CodeWindow, isSameWindow } from '../code/codeWindow.ts'

/** A credential's own code as the last complete list of a lock shows it. */
export interface CodeOnLock {
  readonly status: ActualCodeStatus
  readonly window: ListedWindow
  /** It has the digits that the credential has now. */
  readonly hasItsPin: boolean
}

/** Why a code is not proven to be as decided, as far as the lock's last list tells. */
export type UnprovenBecause =
  | 'backwards_window'
  | 'not_put_yet'
  | 'not_listed'
  | 'under_way'
  | 'other_pin'
  | 'other_times'
  | 'listed_as_invalid'
  | 'unconfirmed'

export interface StandingFacts {
  /**
   * What should be on the lock: one window, or either of two. `over` where the credential should be there no more, null where
   * its dates cannot be told.
   */
  readonly wanted: readonly CodeWindow[] | 'over' | null
  /** Null where the list does not show the code. */
  readonly onLock: CodeOnLock | null
  /** `none`: it was never put there. `unconfirmed`: it was sent and nothing showed it. */
  readonly receipt: 'none' | 'unconfirmed' | 'proven'
  readonly nowMs: number
}

export type CodeStanding =
  | { readonly kind: 'works_now' | 'ended' | 'on_lock_still' }
  | { readonly kind: 'will_work_from'; readonly fromMs: number }
  | { readonly kind: 'not_proven'; readonly because: UnprovenBecause }

/**
 * How sure it is that a credential opens a door. Proven is only what the lock's last complete list shows with the digits and
 * times of today's decision: what was proven of earlier ones says nothing of them.
 */
export function codeStanding(facts: StandingFacts): CodeStanding {
  const { wanted, onLock, nowMs } = facts
  if (wanted === 'over') {
    return { kind: onLock === null || onLock.status === 'not_on_lock' ? 'ended' : 'on_lock_still' }
  }
  if (wanted === null) return { kind: 'not_proven', because: 'backwards_window' }
  const because = whyUnproven(facts, wanted)
  if (because !== null) return { kind: 'not_proven', because }
  const opensAtMs = Math.min(...wanted.map((window) => (window.kind === 'period' ? window.startMs : nowMs)))
  return opensAtMs > nowMs ? { kind: 'will_work_from', fromMs: opensAtMs } : { kind: 'works_now' }
}

function whyUnproven(
  { onLock, receipt }: StandingFacts,
  wanted: readonly CodeWindow[],
): UnprovenBecause | null {
  if (receipt === 'none') return 'not_put_yet'
  if (onLock === null || onLock.status === 'not_on_lock') return 'not_listed'
  if (onLock.status === 'under_way') return 'under_way'
  if (!onLock.hasItsPin) return 'other_pin'
  const { window } = onLock
  if (window.kind === 'other' || !wanted.some((each) => isSameWindow(each, window))) return 'other_times'
  // After an attempt that failed the row is as it was: a code as decided stands on the lock.
  if (onLock.status !== 'settled' && onLock.status !== 'as_before') return 'listed_as_invalid'
  return receipt === 'unconfirmed' ? 'unconfirmed' : null
}
