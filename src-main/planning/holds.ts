import { msOrNull } from '../domain/instant.ts'
import { nextOpeningMs } from '../domain/plan/enforcementHours.ts'
import type { DoorStateRecord } from '../ports/stores/doorStore.ts'
import type { SiteRecord } from '../ports/stores/siteStore.ts'

export const HOLD_CAUSES = ['freeze', 'pause', 'hours'] as const
type HoldCause = (typeof HOLD_CAUSES)[number]

/** What forbids sending to a lock right now, though reading goes on. */
export interface Hold {
  readonly by: HoldCause
  /** Epoch ms, or null until a person lifts it. */
  readonly untilMs: number | null
  readonly message: string
}

/**
 * The hold in force for a door: the site's freeze before the door's pause before the site's hours; null when sending is
 * allowed. A person may let a job run outside the hours; nobody lets one run through a freeze or a pause.
 */
export function holdOf(
  site: SiteRecord,
  state: Pick<DoorStateRecord, 'pausedUntil'>,
  now: { readonly nowMs: number; readonly ignoresHours: boolean },
): Hold | null {
  const { nowMs } = now
  const frozenUntil = msOrNull(site.frozenUntil)
  if (frozenUntil !== null && frozenUntil > nowMs) {
    return {
      by: 'freeze',
      untilMs: frozenUntil,
      message: `${site.name} is frozen: nothing is sent to its locks.`,
    }
  }
  const pausedUntil = msOrNull(state.pausedUntil)
  if (pausedUntil !== null && pausedUntil > nowMs) {
    return { by: 'pause', untilMs: pausedUntil, message: 'This door is paused: nothing is sent to its lock.' }
  }
  if (now.ignoresHours) return null
  const opensMs = nextOpeningMs(site.hours, site.timezone, nowMs)
  if (opensMs === nowMs) return null
  return {
    by: 'hours',
    untilMs: opensMs,
    message: `It is outside the enforcement hours of ${site.name}: nothing is sent to its locks.`,
  }
}
