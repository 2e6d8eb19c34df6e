import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type AppScene, openAppScene } from '../../support/appScene.ts'
import { createFakeKeyring, type FakeKeyring } from '../../support/fakeKeyring.ts'

const PASSCODE = 'harbour-lights'

describe('the session of a profile', () => {
  let keyring: FakeKeyring
  let scene: AppScene

  async function open(hasKeyring: boolean): Promise<void> {
    keyring = createFakeKeyring(hasKeyring)
    scene = await openAppScene(keyring)
  }

  const begin = () => scene.get('session.begin', { name: 'Maria', passcode: PASSCODE, choice: 'connect' })
  const signIn = (passcode: string) => scene.ask('session.signIn', { operatorId: 1, passcode })

  beforeEach(() => open(false))
  afterEach(() => scene.close())

  it('at first start, is at its welcome and knows nobody', async () => {
    expect(await scene.get('session.state', {})).toMatchObject({
      stage: 'welcome',
      profile: 'real',
      operators: [],
      hasAccount: false,
    })
  })

  it('when begun, signs in a manager, shows a recovery key and says that there is no keyring', async () => {
    const { recoveryKey, session } = await begin()
    expect(recoveryKey.length).toBeGreaterThan(20)
    expect(session).toMatchObject({ stage: 'ready', operator: { name: 'Maria', role: 'manager' } })
    expect(session.notices.map((notice) => notice.code)).toEqual(['keyring_unavailable'])
  })

  it('begun twice, refuses the second time', async () => {
    await begin()
    const again = await scene.ask('session.begin', {
      name: 'Eve',
      passcode: 'another-one',
      choice: 'connect',
    })
    expect(again).toMatchObject({ ok: false, error: { code: 'already_set_up' } })
  })

  it('refuses what needs a sign-in while nobody is signed in', async () => {
    await begin()
    await scene.get('session.signOut', {})
    expect(await scene.ask('doors.list', {})).toEqual({ ok: false, error: { code: 'not_signed_in' } })
  })

  it('after a restart without a keyring, keeps the engine still until the passcode opens the vault', async () => {
    await begin()
    await scene.restart()
    await scene.session.warmUp()
    expect(scene.session.runtime.works).toBeNull()
    expect(await signIn(PASSCODE)).toMatchObject({ ok: true, data: { stage: 'ready' } })
    expect(scene.session.runtime.works).not.toBeNull()
  })

  it('after a restart with a keyring, runs the engine before anybody signs in', async () => {
    await scene.close()
    await open(true)
    await begin()
    await scene.restart()
    expect(scene.session.runtime.works).toBeNull()
    await scene.get('system.pageDrawn', {})
    await vi.waitUntil(() => scene.session.runtime.works !== null)
    expect(await scene.get('session.state', {})).toMatchObject({ stage: 'sign_in', operator: null })
  })

  it('closed before the window was on the screen, starts nothing any more', async () => {
    await scene.close()
    await open(true)
    await begin()
    await scene.restart()
    const { session } = scene
    await session.close()
    await session.warmUp()
    expect(session.runtime.works).toBeNull()
  })

  it('given a wrong passcode five times, pauses and says for how long', async () => {
    await begin()
    await scene.get('session.signOut', {})
    for (let tries = 0; tries < 5; tries++) {
      expect(await signIn('wrong-one')).toMatchObject({ ok: false, error: { code: 'wrong_passcode' } })
    }
    const paused = await signIn(PASSCODE)
    expect(paused).toMatchObject({ ok: false, error: { code: 'too_many_attempts' } })
    expect(paused.ok ? 0 : paused.error.facts?.seconds).toBeGreaterThan(0)
  })

  describe('asked to prove another manager', () => {
    const confirm = (passcode: string, operatorId = 2) =>
      scene.ask('plans.confirm', { planId: 99, operatorId, passcode })

    beforeEach(async () => {
      await begin()
      await scene.get('operators.create', { name: 'Rui', passcode: 'tide-and-rope', role: 'manager' })
    })

    it('by the right passcode, goes on to the plan and leaves signed in who was', async () => {
      expect(await confirm('tide-and-rope')).toMatchObject({ ok: false, error: { code: 'not_found' } })
      expect(await scene.get('session.state', {})).toMatchObject({ operator: { name: 'Maria' } })
    })

    it.each([
      ['the passcode of whoever is signed in', PASSCODE, 2],
      ['a passcode for nobody', 'tide-and-rope', 77],
    ])('by %s, refuses before it looks at the plan', async (_what, passcode, operatorId) => {
      expect(await confirm(passcode, operatorId)).toMatchObject({
        ok: false,
        error: { code: 'wrong_passcode' },
      })
    })

    it('by guessing, pauses as a sign-in does, also for the right passcode', async () => {
      for (let tries = 0; tries < 5; tries++) await confirm('wrong-one')
      expect(await confirm('tide-and-rope')).toMatchObject({
        ok: false,
        error: { code: 'too_many_attempts' },
      })
    })
  })

  it('recovered by its key, takes a new passcode and gives out a new key; the old ones open nothing', async () => {
    const { recoveryKey } = await begin()
    await scene.restart()
    const recover = { operatorId: 1, recoveryKey, newPasscode: 'brand-new-lights' }
    const renewed = await scene.get('session.recover', recover)
    expect(renewed.recoveryKey).not.toBe(recoveryKey)
    await scene.restart()
    expect(await signIn(PASSCODE)).toMatchObject({ error: { code: 'wrong_passcode' } })
    expect(await signIn('brand-new-lights')).toMatchObject({ ok: true })
    await scene.restart()
    expect(await scene.ask('session.recover', recover)).toMatchObject({ error: { code: 'wrong_passcode' } })
  })

  it('lets an operator who was added open the vault after a restart, within their role', async () => {
    await begin()
    const added = await scene.get('operators.create', {
      name: 'Ivo',
      passcode: 'scaffold-7',
      role: 'installer',
    })
    await scene.restart()
    const signedIn = await scene.ask('session.signIn', { operatorId: added.id, passcode: 'scaffold-7' })
    expect(signedIn).toMatchObject({ ok: true, data: { operator: { role: 'installer' } } })
    expect(await scene.ask('people.create', { name: 'Ana', note: null })).toMatchObject({
      error: { code: 'not_allowed' },
    })
  })

  it('opens the simulated profile as a world of its own, and finds the real one as it was', async () => {
    await begin()
    await scene.get('sites.create', { name: 'Real hotel', timezone: 'Europe/Lisbon' })
    await scene.get('session.openProfile', { profile: 'simulated' })
    const state = await scene.get('session.state', {})
    expect(state).toMatchObject({ profile: 'simulated', stage: 'welcome', operators: [] })
    await scene.get('session.begin', { name: 'Tester', passcode: PASSCODE, choice: 'simulated' })
    expect((await scene.get('sites.list', {})).map((site) => site.name)).toEqual(['Hotel Miramar'])
    await scene.get('session.openProfile', { profile: 'real' })
    await scene.get('session.signIn', { operatorId: 1, passcode: PASSCODE })
    expect((await scene.get('sites.list', {})).map((site) => site.name)).toEqual(['Real hotel'])
  })
})
