import type { OpenSchedule } from './openSchedule.ts'

/** What a lock gave for its open schedule. A reading that failed is `unknown`, and never taken for one without periods. */
export type ScheduleReading =
  | {
      readonly kind: 'known'
      readonly schedule: OpenSchedule
      /** The lock unlocks by itself when a period begins; else it stays unlocked from the first opening on. */
      readonly unlocksByItself: boolean
    }
  | { readonly kind: 'unknown'; readonly reason: string }
