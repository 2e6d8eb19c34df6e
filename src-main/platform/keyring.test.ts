import { describe, expect, it } from 'vitest'
import { createKeyring } from './keyring.ts'

/** Electron 33: synchronous calls only. */
function oldSafeStorage(backend: 'gnome_libsecret' | 'basic_text' | 'unknown', isEncryptionAvailable = true) {
  return {
    isEncryptionAvailable: () => isEncryptionAvailable,
    getSelectedStorageBackend: () => backend,
    encryptString: (text: string) => Buffer.from(`old:${text}`),
    decryptString: (bytes: Buffer) => {
      const text = bytes.toString()
      if (!text.startsWith('old:')) throw new Error('cannot decrypt')
      return text.slice(4)
    },
  }
}

/** Newer ones: asynchronous calls beside the old. */
function newSafeStorage(shouldReEncrypt: boolean) {
  return {
    ...oldSafeStorage('gnome_libsecret'),
    isAsyncEncryptionAvailable: async () => true,
    encryptStringAsync: async (text: string) => Buffer.from(`new:${text}`),
    decryptStringAsync: async (bytes: Buffer) => ({ result: bytes.toString().slice(4), shouldReEncrypt }),
  }
}

describe('keyring (checklist 19)', () => {
  it('gives back what it protected, with the old calls', async () => {
    const keyring = createKeyring(oldSafeStorage('gnome_libsecret'), 'linux')
    const kept = await keyring.protect('data key')
    expect(kept).not.toContain('data key')
    expect(await keyring.reveal(kept)).toEqual({ kind: 'ok', secret: 'data key', shouldProtectAgain: false })
  })

  it('prefers the new calls and passes on that the secret should be protected again', async () => {
    const keyring = createKeyring(newSafeStorage(true), 'linux')
    const kept = await keyring.protect('data key')
    expect(Buffer.from(kept, 'base64').toString()).toBe('new:data key')
    expect(await keyring.reveal(kept)).toEqual({ kind: 'ok', secret: 'data key', shouldProtectAgain: true })
  })

  it.each(['basic_text', 'unknown'] as const)(
    'counts the Linux backend %s as no keyring',
    async (backend) => {
      const keyring = createKeyring(oldSafeStorage(backend), 'linux')
      expect(keyring.backend()).toBe('none')
      expect(await keyring.isAvailable()).toBe(false)
      await expect(keyring.protect('data key')).rejects.toThrow('keyring is not available')
      const kept = Buffer.from('old:data key').toString('base64')
      expect(await keyring.reveal(kept)).toEqual({ kind: 'failed' })
    },
  )

  it('is not available where the system says that encryption is not', async () => {
    expect(await createKeyring(oldSafeStorage('unknown', false), 'win32').isAvailable()).toBe(false)
  })

  it('does not ask for a Linux backend elsewhere', () => {
    expect(createKeyring(oldSafeStorage('unknown'), 'win32').backend()).toBe('dpapi')
    expect(createKeyring(oldSafeStorage('unknown'), 'darwin').backend()).toBe('keychain')
  })

  it('says that it failed when another keyring protected the secret', async () => {
    const keyring = createKeyring(oldSafeStorage('gnome_libsecret'), 'linux')
    expect(await keyring.reveal(Buffer.from('foreign').toString('base64'))).toEqual({ kind: 'failed' })
  })
})
