import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Simulator } from '../../../src-main/simulator/simulator.ts'
import { type AppScene, openAppScene } from '../../support/appScene.ts'
import { createFakeKeyring } from '../../support/fakeKeyring.ts'
import { SEED_LOCK_ID, seedSite } from '../../support/seedSite.ts'
import { simulatedLogin, startTestSimulator } from '../../support/simulator.ts'

const DELETE = '/v3/keyboardPwd/delete'
const LIST = '/v3/lock/listKeyboardPwd'
const LIMIT_MS = 90_000
const COMMAND_DEADLINE_MS = 75_000
const SLOW_MS = 1_500

describe('the end of the program', () => {
  let scene: AppScene
  let simulator: Simulator
  let siteId: number

  beforeEach(async () => {
    simulator = await startTestSimulator({ site: seedSite(64) })
    scene = await openAppScene(createFakeKeyring(true))
    await scene.get('session.begin', { name: 'Maria', passcode: 'harbour-lights', choice: 'connect' })
    const account = { region: 'custom', baseUrl: simulator.url, ...simulatedLogin } as const
    await scene.get('accounts.connect', account)
    const site = await scene.get('sites.create', { name: 'Hotel', timezone: 'Europe/Lisbon' })
    siteId = site.id
    await scene.get('sites.updateEnforcement', {
      ...{ siteId, graceWindowSeconds: 3_600, leadTimeSeconds: 86_400, limits: site.limits, hours: null },
      ...{ needsSecondOperator: false, mode: 'ultra_strict', policy: 'auto' },
      ...{ allowFirstRunUnattended: true, allowEmptyExpectedUnattended: true },
    })
    await idle()
  })
  afterEach(async () => {
    await scene.close()
    await simulator.close()
  })

  const idle = () => scene.session.runtime.works?.engine.idle()
  const asked = (path: string) => simulator.control.journal({ path })
  const setLatency = (ms: number) =>
    simulator.control.setLatency({ latency: { commandMs: [ms, ms], cloudMs: [0, 0], giveUpMs: ms } })
  const provision = () =>
    scene.get('doors.provision', {
      ...{ deviceId: null, description: null, location: null, doorGroupId: null },
      ...{ name: 'office', siteId, lockId: String(SEED_LOCK_ID) },
    })

  it('waits for the answer of the command on its way, tells how long at most, and begins nothing more', async () => {
    setLatency(SLOW_MS)
    // The lock holds one code that nobody knows: the first run deletes it.
    await provision()
    await vi.waitUntil(() => asked(DELETE).length === 1, { timeout: 20_000 })
    const { session } = scene
    const { store } = session.runtime
    const listed = asked(LIST).length
    session.announceEnd(LIMIT_MS)
    const [operation] = store.operations.unsettled()
    const { ending } = await scene.get('session.state', {})
    expect(ending).toMatchObject({ jobs: 1, doors: ['office'] })
    expect(Date.parse(ending?.latestAt ?? '')).toBe(Date.parse(operation?.sentAt ?? '') + COMMAND_DEADLINE_MS)

    await session.drain()
    expect(asked(DELETE).map(({ effect }) => effect)).toEqual(['applied'])
    expect(store.operations.unsettled()).toMatchObject([{ state: 'sent', answeredAt: expect.any(String) }])
    expect(asked(LIST)).toHaveLength(listed)
    expect((await scene.get('session.state', {})).ending).toEqual({ latestAt: null, jobs: 0, doors: [] })
    expect(store.jobs.running()).toEqual([])
  })

  it('with nothing but a reading on its way, does not wait for it', async () => {
    simulator.control.addFault({ kind: 'hang', path: LIST })
    await provision()
    await vi.waitUntil(() => asked(LIST).length === 1, { timeout: 20_000 })
    scene.session.announceEnd(LIMIT_MS)
    expect((await scene.get('session.state', {})).ending).toEqual({ latestAt: null, jobs: 1, doors: [] })
    await scene.session.drain()
    expect(scene.session.runtime.store.jobs.running()).toEqual([])
  })
})
