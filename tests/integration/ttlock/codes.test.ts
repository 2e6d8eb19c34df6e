import { beforeEach, describe, expect, it } from 'vitest'
import { PERMANENT } from '../../../src-main/domain/code/codeWindow.ts'
import type { ProviderResult } from '../../../src-main/domain/providerError/providerError.ts'
import type { GenerateCode } from '../../../src-main/ports/lockProvider.ts'
import type { Simulator } from '../../../src-main/simulator/simulator.ts'
import { defaultAccount } from '../../../src-main/simulator/site.ts'
import { openClientScene } from './clientScene.ts'
import { context, type TestProvider, vendorPinId } from './testProvider.ts'

const lockId = 28_991_110
const pin = '482915'
const sentAt = Date.UTC(2026, 0, 5, 15, 24)
const HOUR_MS = 3_600_000

let simulator: Simulator
let client: TestProvider

beforeEach(async () => {
  const scene = await openClientScene({
    site: {
      accounts: [defaultAccount],
      gateways: [{ gatewayId: 5, gatewayName: 'Lobby' }],
      locks: [
        {
          lockId,
          lockAlias: 'Room 12',
          gateways: [{ gatewayId: 5, rssi: -60 }],
          codes: [
            {
              keyboardPwdId: 50_957_532,
              keyboardPwd: '10041111',
              keyboardPwdName: 'AB U9 C6',
              startDate: Date.UTC(2026, 0, 5),
              endDate: Date.UTC(2099, 0, 5),
              sendDate: sentAt,
            },
          ],
        },
      ],
    },
  })
  simulator = scene.simulator
  client = scene.client
  return scene.close
})

describe('codes of a lock', () => {
  it('are listed with their digits, window and creation time', async () => {
    const { reading } = await client.provider.listCodes(String(lockId), context)

    expect(reading).toMatchObject({
      kind: 'known',
      codes: [
        {
          vendorPinId: '50957532',
          name: 'AB U9 C6',
          pin: '10041111',
          window: { kind: 'period', startMs: Date.UTC(2026, 0, 5), endMs: Date.UTC(2099, 0, 5) },
          isCustom: true,
          status: 'settled',
          createdAtMs: sentAt,
        },
      ],
    })
  })

  it('are added through the gateway into the lock itself', async () => {
    const added = await client.provider.addCode(
      { externalId: String(lockId), pin, name: 'AB U1 C2', window: PERMANENT, route: 'gateway' },
      context,
    )

    expect(added).toMatchObject({ ok: true, value: { vendorPinId: expect.stringMatching(/^\d+$/) } })
    const [lock] = simulator.control.state({ lockId }).locks
    expect(JSON.stringify(lock)).toContain(pin)
    expect(simulator.control.typeAtDoor({ lockId, pin })).toMatchObject({ outcome: 'opened' })
  })

  it('are changed with both dates, so that the change takes effect', async () => {
    const changed = await client.provider.changeCode(
      {
        externalId: String(lockId),
        vendorPinId: vendorPinId('50957532'),
        newPin: pin,
        window: { kind: 'period', startMs: Date.UTC(2026, 0, 6), endMs: Date.UTC(2099, 0, 6) },
        name: 'AB U9 C6',
        route: 'gateway',
      },
      context,
    )

    expect(changed).toEqual({ ok: true, value: null })
    expect(simulator.control.typeAtDoor({ lockId, pin })).toMatchObject({ outcome: 'opened' })
    expect(simulator.control.typeAtDoor({ lockId, pin: '10041111' })).toMatchObject({
      outcome: 'unknown code',
    })
  })

  it('are deleted from the lock, not from the list alone', async () => {
    const deleted = await client.provider.deleteCode(
      { externalId: String(lockId), vendorPinId: vendorPinId('50957532'), route: 'gateway' },
      context,
    )

    expect(deleted).toEqual({ ok: true, value: null })
    expect(simulator.control.typeAtDoor({ lockId, pin: '10041111' })).toMatchObject({
      outcome: 'unknown code',
    })
  })

  it('leave one row for a request, in the seed shape and without secrets', async () => {
    await client.provider.listCodes(String(lockId), context)
    await client.provider.deleteCode(
      { externalId: String(lockId), vendorPinId: vendorPinId('50957532'), route: 'gateway' },
      context,
    )

    expect(client.actions()).toEqual(['TOKEN', 'PASSCODE_LIST', 'PASSCODE_DELETE'])
    expect(client.entries[1]).toMatchObject({
      ok: true,
      lockKey: `TTLOCK:${lockId}`,
      correlationId: context.correlationId,
      externalId: String(lockId),
      httpStatus: 200,
      attempt: 1,
      request: {
        base_host: simulator.url,
        method: 'POST',
        path: '/v3/lock/listKeyboardPwd',
        payload: { accessToken: '***', clientId: defaultAccount.clientId, lockId, pageNo: 1, pageSize: 200 },
        url: `${simulator.url}/v3/lock/listKeyboardPwd`,
      },
      response: {
        list: [{ keyboardPwd: '***1111', keyboardPwdId: 50_957_532, keyboardPwdName: 'AB U9 C6' }],
        total: 1,
      },
    })
    expect(client.entries[2]?.request).toMatchObject({
      payload: { deleteType: 2, keyboardPwdId: 50_957_532 },
    })
    const stored = JSON.stringify(client.entries)
    for (const secret of ['10041111', client.store.token?.accessToken ?? '-', defaultAccount.clientSecret]) {
      expect(stored).not.toContain(secret)
    }
  })
})

describe('a command that could only be refused', () => {
  const externalId = String(lockId)
  const add = { externalId, pin, name: 'AB U1 C2', window: PERMANENT, route: 'gateway' } as const
  const change = { ...add, vendorPinId: vendorPinId('50957532'), newPin: pin }
  const removal = { externalId, vendorPinId: change.vendorPinId, route: 'gateway' } as const
  const ending = (endMs: number) => ({ kind: 'period', startMs: 60_000, endMs }) as const

  it.each<readonly [string, (provider: TestProvider['provider']) => Promise<ProviderResult<unknown>>]>([
    ['adds 3 digits', (provider) => provider.addCode({ ...add, pin: '123' }, context)],
    ['adds 10 digits', (provider) => provider.addCode({ ...add, pin: '1357924680' }, context)],
    ['adds a letter', (provider) => provider.addCode({ ...add, pin: '1357a' }, context)],
    ['adds no time', (provider) => provider.addCode({ ...add, window: ending(60_000) }, context)],
    ['changes to 3 digits', (provider) => provider.changeCode({ ...change, newPin: '123' }, context)],
    ['changes to no time', (provider) => provider.changeCode({ ...change, window: ending(59_999) }, context)],
    ['deletes 3 digits', (provider) => provider.deleteCodeByPin({ ...add, pin: '123' }, context)],
    ['adds to no lock', (provider) => provider.addCode({ ...add, externalId: 'front' }, context)],
    [
      'changes no code',
      (provider) => provider.changeCode({ ...change, vendorPinId: vendorPinId('0') }, context),
    ],
    [
      'deletes no code',
      (provider) => provider.deleteCode({ ...removal, vendorPinId: vendorPinId('x') }, context),
    ],
    ['asks a lock too long', (provider) => provider.readBattery('9007199254740992', context)],
    ['asks no gateway', (provider) => provider.readGateway('', context)],
  ])('because it %s, is not sent', async (_what, send) => {
    expect(await send(client.provider)).toMatchObject({
      ok: false,
      error: { kind: 'fix_the_data', errcode: null },
    })
    expect(simulator.control.journal()).toEqual([])
    expect(client.entries).toEqual([])
  })

  const hour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS
  const inAYear = new Date(hour).setUTCFullYear(new Date(hour).getUTCFullYear() + 1)
  const generated = { externalId, name: 'x', kind: 'period', startMs: hour, endMs: hour + HOUR_MS } as const
  const used = 'A generated code works only when it is used at the lock within'

  it.each<readonly [string, Partial<GenerateCode>, string]>([
    ['from no time', { startMs: Number.NaN }, 'A generated code needs a time from which it works.'],
    ['until no time', { endMs: null }, 'A generated code for a period needs a time at which it ends.'],
    [
      'until Infinity',
      { endMs: Number.POSITIVE_INFINITY },
      'A generated code for a period needs a time at which it ends.',
    ],
    ['for no hour', { endMs: hour }, 'The code would end before it begins.'],
    ['for the past', { startMs: hour - HOUR_MS, endMs: hour }, 'The code would have ended already.'],
    [
      'for a year and a minute',
      { endMs: inAYear + 60_000 },
      'A generated code lasts a year at most, counted in whole hours. Choose an earlier end.',
    ],
    [
      'for once, six hours ago',
      { kind: 'one_time', startMs: hour - 6 * HOUR_MS, endMs: null },
      `${used} 6 hours of its start, and they are over. Choose a later start.`,
    ],
    [
      'for good, from yesterday',
      { kind: 'permanent', startMs: hour - 24 * HOUR_MS, endMs: null },
      `${used} 24 hours of its start, and they are over. Choose a later start.`,
    ],
    [
      'for a month, from yesterday',
      { startMs: hour - 24 * HOUR_MS, endMs: hour + 720 * HOUR_MS },
      `${used} 24 hours of its start, and they are over. Choose a later start.`,
    ],
  ])('because it generates %s, is not sent and says why', async (_what, wrong, sentence) => {
    expect(await client.provider.generateCode({ ...generated, ...wrong }, context)).toMatchObject({
      ok: false,
      error: { kind: 'fix_the_data', errcode: null, sentence },
    })
    expect(client.entries).toEqual([])
  })

  it.each<readonly [string, Partial<GenerateCode>, number]>([
    ['for a year', { endMs: inAYear }, 24],
    ['for once, from this hour', { kind: 'one_time', endMs: null }, 6],
    ['for good, from nearly a day ago', { kind: 'permanent', startMs: hour - 22 * HOUR_MS, endMs: null }, 2],
  ])('yet generates %s, is sent and says until when it is to be used', async (_what, right, hours) => {
    expect(await client.provider.generateCode({ ...generated, ...right }, context)).toMatchObject({
      ok: true,
      value: { firstUseByMs: hour + hours * HOUR_MS },
    })
  })

  it.each(['1357', '135792468'])('is none that adds %s', async (digits) => {
    expect(await client.provider.addCode({ ...add, pin: digits }, context)).toMatchObject({ ok: true })
  })
})
