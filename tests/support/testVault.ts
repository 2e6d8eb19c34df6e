import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import { type Vault, VaultLockedError } from '../../src-main/ports/vault.ts'
import { openSealedText, sealText } from '../../src-main/vault/sealedText.ts'

export interface TestVault extends Vault {
  lock(): void
  unlock(): void
}

/**
 * A vault that seals as the product's does, under a key made from `seed` and without the slow derivation from a
 * passcode. The same seed opens in another process what this one sealed.
 */
export function createTestVault(seed = 'test'): TestVault {
  let isOpen = true
  const keys = new Map<string, KeyObject>()
  const keyFor = (purpose: string): KeyObject => {
    if (!isOpen) throw new VaultLockedError()
    // Derived once, as the product does: a bench must not measure the derivation.
    const key =
      keys.get(purpose) ??
      createSecretKey(Buffer.from(hkdfSync('sha256', seed, 'lockstep-test', purpose, 32)))
    keys.set(purpose, key)
    return key
  }
  return {
    get isOpen() {
      return isOpen
    },
    seal: (plaintext, aad) => sealText(plaintext, { key: keyFor('seal'), aad }),
    open: (sealed, aad) => openSealedText(sealed, { key: keyFor('seal'), aad }),
    hmac: (purpose, text) =>
      createHmac('sha256', keyFor(`hmac/${purpose}`))
        .update(text)
        .digest('hex'),
    lock() {
      isOpen = false
    },
    unlock() {
      isOpen = true
    },
  }
}
