import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { VaultLockedError } from '../../../src-main/ports/vault.ts'
import { createVault, loadVault, type ProfileVault } from '../../../src-main/vault/vault.ts'
import { createFakeKeyring, type FakeKeyring } from '../../support/fakeKeyring.ts'

const OPERATOR = { operatorId: 1, passcode: 'first passcode' }
const AAD = 'credential:6:pin'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockstep-vault-'))
  file = join(folder, 'vault.json')
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function reload(keyring: FakeKeyring): Promise<ProfileVault> {
  const loading = await loadVault(file, keyring)
  if (loading.kind !== 'found') throw new Error(`expected a vault, found it ${loading.kind}`)
  return loading.vault
}

describe('vault with a keyring (checklist 19)', () => {
  it('opens at the next start without a person', async () => {
    const keyring = createFakeKeyring(true)
    const { vault } = await createVault(file, keyring, OPERATOR)
    const sealed = vault.seal('471100', AAD)
    const next = await reload(keyring)
    expect(next.isOpen).toBe(false)
    expect(await next.openWithKeyring()).toEqual({ kind: 'opened' })
    expect(next.open(sealed, AAD)).toBe('471100')
  })

  it('keeps no wrapping that a passcode could be guessed against', async () => {
    const keyring = createFakeKeyring(true)
    const { vault } = await createVault(file, keyring, OPERATOR)
    await vault.addOperatorPasscode(2, 'second passcode')
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ passcodes: [] })
  })

  it('that was reset is refused, and the recovery key puts a new wrapping in', async () => {
    const keyring = createFakeKeyring(true)
    const { vault, recoveryKey } = await createVault(file, keyring, OPERATOR)
    const sealed = vault.seal('471100', AAD)
    keyring.reset()
    const next = await reload(keyring)
    expect(await next.openWithKeyring()).toEqual({ kind: 'refused', reason: 'wrong' })
    expect(await next.openWithRecoveryKey(recoveryKey)).toEqual({ kind: 'opened' })
    expect(next.open(sealed, AAD)).toBe('471100')
    expect(await (await reload(keyring)).openWithKeyring()).toEqual({ kind: 'opened' })
  })

  it('that asks for it is given the key again', async () => {
    const keyring = createFakeKeyring(true)
    await createVault(file, keyring, OPERATOR)
    const before = JSON.parse(await readFile(file, 'utf8'))
    keyring.rotate()
    await (await reload(keyring)).openWithKeyring()
    const after = JSON.parse(await readFile(file, 'utf8'))
    expect(after.keyring.wrapped).not.toBe(before.keyring.wrapped)
  })

  it('that hands out the key of another vault is refused', async () => {
    const keyring = createFakeKeyring(true)
    await createVault(join(folder, 'other.json'), keyring, OPERATOR)
    await createVault(file, keyring, OPERATOR)
    const other = JSON.parse(await readFile(join(folder, 'other.json'), 'utf8'))
    const own = JSON.parse(await readFile(file, 'utf8'))
    await writeFile(file, JSON.stringify({ ...own, keyring: other.keyring }))
    expect(await (await reload(keyring)).openWithKeyring()).toEqual({ kind: 'refused', reason: 'wrong' })
  })
})

describe('vault without a keyring (checklist 19)', () => {
  it('opens with the passcode of the operator who made it and with no other', async () => {
    const keyring = createFakeKeyring(false)
    const { vault } = await createVault(file, keyring, OPERATOR)
    const sealed = vault.seal('471100', AAD)
    const next = await reload(keyring)
    expect(await next.openWithKeyring()).toEqual({ kind: 'not_available' })
    expect(await next.openWithPasscode(1, 'wrong passcode')).toEqual({ kind: 'refused', reason: 'wrong' })
    expect(await next.openWithPasscode(2, OPERATOR.passcode)).toEqual({ kind: 'not_available' })
    expect(await next.openWithPasscode(1, OPERATOR.passcode)).toEqual({ kind: 'opened' })
    expect(next.open(sealed, AAD)).toBe('471100')
  })

  it('opens with the passcode of an operator who was added, and not after the removal', async () => {
    const keyring = createFakeKeyring(false)
    const { vault } = await createVault(file, keyring, OPERATOR)
    await Promise.all([vault.addOperatorPasscode(2, 'second'), vault.addOperatorPasscode(3, 'third!')])
    expect(await (await reload(keyring)).openWithPasscode(2, 'second')).toEqual({ kind: 'opened' })
    expect(await (await reload(keyring)).openWithPasscode(3, 'third!')).toEqual({ kind: 'opened' })
    await vault.removeOperatorPasscode(2)
    expect(await (await reload(keyring)).openWithPasscode(2, 'second')).toEqual({ kind: 'not_available' })
  })

  it('forgets the old passcode of an operator who changed it', async () => {
    const keyring = createFakeKeyring(false)
    const { vault } = await createVault(file, keyring, OPERATOR)
    await vault.addOperatorPasscode(1, 'new passcode')
    const next = await reload(keyring)
    expect(await next.openWithPasscode(1, OPERATOR.passcode)).toEqual({ kind: 'refused', reason: 'wrong' })
    expect(await next.openWithPasscode(1, 'new passcode')).toEqual({ kind: 'opened' })
  })

  it("does not take one operator's wrapping for another's", async () => {
    const keyring = createFakeKeyring(false)
    await createVault(file, keyring, OPERATOR)
    const content = JSON.parse(await readFile(file, 'utf8'))
    content.passcodes[0].operatorId = 2
    await writeFile(file, JSON.stringify(content))
    expect(await (await reload(keyring)).openWithPasscode(2, OPERATOR.passcode)).toEqual({
      kind: 'refused',
      reason: 'wrong',
    })
  })

  it('moves to a keyring that appears, and back to passcodes when it is gone for good', async () => {
    const keyring = createFakeKeyring(false)
    const { vault, recoveryKey } = await createVault(file, keyring, OPERATOR)
    const sealed = vault.seal('471100', AAD)
    keyring.setAvailable(true)
    await (await reload(keyring)).openWithPasscode(1, OPERATOR.passcode)
    expect(await (await reload(keyring)).openWithKeyring()).toEqual({ kind: 'opened' })
    keyring.setAvailable(false)
    const stranded = await reload(keyring)
    expect(await stranded.openWithPasscode(1, OPERATOR.passcode)).toEqual({ kind: 'not_available' })
    await stranded.openWithRecoveryKey(recoveryKey)
    await stranded.addOperatorPasscode(1, 'after recovery')
    const next = await reload(keyring)
    expect(await next.openWithPasscode(1, 'after recovery')).toEqual({ kind: 'opened' })
    expect(next.open(sealed, AAD)).toBe('471100')
  })
})

describe('recovery key of a vault', () => {
  it('tells a mistyped one from a wrong one', async () => {
    const keyring = createFakeKeyring(false)
    await createVault(file, keyring, OPERATOR)
    const other = await createVault(join(folder, 'other.json'), keyring, OPERATOR)
    const vault = await reload(keyring)
    expect(await vault.openWithRecoveryKey('1234')).toEqual({ kind: 'refused', reason: 'mistyped' })
    expect(await vault.openWithRecoveryKey(other.recoveryKey)).toEqual({ kind: 'refused', reason: 'wrong' })
    expect(vault.isOpen).toBe(false)
  })

  it('stops working when it was renewed', async () => {
    const keyring = createFakeKeyring(false)
    const { vault, recoveryKey } = await createVault(file, keyring, OPERATOR)
    const renewed = await vault.renewRecoveryKey()
    const next = await reload(keyring)
    expect(await next.openWithRecoveryKey(recoveryKey)).toEqual({ kind: 'refused', reason: 'wrong' })
    expect(await next.openWithRecoveryKey(renewed)).toEqual({ kind: 'opened' })
  })
})

describe('vault in use', () => {
  it('that was locked seals, opens and hashes nothing', async () => {
    const { vault } = await createVault(file, createFakeKeyring(true), OPERATOR)
    const sealed = vault.seal('471100', AAD)
    vault.lock()
    expect(vault.isOpen).toBe(false)
    expect(() => vault.seal('471100', AAD)).toThrow(VaultLockedError)
    expect(() => vault.open(sealed, AAD)).toThrow(VaultLockedError)
    expect(() => vault.hmac('pin', '471100')).toThrow(VaultLockedError)
    await expect(vault.addOperatorPasscode(1, 'passcode')).rejects.toThrow(VaultLockedError)
  })

  it('hashes the same text alike within a purpose and differently between purposes and vaults', async () => {
    const keyring = createFakeKeyring(true)
    const { vault } = await createVault(file, keyring, OPERATOR)
    const other = await createVault(join(folder, 'other.json'), keyring, OPERATOR)
    expect(vault.hmac('pin', '471100')).toMatch(/^[0-9a-f]{64}$/)
    expect(vault.hmac('pin', '471100')).toBe(vault.hmac('pin', '471100'))
    expect(vault.hmac('fingerprint', '471100')).not.toBe(vault.hmac('pin', '471100'))
    expect(other.vault.hmac('pin', '471100')).not.toBe(vault.hmac('pin', '471100'))
  })
})

describe('vault file (checklist 20)', () => {
  it('is for its owner alone, holds no secret and leaves no other file behind', async () => {
    const { vault, recoveryKey } = await createVault(file, createFakeKeyring(false), OPERATOR)
    await vault.addOperatorPasscode(2, 'second passcode')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const text = await readFile(file, 'utf8')
    for (const secret of [recoveryKey, OPERATOR.passcode, 'second passcode'])
      expect(text).not.toContain(secret)
    expect(await readdir(folder)).toEqual(['vault.json'])
  })

  it('that exists is never overwritten by a new vault', async () => {
    const keyring = createFakeKeyring(true)
    await createVault(file, keyring, OPERATOR)
    await expect(createVault(file, keyring, OPERATOR)).rejects.toThrow('a vault exists already')
  })

  it('that is not there is missing, one that cannot be read is damaged', async () => {
    const keyring = createFakeKeyring(true)
    expect(await loadVault(file, keyring)).toEqual({ kind: 'missing' })
    await writeFile(file, '{"format":"lockstep-vault"')
    expect(await loadVault(file, keyring)).toEqual({ kind: 'damaged' })
    await expect(createVault(file, keyring, OPERATOR)).rejects.toThrow('a vault exists already')
  })
})
