import { copyFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type AppScene, openAppScene } from '../../support/appScene.ts'
import { createFakeKeyring } from '../../support/fakeKeyring.ts'

let scene: AppScene

beforeEach(async () => {
  scene = await openAppScene(createFakeKeyring(true))
  await scene.get('session.begin', { name: 'Maria', passcode: 'harbour-lights', choice: 'connect' })
})
afterEach(() => scene.close())

const signIn = () => scene.get('session.signIn', { operatorId: 1, passcode: 'harbour-lights' })

/** Puts back the database as it was before the last changes, as a restore from a copied folder would. */
async function goBackBefore(change: () => Promise<void>): Promise<void> {
  const { database } = scene.session.runtime.paths
  await scene.restart()
  copyFileSync(database, `${database}.copy`)
  await signIn()
  await change()
  await scene.restart(() => copyFileSync(`${database}.copy`, database))
  await signIn()
}

it('an older database only observes until each door was read and a person ends it', async () => {
  const site = await scene.get('sites.create', { name: 'Hotel', timezone: 'Europe/Lisbon' })
  const base = { siteId: site.id, deviceId: null, description: null, location: null, doorGroupId: null }
  await scene.get('doors.provision', { ...base, name: 'Front door', lockId: '1' })
  await goBackBefore(async () => {
    await scene.get('people.create', { name: 'Ana', note: null })
  })

  const state = await scene.get('session.state', {})
  expect(state.notices.map((notice) => notice.code)).toContain('database_older_than_mark')
  expect(state.observing).toMatchObject({ doorsToRead: 1 })
  expect(await scene.ask('sites.endObservation', {})).toMatchObject({
    error: { code: 'doors_not_read', facts: { doors: 1 } },
  })

  const { store } = scene.session.runtime
  for (const id of store.doors.allIds()) store.doors.setRead(id, new Date(Date.now() + 1_000).toISOString())
  await scene.get('sites.endObservation', {})
  expect((await scene.get('session.state', {})).observing).toBeNull()
})
