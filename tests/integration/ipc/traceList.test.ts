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
    await scene.get('people.create', { name: 'Ana Ruiz', note: null })
    await scene.get('doors.provision', {
      ...{ siteId: site.id, deviceId: null, lockId: '77', name: 'Attic' },
      ...{ description: null, location: null, doorGroupId: null },
    })
    await scene.get('plans.preview', { scope: { kind: 'all' } })
    const { rows } = await scene.get('traces.search', EVERYTHING)
    expect(rows.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['Maria', 'Hotel Miramar', 'Ana Ruiz', 'Attic', 'All doors (1)']),
    )
  })
})
