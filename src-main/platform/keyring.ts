import type { SafeStorage } from 'electron'
import type { Keyring } from '../ports/keyring.ts'

/** Electron 33 has only the synchronous calls; newer ones prefer the asynchronous. Both are used by feature. */
type AnySafeStorage = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'encryptString' | 'decryptString' | 'getSelectedStorageBackend'
> &
  Partial<Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'>>

/** On Linux these mean a fixed password known to everybody, or that nothing is known. */
const UNPROTECTED_BACKENDS: ReadonlySet<string> = new Set(['basic_text', 'unknown'])

export function createKeyring(safeStorage: AnySafeStorage, platform: NodeJS.Platform): Keyring {
  function backend(): string {
    if (platform === 'darwin') return 'keychain'
    if (platform === 'win32') return 'dpapi'
    const selected = safeStorage.getSelectedStorageBackend()
    return UNPROTECTED_BACKENDS.has(selected) ? 'none' : selected
  }

  async function isAvailable(): Promise<boolean> {
    if (backend() === 'none') return false
    if (safeStorage.isAsyncEncryptionAvailable !== undefined) return safeStorage.isAsyncEncryptionAvailable()
    return safeStorage.isEncryptionAvailable()
  }

  return {
    backend,
    isAvailable,
    async protect(secret) {
      if (!(await isAvailable())) throw new Error('keyring is not available')
      const encrypted =
        safeStorage.encryptStringAsync === undefined
          ? safeStorage.encryptString(secret)
          : await safeStorage.encryptStringAsync(secret)
      return encrypted.toString('base64')
    },
    async reveal(protectedText) {
      if (!(await isAvailable())) return { kind: 'failed' }
      const encrypted = Buffer.from(protectedText, 'base64')
      try {
        if (safeStorage.decryptStringAsync === undefined) {
          return { kind: 'ok', secret: safeStorage.decryptString(encrypted), shouldProtectAgain: false }
        }
        const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(encrypted)
        return { kind: 'ok', secret: result, shouldProtectAgain: shouldReEncrypt }
      } catch {
        // Chromium says no more than "decryption failed"; the caller goes on to the passcode or the recovery key.
        return { kind: 'failed' }
      }
    },
  }
}
