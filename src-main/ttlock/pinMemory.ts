/** Enough for a lock that is full and was refilled several times. */
const MOST_PINS_PER_LOCK = 2_000

/** PINs met on each lock, so that a later answer which quotes one of them is not written down as it is. Never stored. */
export interface PinMemory {
  learn(lockId: string, pins: readonly string[]): void
  /** For a call of the account (null) those of all its locks. */
  of(lockId: string | null): readonly string[]
}

export function createPinMemory(): PinMemory {
  /** Of each lock, the longest unseen one first. */
  const pins = new Map<string, readonly string[]>()
  return {
    learn(lockId, met) {
      const known = pins.get(lockId) ?? []
      // The list that came again.
      if (endsWith(known, met)) return
      const seenNow = new Set(met)
      const all = [...known.filter((pin) => !seenNow.has(pin)), ...seenNow]
      pins.set(lockId, all.slice(-MOST_PINS_PER_LOCK))
    },
    of: (lockId) => (lockId === null ? [...pins.values()].flat() : (pins.get(lockId) ?? [])),
  }
}

function endsWith(known: readonly string[], met: readonly string[]): boolean {
  const before = known.length - met.length
  return before >= 0 && met.every((pin, index) => pin === known[before + index])
}
