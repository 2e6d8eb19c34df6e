import { afterEach, describe, expect, it } from 'vitest'
import type { CredentialId, DoorId, JobId, PlanId } from '../../../src-main/domain/ids.ts'
import { toIso } from '../../../src-main/domain/instant.ts'
import { codesOnDoors } from '../../../src-main/ipc/present/codeOnDoor.ts'
import { extendCode, revokeCode } from '../../../src-main/useCases/changeCodes.ts'
import { checkDoors } from '../../../src-main/useCases/checkDoors.ts'
import { markCode } from '../../../src-main/useCases/markCode.ts'
import { applyPlan, approvePlan } from '../../../src-main/useCases/plans.ts'
import { giveNewPin } from '../../../src-main/useCases/takenPin.ts'
import { undoPlan } from '../../../src-main/useCases/undoPlan.ts'
import type { CodeOnDoorView } from '../../../src-preload/contract/views/people.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt, oldStray } from '../../support/engineSite.ts'

const APPROVE = { ...AUTO_ULTRA_STRICT, policy: 'approve' } as const
const HOUR_MS = 3_600_000
const LOCK = lockIdAt(0)

describe('what a manager reads of a code on a door', () => {
  let plant: EnginePlant

  afterEach(async () => {
    await plant.close()
  })

  const inHours = (hours: number) =>
    toIso(Math.floor(plant.clock.nowMs() / 60_000) * 60_000 + hours * HOUR_MS)

  /** A door on whose lock a code of ours stands. */
  async function start(hours?: number): Promise<{ doorId: DoorId; credentialId: CredentialId }> {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    const doorId = await plant.provisioned(LOCK)
    const window = hours === undefined ? {} : { startsAt: inHours(-1), endsAt: inHours(hours) }
    const { credentialId, jobIds } = plant.give([doorId], { pin: '482915', ...window })
    await plant.job(jobIds[0] as JobId, 'done')
    expect(said(credentialId)).toEqual({ standing: 'works_now', waitsBecause: null })
    return { doorId, credentialId }
  }

  function views(credentialId: CredentialId): readonly CodeOnDoorView[] {
    const { store, clock, profile } = plant
    const credential = store.people.getCredential(credentialId)
    if (!credential) throw new Error('no such credential')
    return codesOnDoors({ store, vault: profile.vault, nowMs: clock.nowMs() })(credential)
  }

  function said(credentialId: CredentialId, index = 0) {
    const view = views(credentialId)[index]
    return view && { standing: view.standing, waitsBecause: view.waitsBecause }
  }

  const deviceOf = (doorId: DoorId) =>
    plant.store.doors.get(doorId)?.integrationDeviceId ?? expect.unreachable()

  it('extended while its removal waits for approval, is not that it works', async () => {
    const { credentialId } = await start(1)
    plant.enforce(APPROVE)
    await plant.engine().idle()
    plant.advance(2 * HOUR_MS)
    await plant.engine().idle()
    extendCode(plant.useCases, plant.actor(), { credentialId, endsAt: inHours(30) })
    await plant.engine().idle()
    expect(said(credentialId)).toEqual({
      standing: 'not_proven',
      waitsBecause: 'The lock still holds other times. A plan for this door awaits approval.',
    })
  })

  it('whose extension did not reach the lock, is not that it works after its old end', async () => {
    const { credentialId } = await start(2)
    await plant.simulator.control.setService({ up: false })
    extendCode(plant.useCases, plant.actor(), { credentialId, endsAt: inHours(24) })
    await plant.engine().idle()
    plant.advance(3 * HOUR_MS)
    await plant.engine().idle()
    expect(said(credentialId)).toMatchObject({
      standing: 'not_proven',
      waitsBecause: expect.stringMatching(/^The lock still holds other times\. Waits for the /),
    })
    expect(views(credentialId)).toMatchObject([{ evidence: 'none', evidenceAt: null }])
  })

  it('whose extension was undone, says that a person has to decide', async () => {
    const { credentialId } = await start(2)
    extendCode(plant.useCases, plant.actor(), { credentialId, endsAt: inHours(30) })
    await plant.engine().idle()
    const [applied] = plant.store.plans.list(1)
    const undo = undoPlan(plant.useCases, plant.actor(), applied?.id as PlanId)
    await plant.job(undo.jobId, 'done')
    approvePlan(plant.useCases, plant.actor(), {
      planId: undo.planId,
      digest: plant.store.plans.get(undo.planId)?.digest ?? '',
      ...{ leftOut: [], reason: 'a mistake', typedDeletes: null },
    })
    await plant.job(applyPlan(plant.useCases, plant.actor(), undo.planId), 'done')
    expect(said(credentialId)).toEqual({
      standing: 'not_proven',
      waitsBecause: 'The lock still holds other times. An undo left it as it is: decide on the door’s page.',
    })
  })

  it('that somebody took off the lock, is not that it works', async () => {
    const { doorId, credentialId } = await start()
    plant.enforce(APPROVE)
    await plant.engine().idle()
    plant.simulator.control.removeCode({ lockId: LOCK, keyboardPwd: '482915' })
    const [jobId] = checkDoors(plant.useCases, plant.actor(), [doorId])
    await plant.job(jobId as JobId, 'done')
    expect(said(credentialId)).toMatchObject({
      standing: 'not_proven',
      waitsBecause: expect.stringMatching(/^The lock’s last list does not show it\./),
    })
  })

  it('with a new PIN, is not that the other door opens with it', async () => {
    plant = await buildEnginePlant({
      site: engineSite([{}, { codes: [oldStray('482915')] }]),
      enforcement: { ...AUTO_ULTRA_STRICT, mode: 'managed_only' },
    })
    const doorIds = [await plant.provisioned(LOCK), await plant.provisioned(lockIdAt(1))] as const
    const { credentialId } = plant.give(doorIds, { pin: '482915' })
    await plant.engine().idle()
    plant.enforce(APPROVE)
    await plant.engine().idle()
    const [stray] = plant.store.codes.actualCodes(deviceOf(doorIds[1]))
    giveNewPin(plant.useCases, plant.actor(), {
      ...{ doorId: doorIds[1], credentialId },
      vendorPinId: stray?.vendorPinId ?? expect.unreachable(),
    })
    await plant.engine().idle()
    expect(said(credentialId)).toEqual({
      standing: 'not_proven',
      waitsBecause: 'The lock still holds another PIN. A plan for this door awaits approval.',
    })
  })

  it('revoked and marked never to be removed, is that it is still on the lock', async () => {
    const { doorId, credentialId } = await start()
    const [code] = plant.store.codes.actualCodes(deviceOf(doorId))
    markCode(plant.useCases, plant.actor(), {
      ...{ doorId, vendorPinId: code?.vendorPinId ?? expect.unreachable() },
      ...{ mark: 'never_delete', until: null, reason: 'the owner’s' },
    })
    await plant.engine().idle()
    revokeCode(plant.useCases, plant.actor(), credentialId)
    await plant.engine().idle()
    expect(plant.memory(LOCK)).toEqual(['482915'])
    expect(said(credentialId)).toEqual({
      standing: 'still_on_lock',
      waitsBecause: 'Marked never to be removed.',
    })
  })

  it('revoked, is that it is still on the lock until a person approved, and then that it ended', async () => {
    const { credentialId } = await start()
    plant.enforce(APPROVE)
    await plant.engine().idle()
    revokeCode(plant.useCases, plant.actor(), credentialId)
    await plant.engine().idle()
    expect(said(credentialId)).toEqual({
      standing: 'still_on_lock',
      waitsBecause: 'A plan for this door awaits approval.',
    })
    plant.enforce(AUTO_ULTRA_STRICT)
    await plant.engine().idle()
    expect(plant.memory(LOCK)).toEqual([])
    expect(said(credentialId)).toEqual({ standing: 'ended', waitsBecause: null })
  })

  it('revoked on a lock that lets nobody remove it from afar, is that it is still there and why', async () => {
    const { credentialId } = await start()
    plant.simulator.control.patchLock({ lockId: LOCK, featureValue: 'F44354CD573' })
    await plant.job(plant.syncDevices(), 'done')
    revokeCode(plant.useCases, plant.actor(), credentialId)
    await plant.engine().idle()
    expect(plant.memory(LOCK)).toEqual(['482915'])
    expect(said(credentialId)).toEqual({
      standing: 'still_on_lock',
      waitsBecause: 'This device allows no removal from afar: see the door’s page.',
    })
  })

  it('revoked on a lock that only Bluetooth reaches, is that it is still there and why', async () => {
    plant = await buildEnginePlant({ site: engineSite([{ gateways: [] }]) })
    await plant.job(plant.syncDevices(), 'done')
    const doorId = await plant.provisioned(LOCK)
    const { credentialId } = plant.give([doorId], { pin: '482915' })
    const { personId } = plant.store.people.getCredential(credentialId) ?? expect.unreachable()
    const keyboardPwdName = `AB U${personId} C${credentialId}`
    plant.simulator.control.putCode({
      ...{ lockId: LOCK, keyboardPwd: '482915', keyboardPwdName, keyboardPwdType: 2 },
    })
    await plant.engine().idle()
    plant.enforce({ ...AUTO_ULTRA_STRICT, graceWindowSeconds: 1_800 })
    await plant.engine().idle()
    expect(said(credentialId)).toEqual({ standing: 'works_now', waitsBecause: null })
    revokeCode(plant.useCases, plant.actor(), credentialId)
    await plant.engine().idle()
    expect(said(credentialId)).toEqual({
      standing: 'still_on_lock',
      waitsBecause: 'Only a phone at the door reaches this lock, by Bluetooth: see the door’s page.',
    })
  })

  it('given far ahead, says when it is put on the lock', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    const doorId = await plant.provisioned(LOCK)
    const { credentialId } = plant.give([doorId], { startsAt: inHours(72), endsAt: inHours(96) })
    await plant.engine().idle()
    expect(said(credentialId)).toEqual({
      standing: 'not_proven',
      waitsBecause: 'It is put on the lock 24 h before it begins.',
    })
  })

  it('given far ahead for a door whose plan awaits approval, does not wait for that plan', async () => {
    plant = await buildEnginePlant({
      site: engineSite([{ codes: [oldStray('917364')] }]),
      enforcement: APPROVE,
    })
    const { doorId, jobId } = plant.provision(LOCK)
    await plant.job(jobId, 'awaiting_approval')
    const { credentialId } = plant.give([doorId], { pin: '482915', startsAt: inHours(48) })
    await plant.engine().idle()
    expect(said(credentialId)).toEqual({
      standing: 'not_proven',
      waitsBecause: 'It is put on the lock 24 h before it begins.',
    })
  })

  it('whose PIN another code holds, leads to the door’s page', async () => {
    plant = await buildEnginePlant({
      site: engineSite([{ codes: [oldStray('482915')] }]),
      enforcement: { ...AUTO_ULTRA_STRICT, mode: 'managed_only' },
    })
    const doorId = await plant.provisioned(LOCK)
    const { credentialId } = plant.give([doorId], { pin: '482915' })
    await plant.engine().idle()
    expect(said(credentialId)).toEqual({
      standing: 'not_proven',
      waitsBecause: 'It is not on the lock: see the door’s page.',
    })
  })

  it('on many doors, costs as many statements as on one', async () => {
    const statements: string[] = []
    plant = await buildEnginePlant({
      site: engineSite(Array.from({ length: 6 }, () => ({}))),
      statementSpy: (statement) => void statements.push(statement),
    })
    const doorIds: DoorId[] = []
    for (let index = 0; index < 6; index++) doorIds.push(await plant.provisioned(lockIdAt(index)))
    const given = [plant.give(doorIds.slice(0, 1)), plant.give(doorIds)]
    await plant.engine().idle()
    const doors = new Map(plant.store.doors.list().map((record) => [record.door.id, record]))
    const { store, clock, profile } = plant
    const parts = { store, vault: profile.vault, nowMs: clock.nowMs() }
    const counts = given.map(({ credentialId }) => {
      const viewsOf = codesOnDoors(parts, (id) => doors.get(id) ?? null)
      const credential = store.people.getCredential(credentialId) ?? expect.unreachable()
      statements.length = 0
      expect(viewsOf(credential).map(({ standing }) => standing)).toContain('works_now')
      return statements.length
    })
    expect(counts[1]).toBe(counts[0])
  })
})
