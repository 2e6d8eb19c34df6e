import type { DeviceId } from '../domain/ids.ts'

/**
 * One run at a time works on a lock. The queue keeps two jobs of one door apart; an apply over many doors is a job of
 * none of them, and must not meet a door's own job between its reading and its sending.
 */
export class DoorGate {
  readonly #lastTurns = new Map<DeviceId, Promise<unknown>>()

  /** Runs `work` when all that asked before have ended, whatever became of them. */
  async pass<T>(deviceId: DeviceId, work: () => Promise<T>): Promise<T> {
    const before = this.#lastTurns.get(deviceId) ?? Promise.resolve()
    const turn = before.then(work)
    const ended = turn.then(
      () => undefined,
      () => undefined,
    )
    this.#lastTurns.set(deviceId, ended)
    try {
      return await turn
    } finally {
      if (this.#lastTurns.get(deviceId) === ended) this.#lastTurns.delete(deviceId)
    }
  }
}
