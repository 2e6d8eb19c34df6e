import { expect, test } from 'vitest'
import { endpoints } from '../../src-main/simulator/endpoints.ts'
import { guestLogin, guestUid, lockId, logIn, stage } from './session.ts'

/** Facts 0.2: who may do what with a lock. */

/** Lists of the account, which show what is its own; gateways, which belong to one account. */
const OF_THE_ACCOUNT = [
  '/v3/lock/list',
  '/v3/key/list',
  '/v3/gateway/list',
  '/v3/gateway/detail',
  '/v3/gateway/listLock',
]
/** What an ordinary ekey shows of its lock. */
const OF_EVERY_KEY = ['/v3/lock/queryOpenState', '/v3/lock/queryElectricQuantity', '/v3/gateway/listByLock']
/** Who may rename a lock is documented nowhere. */
const OF_NOBODY_KNOWN = ['/v3/lock/rename']
const ELSEWHERE = [...OF_THE_ACCOUNT, ...OF_EVERY_KEY, ...OF_NOBODY_KNOWN]
const OF_ADMINISTRATORS = [...endpoints.keys()].filter((path) => !ELSEWHERE.includes(path))

/** How the lock's owner, an authorised administrator, an ordinary ekey and a stranger are answered. */
async function answersTo(path: string): Promise<readonly boolean[]> {
  const refused: boolean[] = []
  for (const keyRight of ['owner', 1, 0, 'stranger'] as const) {
    const { simulator, session, clock } = await stage()
    if (typeof keyRight === 'number') simulator.control.addEkey({ lockId, uid: guestUid, keyRight })
    const caller = keyRight === 'owner' ? session : await logIn(simulator.url, clock, guestLogin)
    const { json } = await caller.call(path, { lockId, keyboardPwd: '271836' })
    refused.push(json.errcode === -2018)
  }
  return refused
}

test.each(OF_ADMINISTRATORS)(
  'facts 0.2 roles: %s is for administrators of the lock, authorised ones too',
  async (path) => {
    expect(await answersTo(path)).toEqual([false, false, true, true])
  },
)

test('facts 0.2 roles: the ekey of another user gives a stranger no right', async () => {
  const { simulator, clock } = await stage()
  simulator.control.addEkey({ lockId, uid: guestUid + 1, keyRight: 1 })
  const guest = await logIn(simulator.url, clock, guestLogin)
  const { json } = await guest.call('/v3/lock/detail', { lockId })
  expect(json.errcode).toBe(-2018)
})

test.each(OF_EVERY_KEY)('facts 0.2 roles: %s is for whoever has a key of the lock', async (path) => {
  expect(await answersTo(path)).toEqual([false, false, false, true])
})
