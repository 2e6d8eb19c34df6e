import { beforeEach, describe, expect, it } from 'vitest'
import type { Simulator } from '../../../src-main/simulator/simulator.ts'
import { openClientScene } from './clientScene.ts'
import { siteOf } from './siteOfLocks.ts'
import {
  context,
  createTestProvider,
  memorySecretStore,
  simulatedSecrets,
  type TestProvider,
  vendorPinId,
} from './testProvider.ts'

let simulator: Simulator
let client: TestProvider

beforeEach(async () => {
  const scene = await openClientScene({
    site: siteOf([{ codes: [{ keyboardPwdId: 77, keyboardPwd: '482915' }] }]),
  })
  simulator = scene.simulator
  client = scene.client
  return scene.close
})
const deleteIt = () =>
  client.provider.deleteCode({ externalId: '101', vendorPinId: vendorPinId('77'), route: 'gateway' }, context)

describe('signing in', () => {
  it('with many calls at once, happens once for all', async () => {
    await Promise.all(Array.from({ length: 10 }, () => client.provider.listDevices(context)))

    expect(client.actions().filter((action) => action === 'TOKEN')).toHaveLength(1)
    expect(client.actions().filter((action) => action === 'DEVICE_LIST')).toHaveLength(10)
  })

  it('with a stored sign-in that is good, asks for none', async () => {
    await client.provider.listDevices(context)
    const second = createTestProvider(simulator.url, { store: client.store })
    await second.provider.listDevices(context)

    expect(second.actions()).toEqual(['DEVICE_LIST'])
    await second.provider.close()
  })

  it('with a stored sign-in about to end, refreshes it and keeps the new refresh token', async () => {
    await client.provider.listDevices(context)
    const before = client.store.token
    client.store.token = before && { ...before, expiresAtMs: Date.now() + 60_000 }
    await client.provider.listDevices(context)

    expect(client.actions().slice(2)).toEqual(['TOKEN_REFRESH', 'DEVICE_LIST'])
    expect(client.store.token?.refreshToken).not.toBe(before?.refreshToken)
  })

  it('with a refresh token that is dead, falls back to the password', async () => {
    await client.provider.listDevices(context)
    simulator.control.revokeTokens({ refresh: true })
    const result = await client.provider.listDevices(context)

    expect(result.ok).toBe(true)
    expect(client.actions().slice(2)).toEqual(['DEVICE_LIST', 'TOKEN_REFRESH', 'TOKEN', 'DEVICE_LIST'])
  })

  it('with refresh and password refused, asks a person, and the provider only once', async () => {
    await client.provider.listDevices(context)
    simulator.control.revokeTokens({ refresh: true })
    client.store.secrets = { ...simulatedSecrets, passwordMd5: '0'.repeat(32) }
    const first = await client.provider.listDevices(context)
    const callsBefore = client.entries.length
    const second = await client.provider.listDevices(context)

    expect(first).toMatchObject({
      ok: false,
      error: { kind: 'stop_the_account', cause: 'not_signed_in', errcode: 10007 },
    })
    expect(second).toMatchObject({
      ok: false,
      error: { cause: 'not_signed_in', retryAfterMs: expect.any(Number) },
    })
    expect(client.actions().slice(callsBefore)).toEqual(['DEVICE_LIST'])
  })

  it('with the password corrected, tries it at once', async () => {
    client.store.secrets = { ...simulatedSecrets, passwordMd5: '0'.repeat(32) }
    await client.provider.listDevices(context)
    client.store.secrets = simulatedSecrets

    await expect(client.provider.listDevices(context)).resolves.toMatchObject({ ok: true })
  })

  it('with the password corrected while the wrong one is being refused, tells nobody of the wrong one', async () => {
    client.store.secrets = { ...simulatedSecrets, passwordMd5: '0'.repeat(32) }
    const begun = [client.provider.listDevices(context)]
    client.store.secrets = simulatedSecrets
    begun.push(client.provider.listDevices(context))
    const answers = await Promise.all(begun)

    expect(answers.map(({ ok }) => ok)).toEqual([true, true])
    expect(client.actions().filter((action) => action === 'TOKEN')).toHaveLength(2)
  })

  it('with the network gone, keeps the sign-in and asks nobody', async () => {
    await client.provider.listDevices(context)
    const before = client.store.token
    client.store.token = before && { ...before, expiresAtMs: 0 }
    await simulator.control.setService({ up: false })
    const fresh = createTestProvider(simulator.url, { store: client.store })
    const result = await fresh.provider.listDevices(context)

    expect(result).toMatchObject({ ok: false, error: { kind: 'unreachable', cause: 'no_network' } })
    expect(fresh.actions()).toEqual(['TOKEN_REFRESH'])
    expect(client.store.token?.refreshToken).toBe(before?.refreshToken)
    await fresh.provider.close()
  })

  it('with the vault locked, sends nothing', async () => {
    const store = memorySecretStore()
    store.readSecrets = () => {
      throw new Error('locked')
    }
    const locked = createTestProvider(simulator.url, { store })

    await expect(locked.provider.listDevices(context)).resolves.toMatchObject({
      ok: false,
      error: { kind: 'stop_the_account', cause: 'not_signed_in' },
    })
    await expect(locked.provider.monthRequestCount(context)).resolves.toMatchObject({ ok: false })
    expect(locked.entries).toEqual([])
    await locked.provider.close()
  })

  it('with the vault locked while a sign-in is being refused, says that it was refused', async () => {
    const store = memorySecretStore({ ...simulatedSecrets, passwordMd5: '0'.repeat(32) })
    const own = createTestProvider(simulator.url, { store })
    const asked = own.provider.listDevices(context)
    store.readSecrets = () => {
      throw new Error('locked')
    }

    await expect(asked).resolves.toMatchObject({
      ok: false,
      error: { kind: 'stop_the_account', cause: 'not_signed_in', errcode: 10007 },
    })
    await own.provider.close()
  })

  it('with a caller who gives up, goes on for those who wait', async () => {
    simulator.control.addFault({ kind: 'slow', path: '/oauth2/token', delayMs: 60_000 })
    const impatience = new AbortController()
    const impatient = client.provider.listDevices({ ...context, signal: impatience.signal })
    const patient = client.provider.listDevices(context)
    await expect.poll(() => simulator.control.journal({ path: '/oauth2/token' })).toHaveLength(1)
    impatience.abort()
    simulator.control.clearFaults()

    await expect(impatient).resolves.toMatchObject({ ok: false })
    await expect(patient).resolves.toMatchObject({ ok: true })
  })

  it.each(['new', 'same', 'ends-first'] as const)(
    'with a second client and second logins answered by %s, both go on',
    async (secondLogin) => {
      simulator.control.setSwitches({ secondLogin })
      const second = createTestProvider(simulator.url)
      for (let round = 0; round < 3; round += 1) {
        for (const each of [client, second]) {
          await expect(each.provider.listDevices(context)).resolves.toMatchObject({ ok: true })
        }
      }
      await second.provider.close()
    },
  )
})

describe('a sign-in that is renewed', () => {
  it.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])(
    'with new refresh tokens %s and the old token ended at once %s, goes on for all calls under way',
    async (refreshRotates, refreshEndsOldToken) => {
      simulator.control.setSwitches({ refreshRotates, refreshEndsOldToken })
      await client.provider.listDevices(context)
      for (let round = 0; round < 3; round += 1) {
        simulator.control.addFault({ kind: 'slow', path: '/v3/lock/listKeyboardPwd', delayMs: 30 })
        const underWay = client.provider.listCodes('101', context)
        const { token } = client.store
        client.store.token = token && { ...token, expiresAtMs: 0 }
        const others = Array.from({ length: 5 }, () => client.provider.listDevices(context))

        expect((await underWay).error).toBeNull()
        for (const other of others) expect(await other).toMatchObject({ ok: true })
      }
      expect(client.actions().filter((action) => action === 'TOKEN')).toHaveLength(1)
    },
  )
})

describe('a token that dies under way', () => {
  it('at a read, is renewed and the read asked once more', async () => {
    await client.provider.listDevices(context)
    simulator.control.revokeTokens()
    const { error } = await client.provider.listCodes('101', context)

    expect(error).toBeNull()
    expect(client.actions().slice(2)).toEqual(['PASSCODE_LIST', 'TOKEN_REFRESH', 'PASSCODE_LIST'])
  })

  it('at a write, is renewed but the write is left to the caller', async () => {
    await client.provider.listDevices(context)
    simulator.control.revokeTokens()
    const first = await deleteIt()
    const second = await deleteIt()

    expect(first).toMatchObject({
      ok: false,
      error: { kind: 'busy', cause: 'not_signed_in', errcode: 10004 },
    })
    expect(second).toEqual({ ok: true, value: null })
    expect(client.actions().slice(2)).toEqual(['PASSCODE_DELETE', 'TOKEN_REFRESH', 'PASSCODE_DELETE'])
  })

  it('at many reads, is renewed once for all', async () => {
    await client.provider.listDevices(context)
    simulator.control.revokeTokens()
    const results = await Promise.all(Array.from({ length: 10 }, () => client.provider.listDevices(context)))

    expect(results.every((result) => result.ok)).toBe(true)
    expect(client.actions().filter((action) => action === 'TOKEN_REFRESH')).toHaveLength(1)
  })
})

describe('what goes over the wire', () => {
  it('is always a form, with no token and no PIN in a URL', async () => {
    await client.provider.listCodes('101', context)
    await deleteIt()

    const entries = simulator.control.journal()
    expect(entries.map((entry) => entry.method)).toEqual(['POST', 'POST', 'POST'])
    expect(entries.map((entry) => entry.path)).toEqual([
      '/oauth2/token',
      '/v3/lock/listKeyboardPwd',
      '/v3/keyboardPwd/delete',
    ])
    expect(client.entries.map((entry) => JSON.stringify(entry.request))).toEqual(
      expect.not.arrayContaining([expect.stringContaining('?')]),
    )
  })
})
