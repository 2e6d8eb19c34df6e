import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JobId } from '../../../src-main/domain/ids.ts'
import type { Fault } from '../../../src-main/simulator/faults.ts'
import type { Simulator } from '../../../src-main/simulator/simulator.ts'
import { type AppScene, openAppScene } from '../../support/appScene.ts'
import { createFakeKeyring } from '../../support/fakeKeyring.ts'
import { OFFICE_LOCK, seedSite } from '../../support/seedSite.ts'
import { simulatedLogin, startTestSimulator } from '../../support/simulator.ts'

describe('accounts.connect', () => {
  let scene: AppScene
  let simulator: Simulator

  beforeEach(async () => {
    simulator = await startTestSimulator()
    scene = await openAppScene(createFakeKeyring(true))
    await scene.get('session.begin', { name: 'Maria', passcode: 'harbour-lights', choice: 'connect' })
  })
  afterEach(async () => {
    await scene.close()
    await simulator.close()
  })

  const connect = () =>
    scene.ask('accounts.connect', { region: 'custom', baseUrl: simulator.url, ...simulatedLogin })

  it.each<readonly [string, Fault, string]>([
    ['answers no sign-in', { kind: 'html', path: '/oauth2/token' }, 'credentials'],
    ['has no calls left for a sign-in', { kind: 'errcode', errcode: 30007, path: '/oauth2/token' }, 'quota'],
    ['finds the clock wrong', { kind: 'errcode', errcode: 80000, path: '/v3/lock/list' }, 'clock'],
  ])('with a service that %s, keeps no account', async (_what, fault, step) => {
    simulator.control.addFault(fault)

    await expect(connect()).resolves.toMatchObject({
      ok: false,
      error: { code: 'provider_refused', facts: { step } },
    })
    await expect(scene.get('accounts.list', {})).resolves.toEqual([])
  })

  it('with a sign-in that is right and a list of locks that fails, keeps the account', async () => {
    simulator.control.addFault({ kind: 'errcode', errcode: 90000, path: '/v3/lock/list' })

    await expect(connect()).resolves.toMatchObject({
      ok: true,
      data: { username: simulatedLogin.username },
    })
  })
})

describe('accounts.testStored', () => {
  let scene: AppScene
  let simulator: Simulator

  beforeEach(async () => {
    simulator = await startTestSimulator({ site: seedSite(64) })
    scene = await openAppScene(createFakeKeyring(true))
    await scene.get('session.begin', { name: 'Maria', passcode: 'harbour-lights', choice: 'connect' })
  })
  afterEach(async () => {
    await scene.close()
    await simulator.close()
  })

  it('of an account that TTLock lets in again, lets go on what waited for the sign-in', async () => {
    const account = { region: 'custom', baseUrl: simulator.url, ...simulatedLogin } as const
    const { id: accountId } = await scene.get('accounts.connect', account)
    const { store, works } = scene.session.runtime
    await works?.engine.idle()
    simulator.control.revokeTokens({ refresh: true })
    simulator.control.addFault({ kind: 'errcode', errcode: 10_006, path: '/oauth2/token', count: 100 })
    const { id: siteId } = await scene.get('sites.create', { name: 'Hotel', timezone: 'Europe/Lisbon' })
    const { jobId } = await scene.get('doors.provision', {
      ...{ deviceId: null, description: null, location: null, doorGroupId: null },
      ...{ name: 'office', siteId, lockId: String(OFFICE_LOCK) },
    })
    await works?.engine.idle()
    const before = store.jobs.get(jobId as JobId)
    expect(before).toMatchObject({ status: 'waiting_offline', waitReason: 'not_signed_in' })

    simulator.control.clearFaults()
    await scene.get('accounts.testStored', { accountId })
    await works?.engine.idle()
    expect(store.jobs.get(jobId as JobId)?.status).toBe('done')
    await expect(scene.get('accounts.list', {})).resolves.toMatchObject([{ problem: null }])
  })
})
