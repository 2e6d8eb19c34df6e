import type { JobType } from '../domain/job/job.ts'
import type { StoreTrouble } from '../domain/storeTrouble.ts'
import type { Clock } from '../ports/clock.ts'
import type { Providers } from '../ports/providers.ts'
import type { Random } from '../ports/random.ts'
import type { Store } from '../ports/store.ts'
import type { TraceRecorder } from '../ports/traceRecorder.ts'
import type { Vault } from '../ports/vault.ts'

/** Times in ms. Production values in `DEFAULT_ENGINE_SETTINGS`; tests shorten them. */
export interface EngineSettings {
  readonly leaseMs: number
  readonly jobsAtOnce: number
  /** So many doors of one gateway are worked on at once: one waits for its commands, others are listed meanwhile. */
  readonly doorsOfGateway: number
  /** Pauses before each further read-back while a list does not show what was sent: the cloud may lag. */
  readonly readBackDelaysMs: readonly number[]
  /** How long a command may still be on its way after it was sent without an answer. */
  readonly commandDeadlineMs: number
  /** A planning list younger than this serves as the list before the first write in `auto`. */
  readonly planningListFreshMs: number
  /** The least time between two background checks of a door. */
  readonly checkIntervalMs: number
  /** Pauses before the same line is sent again after the provider said it is busy. */
  readonly busyDelaysMs: readonly number[]
  /** How long a list may lag behind a command that the provider accepted before the command is sent a second time. */
  readonly resendAfterMs: number
  /** The first pause after the store took no write; it doubles to 30 s. */
  readonly troublePauseMs: number
}

export const DEFAULT_ENGINE_SETTINGS: EngineSettings = {
  leaseMs: 60_000,
  jobsAtOnce: 160,
  doorsOfGateway: 4,
  readBackDelaysMs: [2_000, 5_000, 15_000],
  commandDeadlineMs: 75_000,
  planningListFreshMs: 60_000,
  checkIntervalMs: 3_600_000,
  busyDelaysMs: [1_000, 5_000],
  resendAfterMs: 10 * 60_000,
  troublePauseMs: 250,
}

/** The moments of an operation between which the program may end. */
export const OPERATION_STEPS = [
  'intent_committed',
  'marked_sent',
  'answer_came',
  'answer_committed',
  'listed_after',
  'settled',
  'work_ended',
] as const
export type OperationStep = (typeof OPERATION_STEPS)[number]

/** Everything the engine works with, handed in by the composition root. */
export interface EngineContext {
  readonly store: Store
  readonly providers: Providers
  readonly recorder: TraceRecorder
  readonly vault: Vault
  readonly clock: Clock
  readonly random: Random
  readonly settings: EngineSettings
  /** A bug or a broken machine, for the program's own log. */
  reportFault(error: unknown, facts: Readonly<Record<string, string | number | null>>): void
  /** The store takes no writes any more, or does again: then null. */
  readonly onTrouble?: (trouble: StoreTrouble | null) => void
  /** Hears of each step as it is passed. The composition root gives none; crash tests end the process in it. */
  readonly onStep?: (step: OperationStep, jobType: JobType) => void
}
