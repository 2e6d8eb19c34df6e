import type { AccountStore } from './stores/accountStore.ts'
import type { ApplicationStore } from './stores/applicationStore.ts'
import type { CodeDecisionStore } from './stores/codeDecisionStore.ts'
import type { DebugSessionStore } from './stores/debugSessionStore.ts'
import type { DoorStore } from './stores/doorStore.ts'
import type { DoorUseStore } from './stores/doorUseStore.ts'
import type { JobStore } from './stores/jobStore.ts'
import type { LockCodeStore } from './stores/lockCodeStore.ts'
import type { OperationStore } from './stores/operationStore.ts'
import type { OperatorStore } from './stores/operatorStore.ts'
import type { PersonStore } from './stores/personStore.ts'
import type { PlanStore } from './stores/planStore.ts'
import type { SavedFilterStore } from './stores/savedFilterStore.ts'
import type { ScheduleStore } from './stores/scheduleStore.ts'
import type { SiteStore } from './stores/siteStore.ts'
import type { TraceStore } from './stores/traceStore.ts'

/** What changed in a committed transaction; the window asks again for what it shows of it. */
export const STORE_TOPICS = [
  'operators',
  'sites',
  'accounts',
  'devices',
  'doors',
  'people',
  'plans',
  'jobs',
  'traces',
  'settings',
  'debugSessions',
] as const
export type StoreTopic = (typeof STORE_TOPICS)[number]

/** One profile's database. All calls are synchronous: there is one writer, and nothing is awaited in a transaction. */
export interface Store {
  /**
   * One BEGIN IMMEDIATE: everything `work` does is committed, or nothing is. Nested calls join the outer one.
   * Throws when `work` returns a promise. Listeners hear of the topics after the commit.
   */
  write<T>(work: () => T): T
  /**
   * In one commit with what else asks for it in the same turn of the event loop; each piece stands or falls alone.
   * Resolves with what `work` returned after the commit. `work` may run twice, when a commit it joined failed.
   */
  writeTogether<T>(work: () => T): Promise<T>
  /** Called after each commit (and after each single write outside `write`). Returns its unsubscribe. */
  onCommitted(listener: (topics: ReadonlySet<StoreTopic>) => void): () => void
  readonly operators: OperatorStore
  readonly sites: SiteStore
  readonly accounts: AccountStore
  readonly applications: ApplicationStore
  readonly doors: DoorStore
  readonly people: PersonStore
  readonly codes: LockCodeStore
  readonly decisions: CodeDecisionStore
  readonly doorUse: DoorUseStore
  readonly schedules: ScheduleStore
  readonly jobs: JobStore
  readonly operations: OperationStore
  readonly plans: PlanStore
  readonly traces: TraceStore
  readonly debugSessions: DebugSessionStore
  readonly savedFilters: SavedFilterStore
  readonly settings: {
    read(name: string): unknown
    write(name: string, value: unknown): void
  }
  /** Version of the SQLite library in use, e.g. `3.54.1`. */
  sqliteVersion(): string
  close(): void
}
