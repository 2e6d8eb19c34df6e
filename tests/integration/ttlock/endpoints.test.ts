import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ProviderError } from '../../../src-main/domain/providerError/providerError.ts'
import { type Ask, code, NOW_MS, period, READS, WRITES } from './endpointCalls.ts'
import { json, type RawServer, startRawServer } from './rawServer.ts'
import { context, createTestProvider, type TestProvider } from './testProvider.ts'

const TIMEOUTS = { cloudMs: 15_000, gatewayMs: 70_000 }

let server: RawServer
let client: TestProvider
/** What every call below `/v3` is answered with; null drops the connection once the request came. */
let answer: unknown
let status: number
let contentType: string | null

beforeEach(async () => {
  answer = { errcode: 10_000 }
  status = 200
  contentType = 'application/json;charset=UTF-8'
  server = await startRawServer((request, response, incoming) => {
    // The clock of these tests stands still.
    response.sendDate = false
    if (request.path === '/oauth2/token')
      json(response, { access_token: 'an-access-token', expires_in: 7_776_000 })
    else if (answer === null) incoming.socket.destroy()
    else
      response
        .writeHead(status, contentType === null ? {} : { 'content-type': contentType })
        .end(JSON.stringify(answer))
  })
  client = createTestProvider(server.url, {
    clock: { nowMs: () => NOW_MS, monotonicMs: () => performance.now() },
    timeouts: TIMEOUTS,
  })
})
afterEach(async () => {
  await client.provider.close()
  await server.close()
})

/** The requests below `/v3`, and the time each was given. */
async function sentBy(ask: Ask) {
  const timers = vi.spyOn(globalThis, 'setTimeout')
  await ask(client.provider)
  const deadlines = timers.mock.calls.map(([, ms]) => ms)
  timers.mockRestore()
  const requests = server.requests.filter(({ path }) => path !== '/oauth2/token')
  return { requests, isGivenGatewayTime: deadlines.includes(TIMEOUTS.gatewayMs) }
}

describe('a call', () => {
  it('to sign in or to count the month, sends the application, who signs in, and no date', async () => {
    await client.provider.readBattery('101', context)
    answer = { monthRequestCount: 7 }
    await client.provider.monthRequestCount(context)
    const [signIn, , count] = server.requests.map(({ form }) => [...form.keys()])
    const application = ['clientId', 'clientSecret']

    expect([signIn, count]).toEqual([[...application, 'grant_type', 'username', 'password'], application])
  })

  it.each([...READS, ...WRITES])(
    '%s, sends these parameters and no others, in the body alone',
    async (_name, ask, sent) => {
      const [path, params, by] = sent
      const { requests, isGivenGatewayTime } = await sentBy(ask)
      expect(
        requests.map((request) => [request.method, request.path, Object.fromEntries(request.form)]),
      ).toEqual([
        [
          'POST',
          path,
          { clientId: expect.any(String), accessToken: 'an-access-token', date: String(NOW_MS), ...params },
        ],
      ])
      expect(isGivenGatewayTime).toBe(by === 'gateway')
    },
  )

  it.each(WRITES)('%s, whose answer is lost, has an unknown outcome and is sent once', async (_name, ask) => {
    answer = null
    const { requests } = await sentBy(ask)
    expect(requests).toHaveLength(1)
    expect(await ask(client.provider)).toMatchObject({ error: { kind: 'unknown_outcome' } })
  })

  it.each(READS)('%s, whose answer is lost, may be asked again', async (_name, ask) => {
    answer = null
    const result = (await ask(client.provider)) as { readonly error: ProviderError | null }
    expect(result.error?.kind).not.toBe('unknown_outcome')
    expect(result.error?.kind).toMatch(/^(busy|unreachable)$/)
  })

  it('that gives a code other digits, keeps them out of the log when its answer quotes them, or a later one', async () => {
    answer = { errcode: -3007, errmsg: 'The passcode 048215 is there already' }
    await client.provider.changeCode(
      { ...code, newPin: '048215', window: period, name: 'x', route: 'gateway' },
      context,
    )
    await client.provider.listCodes('101', context)
    expect(JSON.stringify(client.entries)).not.toContain('048215')
  })
})

describe('what an answer says of a lock', () => {
  it.each([
    [
      { state: 0, sensorState: 0 },
      { state: 'locked', doorState: 'open' },
    ],
    [
      { state: '1', sensorState: '1' },
      { state: 'unlocked', doorState: 'closed' },
    ],
    [{ state: 2 }, { state: 'unknown', doorState: null }],
    [
      { state: 7, sensorState: 9 },
      { state: 'unknown', doorState: null },
    ],
  ])('%j, is read as %j', async (given, read) => {
    answer = given
    expect(await client.provider.readOpenState('101', context)).toMatchObject({ ok: true, value: read })
  })

  it.each([
    ['110301', '110401', 0, { isOwned: true, canManageCodes: true, isInForce: true }],
    ['110302', '110401', 1, { isOwned: false, canManageCodes: true, isInForce: true }],
    ['110302', '110405', '0', { isOwned: false, canManageCodes: false, isInForce: false }],
  ])(
    'of a key of user type %s, status %s and right %s, is read as %j',
    async (userType, keyStatus, keyRight, read) => {
      const key = { keyId: 9, lockId: 101, userType, keyStatus, keyRight }
      answer = { list: [key], pageNo: 1, pageSize: 200, pages: 1, total: 1 }
      expect(await client.provider.listSharedDevices(context)).toMatchObject({ ok: true, value: [read] })
    },
  )

  it('of the number of a card, is not taken for the digits of a code', async () => {
    const record = { recordId: 1, success: 1, lockDate: 1_500, keyboardPwd: '2184533' }
    const list = [
      { ...record, recordType: 7 },
      { ...record, recordId: 2, recordType: 4 },
    ]
    answer = { list, pageNo: 1, pageSize: 200, pages: 1, total: 2 }
    const records = await client.provider.listRecords('101', { fromMs: 1_000, toMs: 2_000 }, context)
    expect(records).toMatchObject({ ok: true, value: [{ pin: null }, { pin: '2184533' }] })
  })

  it('of the uses of a lock of all kinds, is read whatever stands where others have their digits', async () => {
    const use = { success: '1', lockDate: '1500', serverDate: 1_900, recordTypeFromLock: 17, username: null }
    const list = [
      { ...use, recordId: 1, recordType: 7, keyboardPwd: 2_184_533 },
      { ...use, recordId: 2, recordType: 8, keyboardPwd: 55_340_232_221_128 },
      { ...use, recordId: 3, recordType: 12, keyboardPwd: null },
      { ...use, recordId: 4, recordType: 30, keyboardPwd: '' },
      { ...use, recordId: 5, recordType: 123, subRecordType: 4 },
      { ...use, recordId: 6, recordType: 4, keyboardPwd: '048215' },
      // A number that was a PIN may have lost its zeros: it is none.
      { ...use, recordId: 7, recordType: 4, keyboardPwd: 48_215 },
    ]
    answer = { list, pageNo: 1, pageSize: 200, pages: 1, total: 7 }
    const records = await client.provider.listRecords('101', { fromMs: 1_000, toMs: 2_000 }, context)
    expect(records.ok && records.value.map(({ recordType, pin }) => [recordType, pin])).toEqual([
      [7, null],
      [8, null],
      [12, null],
      [30, null],
      [123, null],
      [4, '048215'],
      [4, null],
    ])
    expect(JSON.stringify(client.entries)).not.toMatch(/2184533|55340232221128|048215|48215/)
  })

  it('of a code for once, ends six hours after its hour began', async () => {
    answer = { keyboardPwd: '04821533', keyboardPwdId: 12 }
    const once = { externalId: '101', name: 'x', kind: 'one_time', startMs: NOW_MS, endMs: null } as const
    const endMs = Date.UTC(2026, 1, 5, 22)
    expect(await client.provider.generateCode(once, context)).toMatchObject({
      ok: true,
      value: { pin: '04821533', startMs: Date.UTC(2026, 1, 5, 16), endMs, firstUseByMs: endMs },
    })
  })

  it('of a code computed by lock and cloud, makes its digits known: later answers that quote them are stored without', async () => {
    answer = { keyboardPwd: '04821533', keyboardPwdId: 12 }
    const generated = {
      externalId: '101',
      name: 'x',
      kind: 'permanent',
      startMs: NOW_MS,
      endMs: null,
    } as const
    await client.provider.generateCode(generated, context)
    answer = { electricQuantity: 64, seen: 'typed 04821533 at 16:29' }
    await client.provider.readBattery('101', context)
    expect(client.entries.at(-1)?.response).toMatchObject({ electricQuantity: 64 })
    expect(JSON.stringify(client.entries)).not.toContain('04821533')
  })

  it('of a code whose name holds its digits, keeps the digits out of the name', async () => {
    const row = { keyboardPwdType: 3, keyboardPwd: '048215', startDate: 60_000, endDate: 120_000 }
    const list = [
      { ...row, keyboardPwdId: 1, keyboardPwdName: 'cleaner 048215' },
      { ...row, keyboardPwdId: 2, keyboardPwd: '9037', keyboardPwdName: 'AB U9 C9037' },
    ]
    answer = { list, pageNo: 1, pageSize: 200, pages: 1, total: 2 }
    const { reading } = await client.provider.listCodes('101', context)
    // A list that does not say whether a code is custom: of these types it can only be.
    expect(reading).toMatchObject({
      codes: [
        { name: 'cleaner ***15', isCustom: true },
        { name: 'AB U9 C9037', isCustom: true },
      ],
    })
  })
})

describe('an answer', () => {
  it.each(['text/plain;charset=utf-8', 'application/json', 'text/json', 'application/vnd.ttlock+json', null])(
    'of type %s, is read',
    async (type) => {
      contentType = type
      answer = { electricQuantity: 64 }
      expect(await client.provider.readBattery('101', context)).toEqual({ ok: true, value: 64 })
    },
  )

  it.each([
    [400, -1003, 'fix_the_data'],
    [500, -1003, 'unreachable'],
  ])('with HTTP status %i that names errcode %i, is %s', async (given, errcode, kind) => {
    status = given
    answer = { errcode, errmsg: '' }
    expect(await client.provider.readBattery('101', context)).toMatchObject({ ok: false, error: { kind } })
  })
})
