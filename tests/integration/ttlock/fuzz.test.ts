import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PERMANENT } from '../../../src-main/domain/code/codeWindow.ts'
import {
  PROVIDER_ERROR_CAUSES,
  PROVIDER_ERROR_KINDS,
} from '../../../src-main/domain/providerError/providerError.ts'
import { KNOWN_ERRCODES } from '../../../src-main/ttlock/errorTable.ts'
import type { TtlockClient } from '../../../src-main/ttlock/provider.ts'
import { type RawServer, startRawServer } from './rawServer.ts'
import {
  context,
  createTestProvider,
  memorySecretStore,
  simulatedSecrets,
  vendorPinId,
} from './testProvider.ts'

const RUNS = 3_000
const pin = '837261945'
const listedPin = '518273649'
const secrets = {
  accessToken: '9f86d081884c7d659a2feaa0c55ad015',
  refreshToken: '60303ae22b998861bce3b28f33eec1be',
  newAccessToken: 'fd61a03af4f77d870fc21e05e7e80678',
  lockKey: '4e07408562bedb8b60ce05c1decfe3ad',
}

/** Stands for the PIN where a provider might quote it: in answers to calls that sent it. */
const QUOTED_PIN = '@pin@'

const target = { externalId: '12', vendorPinId: vendorPinId('5'), route: 'gateway' } as const

interface Outcome {
  readonly ok: boolean
  readonly error?: unknown
}

interface Endpoint {
  readonly isWrite: boolean
  readonly sendsPin?: boolean
  readonly call: (client: TtlockClient) => Promise<Outcome>
  /** A good answer, which the run then spoils. */
  readonly answer: unknown
}

const codeRow = {
  keyboardPwdId: 5,
  lockId: 12,
  keyboardPwd: listedPin,
  keyboardPwdName: 'AB U9 C6',
  keyboardPwdType: 3,
  startDate: 1_770_305_016_424,
  endDate: 1_801_841_076_424,
  sendDate: 1_770_305_080_000,
  isCustom: 1,
  status: 1,
  senderUsername: 'owner@example.com',
}
const lockRow = {
  lockId: 12,
  lockName: 'S31_c401cc',
  lockAlias: 'Room',
  lockMac: 'a4:c1:38:00:00:01',
  electricQuantity: 64,
  featureValue: 'F44354CD5F3',
  hasGateway: 1,
  lockKey: secrets.lockKey,
  noKeyPwd: listedPin,
}
const done = { errcode: 0, errmsg: 'none error message or means yes', description: '表示成功或是' }
const tokenAnswer = {
  access_token: secrets.newAccessToken,
  refresh_token: secrets.refreshToken,
  expires_in: 7_776_000,
}
const pageOf = (row: unknown) => ({ list: [row], pageNo: 1, pageSize: 200, pages: 1, total: 1 })

const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  listCodes: {
    isWrite: false,
    call: async (client) => {
      const { reading, error } = await client.listCodes('12', context)
      return reading.kind === 'known' ? { ok: true } : { ok: false, error }
    },
    answer: pageOf(codeRow),
  },
  listDevices: { isWrite: false, call: (client) => client.listDevices(context), answer: pageOf(lockRow) },
  readDevice: { isWrite: false, call: (client) => client.readDevice('12', context), answer: lockRow },
  listSharedDevices: {
    isWrite: false,
    call: (client) => client.listSharedDevices(context),
    answer: pageOf({ ...lockRow, keyId: 3, userType: '110302', keyStatus: '110401', keyRight: 1 }),
  },
  listGateways: {
    isWrite: false,
    call: (client) => client.listGateways(context),
    answer: pageOf({ gatewayId: 5, gatewayName: 'Lobby', isOnline: 1, lockNum: 2 }),
  },
  listGatewaysOfLock: {
    isWrite: false,
    call: (client) => client.listGatewaysOfLock('12', context),
    answer: { list: [{ gatewayId: 5, rssi: -60, rssiUpdateDate: 1_770_305_016_424 }] },
  },
  listRecords: {
    isWrite: false,
    call: (client) => client.listRecords('12', { fromMs: 0, toMs: 1 }, context),
    answer: pageOf({
      recordId: 9,
      recordType: 4,
      success: 1,
      keyboardPwd: listedPin,
      lockDate: 1_770_305_016_424,
    }),
  },
  readLockClock: {
    isWrite: false,
    call: (client) => client.readLockClock('12', context),
    answer: { date: 1_770_305_016_424 },
  },
  readOpenState: {
    isWrite: false,
    call: (client) => client.readOpenState('12', context),
    answer: { state: 0, electricQuantity: 64 },
  },
  readPassageMode: {
    isWrite: false,
    call: (client) => client.readPassageMode('12', context),
    answer: {
      passageMode: 1,
      autoUnlock: 2,
      cyclicConfig: [{ isAllDay: 2, startTime: 1, endTime: 2, weekDays: [1] }],
    },
  },
  setLockClock: {
    isWrite: true,
    call: (client) => client.setLockClock('12', context),
    answer: { date: 1_770_305_016_424 },
  },
  readBattery: {
    isWrite: false,
    call: (client) => client.readBattery('12', context),
    answer: { electricQuantity: 64 },
  },
  readWifiDetail: {
    isWrite: false,
    call: (client) => client.readWifiDetail('12', context),
    answer: { isOnline: true, powerSavingMode: 1, networkName: 'guests', wifiMac: 'a4:c1:38:00:00:01' },
  },
  readGateway: {
    isWrite: false,
    call: (client) => client.readGateway('5', context),
    answer: { gatewayId: 5, gatewayName: 'Lobby', isOnline: 1, lockNum: 2 },
  },
  listLocksOfGateway: {
    isWrite: false,
    call: (client) => client.listLocksOfGateway('5', context),
    answer: { list: [{ lockId: 12, rssi: -60, updateDate: 1_770_305_016_424 }] },
  },
  findCodes: {
    isWrite: false,
    call: async (client) => {
      const { reading, error } = await client.findCodes('12', pin, context)
      return reading.kind === 'known' ? { ok: true } : { ok: false, error }
    },
    sendsPin: true,
    answer: pageOf(codeRow),
  },
  readOldPassageMode: {
    isWrite: false,
    call: (client) => client.readOldPassageMode('12', context),
    answer: { passageMode: 1, autoUnlock: 2, isAllDay: 2, startDate: 480, endDate: 1080, weekDays: [1, 2] },
  },
  setPassageMode: {
    isWrite: true,
    call: (client) =>
      client.setPassageMode('12', { isOn: false, unlocksByItself: false, periods: [] }, context),
    answer: done,
  },
  setOldPassageMode: {
    isWrite: true,
    call: (client) =>
      client.setOldPassageMode('12', { isOn: false, unlocksByItself: false, periods: [] }, context),
    answer: done,
  },
  renameDevice: {
    isWrite: true,
    call: (client) => client.renameDevice('12', 'Room 12', context),
    answer: done,
  },
  renameCode: {
    isWrite: true,
    call: (client) => client.renameCode({ ...target, name: 'AB U1 C2' }, context),
    answer: done,
  },
  deleteCodeByPin: {
    isWrite: true,
    sendsPin: true,
    call: (client) => client.deleteCodeByPin({ externalId: '12', pin, route: 'gateway' }, context),
    answer: done,
  },
  monthRequestCount: {
    isWrite: false,
    call: (client) => client.monthRequestCount(context),
    answer: { monthRequestCount: 7 },
  },
  signIn: { isWrite: false, call: (client) => client.listDevices(context), answer: tokenAnswer },
  refresh: { isWrite: false, call: (client) => client.listDevices(context), answer: tokenAnswer },
  addCode: {
    isWrite: true,
    sendsPin: true,
    call: (client) => client.addCode({ ...target, pin, name: 'AB U1 C2', window: PERMANENT }, context),
    answer: { keyboardPwdId: 5 },
  },
  changeCode: {
    isWrite: true,
    sendsPin: true,
    call: (client) =>
      client.changeCode({ ...target, newPin: pin, name: 'AB U1 C2', window: PERMANENT }, context),
    answer: done,
  },
  deleteCode: { isWrite: true, call: (client) => client.deleteCode(target, context), answer: done },
  generateCode: {
    isWrite: true,
    call: (client) =>
      client.generateCode(
        { externalId: '12', name: 'AB U1 C2', kind: 'permanent', startMs: Date.now(), endMs: null },
        context,
      ),
    answer: { keyboardPwd: listedPin, keyboardPwdId: 5 },
  },
}

type Spoil = (good: unknown) => string

const junk = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    null,
    '',
    '0',
    -1,
    1e300,
    9_007_199_254_740_992,
    'NaN',
    [],
    {},
    true,
    '١٢٣',
    '\u0000',
    'a'.repeat(5_000),
  ),
  // A bare PIN would look like an id where an id stands, and ids are exempt by schema.
  fc.constantFrom(
    `the code ${QUOTED_PIN} exists`,
    secrets.accessToken,
    `code ${QUOTED_PIN} token ${secrets.accessToken}`,
  ),
)

/** One value somewhere in the answer replaced, or one field left out. */
const replaced: fc.Arbitrary<Spoil> = fc
  .record({ at: fc.nat(30), value: junk, isLeftOut: fc.boolean() })
  .map(({ at, value, isLeftOut }) => (good) => {
    let seen = 0
    const copy = JSON.stringify(good, (_key, inner: unknown) => {
      seen += 1
      if (seen - 1 !== at) return inner
      return isLeftOut ? undefined : value
    })
    return copy ?? ''
  })
const cut: fc.Arbitrary<Spoil> = fc.double({ min: 0, max: 1, noNaN: true }).map((share) => (good) => {
  const text = JSON.stringify(good)
  return text.slice(0, Math.floor(text.length * share))
})
const scratched: fc.Arbitrary<Spoil> = fc
  .record({
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    character: fc.string({ minLength: 1, maxLength: 2 }),
  })
  .map(({ share, character }) => (good) => {
    const text = JSON.stringify(good)
    const at = Math.floor(text.length * share)
    return text.slice(0, at) + character + text.slice(at + 1)
  })
const refused: fc.Arbitrary<Spoil> = fc
  .record({
    errcode: fc.oneof(fc.constantFrom(...KNOWN_ERRCODES), fc.integer(), junk),
    errmsg: junk,
    description: junk,
  })
  .map((body) => () => JSON.stringify(body))
const arbitrary: fc.Arbitrary<Spoil> = fc
  .oneof(fc.json(), fc.string(), fc.string({ unit: 'binary' }))
  .map((text) => () => text)

const run = fc.record({
  name: fc.constantFrom(...Object.keys(ENDPOINTS)),
  spoil: fc.oneof(replaced, cut, scratched, refused, arbitrary),
  httpStatus: fc.oneof(
    { weight: 4, arbitrary: fc.constant(200) },
    { weight: 1, arbitrary: fc.integer({ min: 200, max: 599 }) },
  ),
  contentType: fc.oneof(
    { weight: 4, arbitrary: fc.constant('application/json;charset=UTF-8') },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        'text/html',
        'text/plain',
        'application/octet-stream',
        '',
        'application/json;;;',
        ';',
      ),
    },
  ),
  dateHeader: fc.oneof(fc.constant(null), fc.constantFrom('yesterday', 'Thu, 01 Jan 1970 00:00:00 GMT', '0')),
})

let server: RawServer
let next: {
  readonly httpStatus: number
  readonly contentType: string
  readonly date: string | null
  readonly body: string
}

beforeAll(async () => {
  server = await startRawServer((_request, response) => {
    response.sendDate = false
    response.writeHead(next.httpStatus, {
      'content-type': next.contentType,
      ...(next.date === null ? {} : { date: next.date }),
    })
    response.end(next.body)
  })
})
afterAll(async () => {
  await server.close()
})

describe('a client that is answered anything', () => {
  it('never crashes, hangs, gives an untyped error or writes down a secret', async () => {
    await fc.assert(
      fc.asyncProperty(run, async ({ name, spoil, httpStatus, contentType, dateHeader }) => {
        const endpoint = ENDPOINTS[name]
        if (endpoint === undefined) return
        next = {
          httpStatus,
          contentType,
          date: dateHeader,
          body: spoil(endpoint.answer).replaceAll(QUOTED_PIN, endpoint.sendsPin ? pin : 'none'),
        }
        const store = memorySecretStore()
        const token = {
          accessToken: secrets.accessToken,
          refreshToken: secrets.refreshToken,
          expiresAtMs: name === 'refresh' ? 0 : Date.now() + 86_400_000,
        }
        store.token = name === 'signIn' ? null : token
        const { provider, entries } = createTestProvider(server.url, { store })
        try {
          const outcome = await endpoint.call(provider)
          if (!outcome.ok) expectTyped(outcome.error, endpoint.isWrite)
          const stored = JSON.stringify(entries)
          for (const secret of [
            pin,
            listedPin,
            ...Object.values(secrets),
            simulatedSecrets.passwordMd5,
            simulatedSecrets.clientSecret,
          ]) {
            expect(stored).not.toContain(secret)
          }
        } finally {
          await provider.close()
        }
      }),
      { numRuns: RUNS },
    )
  }, 120_000)
})

function expectTyped(error: unknown, isWrite: boolean): void {
  expect(error).toMatchObject({
    kind: expect.toSatisfy((kind) => PROVIDER_ERROR_KINDS.includes(kind)),
    cause: expect.toSatisfy((cause) => PROVIDER_ERROR_CAUSES.includes(cause)),
    sentence: expect.stringMatching(/\.$/),
  })
  if (!isWrite) expect(error).not.toMatchObject({ kind: 'unknown_outcome' })
}
