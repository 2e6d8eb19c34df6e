import { afterEach, describe, expect, it, vi } from 'vitest'
import { type AppScene, openAppScene } from '../../support/appScene.ts'
import { createFakeKeyring } from '../../support/fakeKeyring.ts'

describe('doors.get', () => {
  let scene: AppScene

  afterEach(() => scene.close())

  it('of a door whose lock was never read, shows what was decided for it and says nothing of the lock', async () => {
    scene = await openAppScene(createFakeKeyring(true))
    await scene.get('session.begin', { name: 'Maria', passcode: 'harbour-lights', choice: 'connect' })
    const { id: siteId } = await scene.get('sites.create', { name: 'Hotel', timezone: 'Europe/Lisbon' })
    const { doorId } = await scene.get('doors.provision', {
      ...{ name: 'Attic', siteId, deviceId: null, lockId: '77' },
      ...{ description: null, location: null, doorGroupId: null },
    })
    expect((await scene.get('doors.get', { doorId })).codes).toEqual([])

    const { id: personId } = await scene.get('people.create', { name: 'Ana Ruiz', note: null })
    const rest = { pin: null, doorIds: [doorId], doorGroupIds: [] }
    const inAWeek = new Date(Date.now() + 7 * 86_400_000).toISOString()
    const given = await scene.get('people.giveCode', { personId, startsAt: inAWeek, endsAt: null, ...rest })
    await scene.get('people.revokeCode', { credentialId: given.credentialId })
    await scene.get('people.giveCode', { personId, startsAt: null, endsAt: null, ...rest })
    expect((await scene.get('doors.get', { doorId })).codes).toMatchObject([
      {
        personName: 'Ana Ruiz',
        verdict: 'unknown',
        expectedWindow: { kind: 'permanent' },
        actualWindow: null,
        evidence: 'none',
      },
    ])
  })

  it('of a plan of many doors, names it only where it has something to do, and tells work of later as scheduled', async () => {
    scene = await openAppScene(createFakeKeyring(true))
    await scene.get('session.begin', { name: 'Maria', passcode: 'harbour-lights', choice: 'simulated' })
    await scene.session.runtime.works?.engine.idle()
    const { planId } = await scene.get('plans.preview', { scope: { kind: 'all' } })
    await vi.waitFor(
      async () => expect((await scene.get('plans.get', { planId })).row.status).toBe('previewed'),
      { timeout: 20_000 },
    )
    const doors = await scene.get('doors.list', {})
    const inStep = doors.find(({ state }) => state === 'in_step') ?? expect.unreachable()
    const missing = doors.find(({ wrong }) => wrong.missing > 0) ?? expect.unreachable()
    const quiet = await scene.get('doors.get', { doorId: inStep.id })
    expect(quiet.awaitingPlanId).toBeNull()
    expect((await scene.get('doors.get', { doorId: missing.id })).awaitingPlanId).toBe(planId)
    expect(quiet.jobs.filter(({ dueAt }) => dueAt !== null).map(({ status }) => status)).toContain(
      'scheduled',
    )
  })
})
