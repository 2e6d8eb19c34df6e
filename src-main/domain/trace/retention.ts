import { toIso } from '../instant.ts'

/** Name of the setting: days for which log rows are kept. The audit is kept for ever. */
export const LOG_RETENTION_SETTING = 'log_retention_days'
const DEFAULT_LOG_RETENTION_DAYS = 180
/** Shorter, and last week's complaint cannot be answered; longer than a person's memory of a door. */
export const LOG_RETENTION_DAYS = [30, 90, 180, 365, 730, 3_650] as const

const DAY_MS = 86_400_000

/** What the stored setting says; the default where it says nothing that could be meant. */
export function logRetentionDays(stored: unknown): number {
  return LOG_RETENTION_DAYS.find((days) => days === stored) ?? DEFAULT_LOG_RETENTION_DAYS
}

/** Log rows from before this moment may go. */
export function logCutoff(nowMs: number, days: number): string {
  return toIso(nowMs - days * DAY_MS)
}
