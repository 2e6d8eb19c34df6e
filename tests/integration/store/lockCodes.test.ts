import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ActualCode } from '../../../src-main/domain/code/actualCode.ts'
import type { CredentialId } from '../../../src-main/domain/ids.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import type { EvidenceGrade } from '../../../src-main/ports/stores/lockCodeStore.ts'
import {
  addCredential,
  addDoor,
  type DoorScene,
  listedCode,
  newJob,
  newOperation,
  vendorPin,
} from '../../support/storeScene.ts'
import { openTestStore } from '../../support/testStore.ts'

let profile: ReturnType<typeof openTestStore>
let store: Store
let scene: DoorScene
let credentialId: CredentialId

beforeEach(() => {
  profile = openTestStore()
  store = profile.store
  scene = addDoor(store)
  credentialId = addCredential(store, scene.doorId, '739154')
})
afterEach(() => profile.remove())

const at = (minutes: number) => new Date(Date.UTC(2026, 1, 5, 17, minutes)).toISOString()
const CODE = vendorPin('50957532')
const period = (startMs: number, endMs: number) => ({ kind: 'period', startMs, endMs }) as const

function read(minutes: number, ...codes: readonly ActualCode[]): void {
  profile.clock.setTo(at(minutes))
  store.codes.recordReading(scene.deviceId, codes, at(minutes))
}

function sighting() {
  return store.codes.sightings(scene.deviceId).find((found) => found.vendorPinId === CODE)
}

function putReceipt(evidenceGrade: EvidenceGrade, vendorPinId = CODE) {
  return store.codes.insertReceipt({
    credentialId,
    doorId: scene.doorId,
    deviceId: scene.deviceId,
    vendorPinId,
    operationId: null,
    evidenceGrade,
    evidenceAt: at(0),
  })
}

describe('recordReading', () => {
  it('of every kind of row, gives back what was read', () => {
    const codes = [
      listedCode({ vendorPinId: vendorPin('1'), pin: '012345', name: null }),
      listedCode({
        vendorPinId: vendorPin('2'),
        window: period(1_770_305_016_424, 1_801_841_076_424),
        codeType: 3,
        createdAtMs: 1_770_305_080_000,
        senderUsername: 'owner@example.com',
      }),
      listedCode({
        vendorPinId: vendorPin('3'),
        window: { kind: 'other', codeType: 12 },
        codeType: 12,
        isCustom: false,
        status: 'unknown',
      }),
    ]
    read(0, ...codes)
    expect(store.codes.actualCodes(scene.deviceId)).toEqual(codes)
    expect(store.codes.countActualCodesAtSite(scene.siteId)).toBe(3)
  })

  it('with digits that are known by their hash, unseals the others alone', () => {
    const codes = [
      listedCode({ vendorPinId: vendorPin('1'), pin: '739154' }),
      listedCode({ vendorPinId: vendorPin('2'), pin: '482915' }),
    ]
    read(0, ...codes)
    const known = new Map([[store.codes.hashPin('739154'), '739154']])
    expect(store.codes.actualCodes(scene.deviceId, known)).toEqual(codes)
    const sqlite = new Database(profile.file)
    sqlite.exec("update actual_code set pin_sealed = 'broken' where vendor_pin_id = '1'")
    sqlite.close()
    expect(store.codes.actualCodes(scene.deviceId, known)).toEqual(codes)
    expect(() => store.codes.actualCodes(scene.deviceId)).toThrow('sealed text does not open')
  })

  it('after another, replaces its rows', () => {
    const kept = listedCode({ vendorPinId: vendorPin('1') })
    const renamed = listedCode({ vendorPinId: vendorPin('2'), name: 'after', pin: '9988776' })
    read(
      0,
      kept,
      listedCode({ vendorPinId: vendorPin('2'), name: 'before' }),
      listedCode({ vendorPinId: vendorPin('3') }),
    )
    read(5, kept, renamed)
    expect(store.codes.actualCodes(scene.deviceId)).toEqual([kept, renamed])
  })

  it('of one lock, leaves the rows of another', () => {
    const other = addDoor(store, '4711')
    store.codes.recordReading(other.deviceId, [listedCode()], at(0))
    read(1)
    expect(store.codes.actualCodes(other.deviceId)).toHaveLength(1)
    expect(store.codes.countActualCodesAtSite(scene.siteId)).toBe(0)
  })

  it('of a door that could not be read, makes it known again', () => {
    store.doors.setUnreadable(scene.doorId, 'gateway offline', at(0))
    read(5)
    expect(store.doors.state(scene.doorId)).toMatchObject({
      readingKind: 'known',
      lastReadAt: at(5),
      unreadableSince: null,
      unreadableReason: null,
    })
  })
})

describe('sightings', () => {
  it('of a code read again and again, keep the first time and the last', () => {
    read(0, listedCode())
    read(5, listedCode())
    read(9, listedCode())
    expect(sighting()).toEqual({
      vendorPinId: CODE,
      firstSeenAt: at(0),
      lastSeenAt: at(9),
      changedAt: null,
      unreadableMs: 0,
    })
  })

  it('of a renamed code, show no change', () => {
    read(0, listedCode({ name: 'before' }))
    read(5, listedCode({ name: 'after' }))
    expect(sighting()?.changedAt).toBeNull()
  })

  it.each([
    ['PIN', { pin: '999111' }],
    ['window', { window: period(0, 60_000) }],
  ])('of a code whose %s another changed, show the reading that told', (_what, change) => {
    read(0, listedCode())
    read(5, listedCode(change))
    read(9, listedCode(change))
    expect(sighting()).toMatchObject({ firstSeenAt: at(0), changedAt: at(5) })
  })

  it('of a window that moved within its minute, show no change', () => {
    read(0, listedCode({ window: period(60_000, 120_000) }))
    read(5, listedCode({ window: period(60_999, 179_999) }))
    expect(sighting()?.changedAt).toBeNull()
  })

  it('after a change of our own, take the next difference for ours, once', () => {
    read(0, listedCode())
    store.codes.recordOwnChange(scene.deviceId, CODE)
    read(5, listedCode({ pin: '111333' }))
    expect(sighting()?.changedAt).toBeNull()
    read(6, listedCode({ pin: '222444' }))
    expect(sighting()?.changedAt).toBe(at(6))
  })

  it('after a change of our own that the list shows late, still take it for ours', () => {
    read(0, listedCode())
    store.codes.recordOwnChange(scene.deviceId, CODE)
    read(1, listedCode())
    read(2, listedCode({ pin: '111333' }))
    expect(sighting()?.changedAt).toBeNull()
  })

  it('while a change of our own is on its way, take a difference for ours', () => {
    read(0, listedCode())
    const { job } = store.jobs.enqueue(newJob())
    store.operations.insertIntent(newOperation(job.id, scene, { kind: 'change', pin: '111333' }), at(1))
    read(2, listedCode({ pin: '111333' }))
    expect(sighting()?.changedAt).toBeNull()
  })

  it('after a change of our own that changed nothing, do not excuse a stranger for ever', () => {
    read(0, listedCode())
    store.codes.recordOwnChange(scene.deviceId, CODE)
    read(90, listedCode())
    read(95, listedCode({ pin: '111333' }))
    expect(sighting()?.changedAt).toBe(at(95))
  })

  it('of a code that was gone for a while, keep the first time', () => {
    read(0, listedCode())
    read(5)
    read(9, listedCode())
    expect(sighting()).toMatchObject({ firstSeenAt: at(0), lastSeenAt: at(9) })
  })

  it('in another run of the program, are the same', () => {
    read(0, listedCode())
    store.close()
    store = profile.openStore()
    read(5, listedCode())
    expect(sighting()).toMatchObject({ firstSeenAt: at(0), changedAt: null })
  })
})

describe('unreadable time', () => {
  it('of a lock, is added to what was seen before it', () => {
    read(0, listedCode())
    store.doors.setUnreadable(scene.doorId, 'gateway offline', at(10))
    store.doors.setUnreadable(scene.doorId, 'still offline', at(20))
    read(30, listedCode(), listedCode({ vendorPinId: vendorPin('2') }))
    const known = store.codes
      .sightings(scene.deviceId)
      .map((found) => [found.vendorPinId, found.unreadableMs])
    expect(known).toEqual([
      ['2', 0],
      [CODE, 20 * 60_000],
    ])
  })

  it.each([
    ['the codes', () => read(30, listedCode()), () => store.doors.setRead(scene.doorId, at(30))],
    ['the door', () => store.doors.setRead(scene.doorId, at(30)), () => read(30, listedCode())],
  ])('told first by %s, is added once', (_who, first, second) => {
    read(0, listedCode())
    store.doors.setUnreadable(scene.doorId, 'gateway offline', at(10))
    first()
    second()
    expect(sighting()?.unreadableMs).toBe(20 * 60_000)
  })

  it('twice, adds up', () => {
    read(0, listedCode())
    for (const minutes of [10, 30]) {
      store.doors.setUnreadable(scene.doorId, 'offline', at(minutes))
      read(minutes + 5, listedCode())
    }
    expect(sighting()?.unreadableMs).toBe(10 * 60_000)
  })

  it('before a change behind our back, no longer counts', () => {
    read(0, listedCode())
    store.doors.setUnreadable(scene.doorId, 'offline', at(10))
    read(20, listedCode({ pin: '999111' }))
    expect(sighting()).toMatchObject({ changedAt: at(20), unreadableMs: 0 })
  })

  it('of one lock, does not touch another', () => {
    const other = addDoor(store, '4711')
    store.codes.recordReading(other.deviceId, [listedCode()], at(0))
    store.doors.setUnreadable(scene.doorId, 'offline', at(10))
    read(20)
    expect(store.codes.sightings(other.deviceId)[0]?.unreadableMs).toBe(0)
  })
})

describe('receipts', () => {
  it.each<[EvidenceGrade, EvidenceGrade, string]>([
    ['none', 'listed', at(5)],
    ['sent_unconfirmed', 'listed', at(5)],
    ['listed', 'listed', at(5)],
    ['computed', 'computed', at(0)],
    ['read_back', 'read_back', at(0)],
    ['used_at_door', 'used_at_door', at(0)],
  ])('with evidence "%s" whose code is listed, have "%s" then', (before, after, evidenceAt) => {
    putReceipt(before)
    read(5, listedCode())
    expect(store.codes.receipts(scene.doorId)).toMatchObject([{ evidenceGrade: after, evidenceAt }])
  })

  it.each(['under_way', 'not_on_lock', 'expired_or_invalid', 'unknown'] as const)(
    'whose row is %s, gain nothing from the list',
    (status) => {
      putReceipt('sent_unconfirmed')
      read(5, listedCode({ status }))
      expect(store.codes.receipts(scene.doorId)[0]?.evidenceGrade).toBe('sent_unconfirmed')
    },
  )

  it('voided, are no longer among the live ones', () => {
    putReceipt('read_back')
    store.codes.voidReceipt(scene.deviceId, CODE, at(5))
    expect(store.codes.receipts(scene.doorId)).toEqual([])
  })

  it('of a credential that gets another code on the door, give way to the new one', () => {
    putReceipt('read_back')
    const id = putReceipt('read_back', vendorPin('2'))
    expect(store.codes.receipts(scene.doorId).map((found) => [found.id, found.vendorPinId])).toEqual([
      [id, '2'],
    ])
  })

  it('raised by hand, keep the time of the proof', () => {
    putReceipt('listed')
    store.codes.setEvidence(scene.deviceId, CODE, 'used_at_door', at(7))
    expect(store.codes.receipts(scene.doorId)).toMatchObject([
      { evidenceGrade: 'used_at_door', evidenceAt: at(7) },
    ])
  })
})

describe('hashPin', () => {
  it('of equal PINs, is equal; of others, another', () => {
    expect(store.codes.hashPin('482915')).toBe(store.codes.hashPin('482915'))
    expect(store.codes.hashPin('482915')).not.toBe(store.codes.hashPin('482916'))
  })
})
