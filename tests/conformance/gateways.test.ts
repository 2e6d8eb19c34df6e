import { expect, test } from 'vitest'
import { gatewayId, guestLogin, lockId, logIn, minuteMs, stage } from './session.ts'

/** Facts 4.5 and 6: gateways, how the cloud picks one, what it believes of them, one command at a time. */

test('facts 4.5 gateway list and detail: the documented fields', async () => {
  const { session } = await stage()
  const [row] = await session.rows('/v3/gateway/list')
  const detail = await session.call('/v3/gateway/detail', { gatewayId })
  expect(row).toMatchObject({ gatewayId, gatewayName: 'Hall', gatewayVersion: 2, lockNum: 1, isOnline: 1 })
  expect(detail.json).toEqual(row)
})

test('facts 5 -4037: an unknown gateway', async () => {
  const { session } = await stage()
  const { json } = await session.call('/v3/gateway/detail', { gatewayId: 1 })
  expect(json.errcode).toBe(-4037)
})

test('facts 0.2 roles: a gateway belongs to one account', async () => {
  const { simulator, clock } = await stage()
  const guest = await logIn(simulator.url, clock, guestLogin)
  const { json } = await guest.call('/v3/gateway/listLock', { gatewayId })
  expect(json.errcode).toBe(-2018)
})

test('facts 4.5 listByLock: gateways with signal, without paging and without isOnline', async () => {
  const { session, clock } = await stage()
  const { json } = await session.call('/v3/gateway/listByLock', { lockId })
  expect(json).toEqual({
    list: [
      {
        gatewayId,
        gatewayMac: expect.any(String),
        gatewayName: 'Hall',
        rssi: -60,
        rssiUpdateDate: clock.now(),
      },
    ],
  })
})

test('facts 4.5 listLock: the locks a gateway hears', async () => {
  const { session, clock } = await stage()
  const rows = await session.rows('/v3/gateway/listLock', { gatewayId })
  expect(rows).toMatchObject([{ lockId, lockAlias: 'Front door', rssi: -60, updateDate: clock.now() }])
})

test('facts 4.5 choice of gateway: a command goes through the best signal', async () => {
  const { simulator, session } = await stage()
  simulator.control.addGateway({ gatewayId: 502, gatewayName: 'Stairs' })
  simulator.control.patchGateway({ gatewayId: 502, links: [{ lockId, rssi: -50 }] })
  await session.call('/v3/lock/queryDate', { lockId })
  const [entry] = simulator.control.journal({ path: '/v3/lock/queryDate' })
  expect(entry?.gatewayId).toBe(502)
})

test('facts 5 -2012: a lock that no gateway hears', async () => {
  const { session } = await stage({ lock: { gateways: [] } })
  const { json } = await session.call('/v3/lock/queryDate', { lockId })
  expect(json.errcode).toBe(-2012)
})

test('facts 4.5 heartbeat: an unplugged gateway counts as online for 8 minutes, and its commands fail with 1', async () => {
  const { simulator, session, clock } = await stage()
  simulator.control.patchGateway({ gatewayId, online: false })
  clock.advance(8 * minuteMs - 1)
  const detail = await session.call('/v3/gateway/detail', { gatewayId })
  const command = await session.call('/v3/lock/queryDate', { lockId })
  expect([detail.json.isOnline, command.json.errcode]).toEqual([1, 1])
})

test('facts 4.5 heartbeat: after 8 minutes it is offline and commands are refused with -3002', async () => {
  const { simulator, session, clock } = await stage()
  simulator.control.patchGateway({ gatewayId, online: false })
  clock.advance(8 * minuteMs)
  const detail = await session.call('/v3/gateway/detail', { gatewayId })
  const command = await session.call('/v3/lock/queryDate', { lockId })
  expect([detail.json.isOnline, command.json.errcode]).toEqual([0, -3002])
})

test('facts 4.5 pair: 30 minutes after the last sighting the pair and hasGateway are gone', async () => {
  const { simulator, session, clock } = await stage()
  simulator.control.patchGateway({ gatewayId, links: [{ lockId, inReach: false }] })
  clock.advance(30 * minuteMs)
  const before = await session.rows('/v3/gateway/listByLock', { lockId })
  clock.advance(1)
  const after = await session.rows('/v3/gateway/listByLock', { lockId })
  const [lock] = await session.rows('/v3/lock/list')
  expect([before.length, after.length, lock?.hasGateway]).toEqual([1, 0, 0])
})

test('facts 6 concurrency: a second command on the gateway is -3003 while the first is under way', async () => {
  const { session } = await stage(
    { locks: [{ lockId: 902, lockAlias: 'Annex', gateways: [{ gatewayId, rssi: -70 }] }] },
    { latency: 60 },
  )
  const answers = await Promise.all([
    session.call('/v3/lock/queryDate', { lockId }),
    session.call('/v3/lock/queryDate', { lockId: 902 }),
  ])
  const codes = answers.map((answer) => answer.json.errcode)
  expect(codes.filter((code) => code === -3003)).toHaveLength(1)
  expect(codes.filter((code) => code === undefined)).toHaveLength(1)
})

test('facts 6 concurrency: cloud reads are not held up by a busy gateway', async () => {
  const { simulator, session } = await stage()
  simulator.control.patchGateway({ gatewayId, busyForMs: 60_000 })
  const list = await session.call('/v3/lock/listKeyboardPwd', { lockId })
  const command = await session.call('/v3/lock/queryDate', { lockId })
  expect([list.json.errcode, command.json.errcode]).toEqual([undefined, -3003])
})

test('facts 6 concurrency: a busy Wi-Fi lock is -3037', async () => {
  const { session } = await stage({ lock: { wifi: {}, gateways: [] } }, { latency: 60 })
  const answers = await Promise.all([
    session.call('/v3/lock/queryDate', { lockId }),
    session.call('/v3/lock/queryDate', { lockId }),
  ])
  expect(answers.map((answer) => answer.json.errcode)).toContain(-3037)
})

test.each([
  [{ configured: false }, -3034],
  [{ powerSaving: true }, -3035],
  [{ online: false }, -3036],
])('facts 5 Wi-Fi locks: %o answers %i', async (wifi, errcode) => {
  const { session } = await stage({ lock: { wifi, gateways: [] } })
  const { json } = await session.call('/v3/lock/queryDate', { lockId })
  expect(json.errcode).toBe(errcode)
})

test('facts 5 errcode 1: a lock without power lets the command fail after the gateway gave up', async () => {
  const { simulator, session } = await stage({ lock: { answers: false } })
  const { json } = await session.call('/v3/lock/queryDate', { lockId })
  const [entry] = simulator.control.journal({ path: '/v3/lock/queryDate' })
  expect([json.errcode, entry?.gatewayId, entry?.effect]).toEqual([1, gatewayId, 'none'])
})

test('facts 6 concurrency: a gateway whose lock did not answer is free for the next command', async () => {
  const { session } = await stage({
    lock: { answers: false },
    locks: [{ lockId: 902, lockAlias: 'Annex', gateways: [{ gatewayId, rssi: -70 }] }],
  })
  const silent = await session.call('/v3/lock/queryDate', { lockId })
  const next = await session.call('/v3/lock/queryDate', { lockId: 902 })
  expect([silent.json.errcode, next.json.errcode]).toEqual([1, undefined])
})

test('facts 6 latency: a command takes at least its configured time and the journal has both ends', async () => {
  const clock = { now: () => Date.now(), advance: () => undefined }
  const { simulator } = await stage({}, { clock, latency: { commandMs: [40, 60], cloudMs: [0, 0] } })
  const session = await logIn(simulator.url, clock)
  await session.call('/v3/lock/queryDate', { lockId })
  const [entry] = simulator.control.journal({ path: '/v3/lock/queryDate' })
  expect(Number(entry?.commandEndedAt) - Number(entry?.commandStartedAt)).toBeGreaterThanOrEqual(39)
})
