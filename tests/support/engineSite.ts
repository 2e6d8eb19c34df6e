import { type CodeSeed, defaultAccount, type LockSeed, type Site } from '../../src-main/simulator/site.ts'

const FIRST_LOCK_ID = 101

/** The lock of the `index`-th entry of `engineSite`. */
export function lockIdAt(index: number): number {
  return FIRST_LOCK_ID + index
}

/** Locks 101, 102, …, each with a gateway of its own (1, 2, …) unless it says otherwise. */
export function engineSite(locks: readonly Partial<LockSeed>[]): Site {
  return {
    accounts: [defaultAccount],
    gateways: locks.map((_lock, index) => ({ gatewayId: 1 + index, gatewayName: `Gateway ${1 + index}` })),
    locks: locks.map((lock, index) => ({
      lockId: lockIdAt(index),
      lockAlias: `Room ${1 + index}`,
      gateways: [{ gatewayId: 1 + index, rssi: -60 }],
      ...lock,
    })),
  }
}

/** A code that somebody put on the lock long ago. */
export function oldStray(keyboardPwd: string, change: Partial<CodeSeed> = {}): CodeSeed {
  return {
    keyboardPwd,
    keyboardPwdName: 'Old guest',
    keyboardPwdType: 2,
    sendDate: Date.now() - 30 * 86_400_000,
    ...change,
  }
}
