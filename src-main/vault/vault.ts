import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import type { Keyring } from '../ports/keyring.ts'
import { type Vault, VaultLockedError } from '../ports/vault.ts'
import {
  checkOf,
  DATA_KEY_BYTES,
  derivePurposeKey,
  unwrapWithPasscode,
  unwrapWithRecoveryKey,
  wrapWithPasscode,
  wrapWithRecoveryKey,
} from './keyWrapping.ts'
import { formatRecoveryKey, parseRecoveryKey, RECOVERY_KEY_BYTES } from './recoveryKey.ts'
import { openSealedText, sealText } from './sealedText.ts'
import { readVaultFile, type VaultFile, writeVaultFile } from './vaultFile.ts'

export interface OperatorPasscode {
  readonly operatorId: number
  readonly passcode: string
}

export type VaultOpening =
  | { readonly kind: 'opened' }
  /** The secret does not open it. `mistyped` only for a recovery key whose checksum is wrong. */
  | { readonly kind: 'refused'; readonly reason: 'wrong' | 'mistyped' }
  /** There is no such way in: no keyring here, or the key was never wrapped with this operator's passcode. */
  | { readonly kind: 'not_available' }

/** The vault with its doors: what the session uses. Everybody else sees `Vault`. */
export interface ProfileVault extends Vault {
  openWithKeyring(): Promise<VaultOpening>
  openWithPasscode(operatorId: number, passcode: string): Promise<VaultOpening>
  openWithRecoveryKey(text: string): Promise<VaultOpening>
  /** Lets the operator's passcode open it from now on. Does nothing where the keyring does that. Needs it open. */
  addOperatorPasscode(operatorId: number, passcode: string): Promise<void>
  removeOperatorPasscode(operatorId: number): Promise<void>
  /** Makes a new recovery key, shown once; the old one stops working. Needs it open. */
  renewRecoveryKey(): Promise<string>
  /** True where the keyring opens it without a person. */
  readonly isKeptByKeyring: boolean
  /** Forgets the data key. */
  lock(): void
}

export type VaultLoading =
  | { readonly kind: 'found'; readonly vault: ProfileVault }
  | { readonly kind: 'missing' }
  | { readonly kind: 'damaged' }

/** Makes the vault's file, which must not exist yet; the vault is open. The recovery key is told this once. */
export async function createVault(
  file: string,
  keyring: Keyring,
  first: OperatorPasscode,
): Promise<{ readonly vault: ProfileVault; readonly recoveryKey: string }> {
  const existing = await readVaultFile(file)
  if (existing.kind !== 'missing') throw new Error('a vault exists already')
  const dataKey = randomBytes(DATA_KEY_BYTES)
  const vaultId = randomBytes(16).toString('hex')
  const recovery = randomBytes(RECOVERY_KEY_BYTES)
  const base: VaultFile = {
    format: 'lockstep-vault',
    version: 1,
    vaultId,
    keyCheck: checkOf(dataKey, vaultId),
    keyring: null,
    passcodes: [],
    recovery: wrapWithRecoveryKey(dataKey, recovery, { vaultId, way: 'recovery' }),
  }
  const kept = await wrapForKeyring(keyring, dataKey)
  const content =
    kept === null
      ? { ...base, passcodes: [await wrapForOperator(dataKey, vaultId, first)] }
      : { ...base, keyring: kept }
  await writeVaultFile(file, content)
  return { vault: buildVault({ file, keyring, content, dataKey }), recoveryKey: formatRecoveryKey(recovery) }
}

/** Reads the vault's file; the vault is locked. */
export async function loadVault(file: string, keyring: Keyring): Promise<VaultLoading> {
  const reading = await readVaultFile(file)
  if (reading.kind !== 'found') return reading
  return { kind: 'found', vault: buildVault({ file, keyring, content: reading.content, dataKey: null }) }
}

interface VaultParts {
  readonly file: string
  readonly keyring: Keyring
  readonly content: VaultFile
  readonly dataKey: Buffer | null
}

function buildVault({ file, keyring, ...start }: VaultParts): ProfileVault {
  let content = start.content
  let dataKey = start.dataKey
  let purposeKeys = new Map<string, KeyObject>()
  let lastSave: Promise<void> = Promise.resolve()
  const { vaultId } = content

  function openKey(): Buffer {
    if (dataKey === null) throw new VaultLockedError()
    return dataKey
  }

  /** Prepared once: with the bare bytes, to hash or to open a PIN takes four times as long. */
  function keyFor(purpose: string): KeyObject {
    const known = purposeKeys.get(purpose)
    if (known !== undefined) return known
    const bytes = derivePurposeKey(openKey(), purpose)
    const key = createSecretKey(bytes)
    bytes.fill(0)
    purposeKeys.set(purpose, key)
    return key
  }

  /** One after the other: two changes at once would each write the other's away. */
  function update(change: (current: VaultFile) => VaultFile): Promise<void> {
    const saved = lastSave.then(async () => {
      const next = change(content)
      await writeVaultFile(file, next)
      content = next
    })
    // The caller gets the failure; the next change must not inherit it.
    lastSave = saved.catch(() => undefined)
    return saved
  }

  function accept(key: Buffer | null): VaultOpening {
    if (key === null || checkOf(key, vaultId) !== content.keyCheck)
      return { kind: 'refused', reason: 'wrong' }
    dataKey = key
    return { kind: 'opened' }
  }

  /** A keyring that appeared, or asks for it, takes the key over; passcodes, which can be guessed at, then go. */
  async function moveToKeyring(): Promise<void> {
    const kept = await wrapForKeyring(keyring, openKey())
    if (kept !== null) await update((current) => ({ ...current, keyring: kept, passcodes: [] }))
  }

  return {
    get isOpen() {
      return dataKey !== null
    },
    get isKeptByKeyring() {
      return content.keyring !== null
    },
    async openWithKeyring() {
      if (content.keyring === null || !(await keyring.isAvailable())) return { kind: 'not_available' }
      const reading = await keyring.reveal(content.keyring.wrapped)
      if (reading.kind === 'failed') return { kind: 'refused', reason: 'wrong' }
      const opening = accept(Buffer.from(reading.secret, 'base64url'))
      if (opening.kind === 'opened' && reading.shouldProtectAgain) await moveToKeyring()
      return opening
    },
    async openWithPasscode(operatorId, passcode) {
      const wrapping = content.passcodes.find((entry) => entry.operatorId === operatorId)
      if (wrapping === undefined) return { kind: 'not_available' }
      const place = { vaultId, way: `passcode:${operatorId}` } as const
      const opening = accept(await unwrapWithPasscode(wrapping, passcode, place))
      if (opening.kind === 'opened') await moveToKeyring()
      return opening
    },
    async openWithRecoveryKey(text) {
      const recoveryKey = parseRecoveryKey(text)
      if (recoveryKey === null) return { kind: 'refused', reason: 'mistyped' }
      const opening = accept(
        unwrapWithRecoveryKey(content.recovery, recoveryKey, { vaultId, way: 'recovery' }),
      )
      if (opening.kind === 'opened') await moveToKeyring()
      return opening
    },
    async addOperatorPasscode(operatorId, passcode) {
      const key = openKey()
      if (content.keyring !== null && (await keyring.isAvailable())) return
      const entry = await wrapForOperator(key, vaultId, { operatorId, passcode })
      await update((current) => ({ ...current, passcodes: [...without(current, operatorId), entry] }))
    },
    async removeOperatorPasscode(operatorId) {
      await update((current) => ({ ...current, passcodes: without(current, operatorId) }))
    },
    async renewRecoveryKey() {
      const recoveryKey = randomBytes(RECOVERY_KEY_BYTES)
      const recovery = wrapWithRecoveryKey(openKey(), recoveryKey, { vaultId, way: 'recovery' })
      await update((current) => ({ ...current, recovery }))
      return formatRecoveryKey(recoveryKey)
    },
    lock() {
      dataKey?.fill(0)
      // Their bytes are outside the heap and are cleared when the objects are collected.
      purposeKeys = new Map()
      dataKey = null
    },
    seal: (plaintext, aad) => sealText(plaintext, { key: keyFor('seal'), aad }),
    open: (sealed, aad) => openSealedText(sealed, { key: keyFor('seal'), aad }),
    hmac: (purpose, text) =>
      createHmac('sha256', keyFor(`hmac/${purpose}`))
        .update(text, 'utf8')
        .digest('hex'),
  }
}

function without(content: VaultFile, operatorId: number): VaultFile['passcodes'] {
  return content.passcodes.filter((entry) => entry.operatorId !== operatorId)
}

async function wrapForOperator(
  dataKey: Uint8Array,
  vaultId: string,
  { operatorId, passcode }: OperatorPasscode,
): Promise<VaultFile['passcodes'][number]> {
  const wrapping = await wrapWithPasscode(dataKey, passcode, { vaultId, way: `passcode:${operatorId}` })
  return { operatorId, ...wrapping }
}

/** Null where there is no keyring, or where it does not give back what it was given. */
async function wrapForKeyring(keyring: Keyring, dataKey: Uint8Array): Promise<VaultFile['keyring']> {
  if (!(await keyring.isAvailable())) return null
  const secret = Buffer.from(dataKey).toString('base64url')
  const wrapped = await keyring.protect(secret)
  const back = await keyring.reveal(wrapped)
  return back.kind === 'ok' && back.secret === secret ? { backend: keyring.backend(), wrapped } : null
}
