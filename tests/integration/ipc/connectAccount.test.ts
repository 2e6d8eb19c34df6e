import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Fault } from '../../../src-main/simulator/faults.ts'
import type { Simulator } from '../../../src-main/simulator/simulator.ts'
import { type AppScene, openAppScene } from '../../support/appScene.ts'
import { createFakeKeyring } from '../../support/fakeKeyring.ts'
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
