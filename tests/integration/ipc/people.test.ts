import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CredentialId } from '../../../src-main/domain/ids.ts'
import { type AppScene, openAppScene } from '../../support/appScene.ts'
import { createFakeKeyring } from '../../support/fakeKeyring.ts'

const HOUR_MS = 3_600_000

describe('people and their codes', () => {
  let scene: AppScene
  let doorId: number
  let groupId: number
  let personId: number

  beforeEach(async () => {
    scene = await openAppScene(createFakeKeyring(true))
    await scene.get('session.begin', { name: 'Maria', passcode: 'harbour-lights', choice: 'connect' })
    const site = await scene.get('sites.create', { name: 'Hotel', timezone: 'Europe/Lisbon' })
    groupId = (await scene.get('doorGroups.create', { siteId: site.id, name: 'Rooms' })).id
    const base = { siteId: site.id, deviceId: null, description: null, location: null }
    const door = { ...base, name: 'Front door', lockId: '28991110', doorGroupId: null }
    doorId = (await scene.get('doors.provision', door)).doorId
    await scene.get('doors.provision', { ...base, name: 'Room 1', lockId: '28991111', doorGroupId: groupId })
    personId = (await scene.get('people.create', { name: 'Ana Duarte', note: null })).id
  })
  afterEach(() => scene.close())

  const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString()
  const draft = () => ({
    personId,
    pin: null,
    startsAt: null,
    endsAt: inHours(24),
    doorIds: [doorId],
    doorGroupIds: [groupId],
  })

  it('given a code on a door and a group, shows the PIN once and enqueues a job for each door', async () => {
    const given = await scene.get('people.giveCode', draft())
    expect(given.pin).toMatch(/^\d{6}$/)
    expect(given.codeName).toBe(`AB U${personId} C${given.credentialId}`)
    expect(given.jobIds).toHaveLength(2)
    const detail = await scene.get('people.get', { personId })
    expect(detail.credentials[0]?.doors.map((door) => [door.doorName, door.standing])).toEqual([
      ['Front door', 'not_proven'],
      ['Room 1', 'not_proven'],
    ])
    expect(JSON.stringify(detail)).not.toContain(given.pin)
  })

  const refused: readonly (readonly [string, object, string, string])[] = [
    ['too simple a PIN', { pin: '1234' }, 'pin', 'pin_too_simple'],
    ['a PIN with letters', { pin: '12ab' }, 'pin', 'pin_not_digits'],
    ['a PIN of ten digits', { pin: '1357924680' }, 'pin', 'pin_length'],
    ['an end that has passed', { endsAt: inHours(-1) }, 'endsAt', 'window_in_past'],
    ['an end before the start', { startsAt: inHours(9), endsAt: inHours(8) }, 'endsAt', 'window_backwards'],
    ['no door at all', { doorIds: [], doorGroupIds: [] }, 'doorIds', 'choose_doors'],
    ['a door that does not exist', { doorIds: [99] }, 'doorIds', 'not_in_list'],
  ]
  it.each(refused)('refuses %s at its field and stores nothing', async (_what, change, path, code) => {
    const envelope = await scene.ask('people.giveCode', { ...draft(), ...change })
    const fields = envelope.ok ? [] : (envelope.error.fields ?? [])
    expect(fields).toContainEqual(expect.objectContaining({ path, code }))
    expect((await scene.get('people.get', { personId })).credentials).toEqual([])
  })

  it('refuses a PIN that another live code has on one of the doors', async () => {
    const { pin } = await scene.get('people.giveCode', draft())
    const second = await scene.ask('people.giveCode', { ...draft(), pin })
    expect(second).toMatchObject({ error: { fields: [{ path: 'pin', code: 'pin_in_use' }] } })
  })

  it('extended, is refused while somebody else has its PIN on one of its doors; shortened, it is not', async () => {
    const first = await scene.get('people.giveCode', { ...draft(), endsAt: inHours(1) })
    const { store } = scene.session.runtime
    const credentialId = first.credentialId as CredentialId
    store.write(() => store.people.setCredentialEnd(credentialId, inHours(-1)))
    await scene.get('people.giveCode', { ...draft(), pin: first.pin, doorGroupIds: [] })
    const ends = (endsAt: string) => scene.ask('people.extendCode', { credentialId, endsAt })
    expect(await ends(inHours(30))).toMatchObject({
      error: { fields: [{ path: 'endsAt', code: 'pin_given_away' }] },
    })
    store.write(() => store.people.setCredentialEnd(credentialId, inHours(3)))
    expect(await ends(inHours(2))).toMatchObject({ ok: true })
  })

  it('begun within a day, stand on the morning board until they are proven; others do not', async () => {
    await scene.get('people.giveCode', { ...draft(), startsAt: inHours(5) })
    await scene.get('people.giveCode', { ...draft(), startsAt: inHours(25), endsAt: inHours(48) })
    const over = await scene.get('people.giveCode', { ...draft(), startsAt: inHours(6) })
    await scene.get('people.revokeCode', { credentialId: over.credentialId })
    const { startingWithoutProof } = await scene.get('overview.get', {})
    expect(startingWithoutProof).toMatchObject([
      { doorName: 'Front door', personName: 'Ana Duarte', evidence: 'none' },
      { doorName: 'Room 1', personName: 'Ana Duarte', evidence: 'none' },
    ])
  })

  it('checked out, revokes every code in one trace', async () => {
    await scene.get('people.giveCode', draft())
    await scene.get('people.giveCode', draft())
    const { correlationId } = await scene.get('people.checkOut', { personId })
    const detail = await scene.get('people.get', { personId })
    expect(detail.credentials.map((credential) => credential.isActive)).toEqual([false, false])
    const trace = await scene.get('traces.get', { correlationId })
    // The work was folded into jobs that wait since the codes were given, so their records stand here as well.
    const own = trace.app_audit.filter((row) => row.correlation_id === correlationId)
    expect(own.map((row) => row.action)).toEqual(['revoke', 'revoke'])
  })

  it('reveals a PIN only with a reason, and the audit keeps the reason but not the PIN', async () => {
    const given = await scene.get('people.giveCode', draft())
    const none = await scene.ask('people.revealPin', { credentialId: given.credentialId, reason: ' ' })
    expect(none).toMatchObject({ error: { fields: [{ path: 'reason', code: 'required' }] } })
    const reveal = { credentialId: given.credentialId, reason: 'Guest forgot it' }
    expect(await scene.get('people.revealPin', reveal)).toEqual({ pin: given.pin })
    const { store } = scene.session.runtime
    const [trace] = store.traces.search({
      text: '',
      doorId: null,
      outcome: 'all',
      debugSession: null,
      from: null,
      to: null,
      after: null,
      limit: 1,
    })
    const audit = trace ? store.traces.auditOf([trace.correlationId]) : []
    expect(audit[0]).toMatchObject({ action: 'reveal_pin', after: { reason: 'Guest forgot it' } })
    expect(JSON.stringify(audit)).not.toContain(given.pin)
  })
})
