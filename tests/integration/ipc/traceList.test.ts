import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AppScene, openAppScene } from '../../support/appScene.ts'
import { createFakeKeyring } from '../../support/fakeKeyring.ts'

const EVERYTHING = {
  ...{ text: '', doorId: null, outcome: 'all' as const, debugSession: null },
  ...{ from: null, to: null, after: null },
}

describe('the list of traces', () => {
  let scene: AppScene

  beforeEach(async () => {
    scene = await openAppScene(createFakeKeyring(true))
    await scene.get('session.begin', { name: 'Maria', passcode: 'harbour-lights', choice: 'connect' })
  })
  afterEach(() => scene.close())

  it('gives each trace the zone of its own site, also where two sites have doors of one name', async () => {
    const made: (readonly [string, string])[] = []
    for (const [timezone, lockId] of [
      ['Europe/Lisbon', '28991110'],
      ['Asia/Tokyo', '28991111'],
    ] as const) {
      const site = await scene.get('sites.create', { name: `Hotel ${timezone}`, timezone })
      const { correlationId } = await scene.get('doors.provision', {
        ...{ siteId: site.id, deviceId: null, lockId, name: '101' },
        ...{ description: null, location: null, doorGroupId: null },
      })
      made.push([correlationId, timezone])
    }
    const { rows } = await scene.get('traces.search', EVERYTHING)
    const zones = new Map(rows.map((row) => [row.correlationId, row.timezone]))
    expect(made.map(([correlationId]) => [correlationId, zones.get(correlationId)])).toEqual(made)
  })

  it('names what a change was made to, and by a plan what it is of', async () => {
    const site = await scene.get('sites.create', { name: 'Hotel Miramar', timezone: 'Europe/Lisbon' })
    const person = await scene.get('people.create', { name: 'Ana Ruiz', note: null })
    const doorIds: number[] = []
    for (const [name, lockId] of [
      ['Attic', '77'],
      ['Cellar', '78'],
    ] as const) {
      const door = await scene.get('doors.provision', {
        ...{ siteId: site.id, deviceId: null, lockId, name },
        ...{ description: null, location: null, doorGroupId: null },
      })
      doorIds.push(door.doorId)
    }
    const forGood = { pin: null, startsAt: null, endsAt: null, doorGroupIds: [] }
    const given = await scene.get('people.giveCode', { personId: person.id, doorIds, ...forGood })
    await scene.get('plans.preview', { scope: { kind: 'all' } })
    const { rows } = await scene.get('traces.search', EVERYTHING)
    const titles = rows.map(({ title }) => title)
    expect(titles).toEqual(
      expect.arrayContaining(['Maria', 'Hotel Miramar', 'Ana Ruiz', 'Attic', 'All doors (2)']),
    )
    expect(rows.find(({ correlationId }) => correlationId === given.correlationId)?.title).toBe('2 doors')
  })
})
