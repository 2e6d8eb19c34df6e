import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AppScene, openAppScene } from '../../support/appScene.ts'
import { createFakeKeyring } from '../../support/fakeKeyring.ts'

describe('doors.provision with bad input', () => {
  let scene: AppScene
  let siteId: number
  const draft = {
    name: 'Front door',
    deviceId: null,
    lockId: '28991110',
    description: null,
    location: null,
    doorGroupId: null,
  }

  beforeAll(async () => {
    scene = await openAppScene(createFakeKeyring(true))
    await scene.get('session.begin', { name: 'Maria', passcode: 'harbour-lights', choice: 'connect' })
    siteId = (await scene.get('sites.create', { name: 'Hotel', timezone: 'Europe/Lisbon' })).id
    await scene.get('doors.provision', { ...draft, siteId })
  })
  afterAll(() => scene.close())

  const refused: readonly (readonly [string, object, string, string])[] = [
    ['a door without a name', { name: '   ' }, 'name', 'required'],
    ['a name longer than a label', { name: 'x'.repeat(81), lockId: '5' }, 'name', 'too_long'],
    ['a lock id that is not a number', { name: 'Back', lockId: '12a' }, 'lockId', 'not_a_number'],
    ['a lock id longer than any', { name: 'Back', lockId: '9'.repeat(16) }, 'lockId', 'too_long'],
    ['a device that guards another door', { name: 'Back' }, 'lockId', 'device_already_guards_door'],
    [
      'the same name in the site, in other letters',
      { name: 'FRONT DOOR', lockId: '77' },
      'name',
      'duplicate_name',
    ],
    ['a site that does not exist', { name: 'Back', lockId: '77', siteId: 99 }, 'siteId', 'unknown_site'],
    [
      'a device that does not exist',
      { name: 'Back', lockId: null, deviceId: 99 },
      'deviceId',
      'unknown_device',
    ],
    ['neither device nor lock id', { name: 'Back', lockId: null }, 'deviceId', 'choose_device_or_lock_id'],
    [
      'both device and lock id',
      { name: 'Back', lockId: '77', deviceId: 1 },
      'deviceId',
      'choose_device_or_lock_id',
    ],
    [
      'a group of another site',
      { name: 'Back', lockId: '77', doorGroupId: 4 },
      'doorGroupId',
      'unknown_group',
    ],
  ]

  it.each(refused)('refuses %s at its field and stores nothing', async (_what, change, path, code) => {
    const before = await scene.get('doors.list', {})
    const audit = scene.session.runtime.store.traces.auditHead()
    const envelope = await scene.ask('doors.provision', { ...draft, siteId, ...change })
    expect(envelope).toMatchObject({ ok: false, error: { code: 'validation_failed' } })
    const fields = envelope.ok ? [] : (envelope.error.fields ?? [])
    expect(fields).toContainEqual(expect.objectContaining({ path, code }))
    expect(await scene.get('doors.list', {})).toHaveLength(before.length)
    expect(scene.session.runtime.store.traces.auditHead()).toEqual(audit)
  })

  it('names every field of an empty form at once', async () => {
    const envelope = await scene.ask('doors.provision', { ...draft, name: '', siteId: 0, lockId: null })
    const paths = envelope.ok ? [] : envelope.error.fields?.map((field) => field.path)
    expect(paths).toEqual(['name', 'siteId', 'deviceId'])
  })

  it('names the door that the device guards, so that the sentence can', async () => {
    const envelope = await scene.ask('doors.provision', { ...draft, siteId, name: 'Back' })
    expect(envelope.ok ? null : envelope.error.fields?.[0]?.facts).toEqual({ doorName: 'Front door' })
  })
})
