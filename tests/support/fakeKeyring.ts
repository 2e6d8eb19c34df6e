import type { Keyring } from '../../src-main/ports/keyring.ts'

export interface FakeKeyring extends Keyring {
  /** The system's keyring comes and goes, e.g. a Linux session without one. */
  setAvailable(isAvailable: boolean): void
  /** What the system protected before cannot be had back, e.g. after its keyring was reset. */
  reset(): void
  /** From now on it asks for everything it reveals to be protected again. */
  rotate(): void
}

/** Stands in for the system's keyring: keeps secrets in memory and hands out tickets. */
export function createFakeKeyring(isAvailableAtFirst: boolean): FakeKeyring {
  let isAvailable = isAvailableAtFirst
  let secrets = new Map<string, string>()
  let isRotated = false
  let tickets = 0
  return {
    backend: () => (isAvailable ? 'fake' : 'none'),
    isAvailable: async () => isAvailable,
    protect: async (secret) => {
      if (!isAvailable) throw new Error('keyring is not available')
      tickets += 1
      const ticket = `ticket-${tickets}`
      secrets.set(ticket, secret)
      return ticket
    },
    reveal: async (ticket) => {
      const secret = secrets.get(ticket)
      if (!isAvailable || secret === undefined) return { kind: 'failed' }
      return { kind: 'ok', secret, shouldProtectAgain: isRotated }
    },
    setAvailable(next) {
      isAvailable = next
    },
    reset() {
      secrets = new Map()
    },
    rotate() {
      isRotated = true
    },
  }
}
