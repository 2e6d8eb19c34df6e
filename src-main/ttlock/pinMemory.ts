/** Enough for a lock that is full and was refilled several times. */
const MOST_PINS_PER_LOCK = 2_000

/** PINs met on each lock, so that a later answer which quotes one of them is not written down as it is. Never stored. */
export interface PinMemory {
  learn(lockId: string, pins: readonly string[]): void
  /** For a call of the account (null) those of all its locks. */
  of(lockId: string | null): readonly string[]
}

export function createPinMemory(): PinMemory {
  const pins = new Map<string, Set<string>>()
  return {
    learn(lockId, met) {
      const known = pins.get(lockId) ?? new Set<string>()
      for (const pin of met) {
        // Taken out and put in again, so that the longest unseen one is the first to go.
        known.delete(pin)
        known.add(pin)
      }
      for (const oldest of [...known].slice(0, Math.max(0, known.size - MOST_PINS_PER_LOCK)))
        known.delete(oldest)
      pins.set(lockId, known)
    },
    of: (lockId) =>
      lockId === null ? [...pins.values()].flatMap((met) => [...met]) : [...(pins.get(lockId) ?? [])],
  }
}
