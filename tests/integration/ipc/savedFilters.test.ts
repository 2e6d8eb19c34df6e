import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AppScene, openAppScene } from '../../support/appScene.ts'
import { createFakeKeyring } from '../../support/fakeKeyring.ts'

let scene: AppScene

beforeAll(async () => {
  scene = await openAppScene(createFakeKeyring(true))
  await scene.get('session.begin', { name: 'Maria Santos', passcode: 'harbour-lights', choice: 'connect' })
})
afterAll(() => scene.close())

const names = async () => (await scene.get('traces.savedFilters', {})).map((filter) => filter.name)

it('a filter that was saved, comes back as it was, also after a restart, and goes when it is deleted', async () => {
  const filter = { q: 'office', outcome: 'failed', range: 'week' } as const
  const [kept] = await scene.get('traces.saveFilter', { name: 'Office trouble', filter })
  await scene.restart()
  const [maria] = (await scene.get('session.state', {})).operators
  await scene.get('session.signIn', { operatorId: maria?.id ?? 0, passcode: 'harbour-lights' })
  expect(await scene.get('traces.savedFilters', {})).toEqual([kept])
  expect(kept).toMatchObject({ name: 'Office trouble', filter })
  expect(await scene.get('traces.deleteFilter', { id: kept?.id ?? 0 })).toEqual([])
})

it('a filter saved under a name that is taken, takes its place', async () => {
  await scene.get('traces.saveFilter', { name: 'Mine', filter: { q: 'a' } })
  const filters = await scene.get('traces.saveFilter', { name: 'Mine', filter: { q: 'b' } })
  expect(filters).toMatchObject([{ name: 'Mine', filter: { q: 'b' } }])
})

it('a filter that searched for a PIN, keeps none', async () => {
  const { people } = scene.session.runtime.store
  const personId = people.insert({ name: 'Ana Ruiz', note: null })
  people.insertCredential({ personId, pin: '739105284', startsAt: null, endsAt: null })
  const filters = await scene.get('traces.saveFilter', { name: 'Mine', filter: { q: '739105284' } })
  expect(filters[0]?.filter.q).toBe('***5284')
})

it('beyond thirty, no new one is kept', async () => {
  for (let index = (await names()).length; index < 30; index += 1) {
    await scene.get('traces.saveFilter', { name: `Filter ${index}`, filter: {} })
  }
  expect(await scene.ask('traces.saveFilter', { name: 'One more', filter: {} })).toMatchObject({
    ok: false,
    error: { fields: [{ path: 'name' }] },
  })
  await scene.get('traces.saveFilter', { name: 'Filter 7', filter: { q: 'of that name' } })
  expect(await names()).toHaveLength(30)
  expect(await names()).toEqual((await names()).toSorted())
})

it('each operator has their own, and deletes no other', async () => {
  const [first] = await scene.get('traces.savedFilters', {})
  const support = { name: 'Sam', passcode: 'far-and-away', role: 'support' } as const
  const { id } = await scene.get('operators.create', support)
  await scene.get('session.signIn', { operatorId: id, passcode: support.passcode })
  expect(await names()).toEqual([])
  await scene.get('traces.deleteFilter', { id: first?.id ?? 0 })
  const [maria] = (await scene.get('session.state', {})).operators
  await scene.get('session.signIn', { operatorId: maria?.id ?? 0, passcode: 'harbour-lights' })
  expect(await names()).toHaveLength(30)
})
