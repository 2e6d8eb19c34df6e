import { madeLate } from './madeLate.ts'
import type { SimulatedLocks } from './simulatedLocks.ts'

/** The simulator of a profile, started by whoever needs it first: its thread would slow the window's first seconds. */
export class LateSimulator {
  /** Rejects with what the simulator said when it cannot start; the next call tries again. */
  readonly running: () => Promise<SimulatedLocks>
  #started: Promise<SimulatedLocks> | null = null

  constructor(start: () => Promise<SimulatedLocks>) {
    this.running = madeLate(() => {
      this.#started = start()
      return this.#started
    })
  }

  async close(): Promise<void> {
    const simulator = await this.#started?.catch(() => null)
    await simulator?.close()
  }
}
