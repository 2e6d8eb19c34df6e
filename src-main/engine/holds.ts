import { msOrNull } from '../domain/instant.ts'
import type { DoorStateRecord } from '../ports/stores/doorStore.ts'
import type { SiteRecord } from '../ports/stores/siteStore.ts'

/** What forbids sending to a lock right now, though reading goes on. */
export interface Hold {
  readonly by: 'freeze' | 'pause'
  /** Epoch ms, or null until a person lifts it. */
  readonly untilMs: number | null
  readonly message: string
}

/** The hold in force for a door, the site's freeze before the door's pause; null when sending is allowed. */
export function holdOf(site: SiteRecord, state: DoorStateRecord, nowMs: number): Hold | null {
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
  return null
}
