import { afterEach, beforeEach, expect, it } from 'vitest'
import { type AppScene, openAppScene } from '../../support/appScene.ts'
import { createFakeKeyring } from '../../support/fakeKeyring.ts'

let scene: AppScene

beforeEach(async () => {
  scene = await openAppScene(createFakeKeyring(false))
})
afterEach(() => scene.close())

it("the log's known secrets hold every PIN as soon as it is given, and nothing while the vault is locked", async () => {
  await scene.get('session.begin', { name: 'Maria', passcode: 'harbour-lights', choice: 'connect' })
  const site = await scene.get('sites.create', { name: 'Hotel', timezone: 'Europe/Lisbon' })
  const base = { siteId: site.id, deviceId: null, description: null, location: null, doorGroupId: null }
  const door = await scene.get('doors.provision', { ...base, name: 'Front door', lockId: '1' })
  const person = await scene.get('people.create', { name: 'Ana', note: null })
  expect(scene.session.runtime.knownSecrets()).toEqual([])
  const given = await scene.get('people.giveCode', {
    ...{ personId: person.id, pin: null, startsAt: null, endsAt: null },
    ...{ doorIds: [door.doorId], doorGroupIds: [] },
  })
  expect(scene.session.runtime.knownSecrets()).toEqual([given.pin])
  await scene.restart()
  expect(scene.session.runtime.knownSecrets()).toEqual([])
})
