import type { SimulatedLocks } from './simulatedLocks.ts'

/** The simulator of a profile, started by whoever needs it first: its thread would slow the window's first seconds. */
export class LateSimulator {
  readonly #start: () => Promise<SimulatedLocks>
  #starting: Promise<SimulatedLocks> | null = null

  constructor(start: () => Promise<SimulatedLocks>) {
    this.#start = start
  }

  /** Rejects with what the simulator said when it cannot start; the next call tries again. */
  async running(): Promise<SimulatedLocks> {
    this.#starting ??= this.#start()
    try {
      return await this.#starting
    } catch (error) {
      this.#starting = null
      throw error
    }
  }

  async close(): Promise<void> {
    const simulator = await this.#starting?.catch(() => null)
    await simulator?.close()
  }
}
