import type { FaultList } from './faults.ts'
import type { Journal, JournalEntry } from './journal.ts'
import type { Latency } from './latency.ts'
import type { Parameters } from './parameters.ts'
import type { Random } from './random.ts'
import type { SimulatedAccount, World } from './world.ts'

/** What every endpoint works with. */
export interface Core {
  world: World
  readonly latency: Latency
  readonly random: Random
  readonly faults: FaultList
  readonly journal: Journal
  /** Command slots now taken, as `gateway:12` or `lock:3`. */
  readonly takenSlots: Set<string>
  /** Simulated time, ms since 1970. */
  now(): number
  /** Waits in real time; rejects when the simulator closes. Zero does not wait at all. */
  wait(ms: number): Promise<void>
  /** Says that the state moved, so that it gets stored. */
  changed(): void
}

/** One authorised request. */
export interface Call {
  readonly core: Core
  readonly parameters: Parameters
  readonly account: SimulatedAccount
  readonly entry: JournalEntry
}
