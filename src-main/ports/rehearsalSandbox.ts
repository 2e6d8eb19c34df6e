import type { ActualCode, LockReading } from '../domain/code/actualCode.ts'

export interface SandboxLock {
  /** TTLock `lockId` as text. */
  readonly externalId: string
  readonly codes: readonly ActualCode[]
}

/**
 * Puts locks with these codes into a simulator of its own, signs in there as to any provider, and reads each lock's
 * list. Touches no profile and no real lock; nothing of it is left afterwards.
 */
export type ReadInSandbox = (locks: readonly SandboxLock[]) => Promise<ReadonlyMap<string, LockReading>>
