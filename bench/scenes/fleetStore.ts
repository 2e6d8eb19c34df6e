import type Database from 'better-sqlite3'
import type { ActualCode } from '../../src-main/domain/code/actualCode.ts'
import type { CredentialId } from '../../src-main/domain/ids.ts'
import { toIso } from '../../src-main/domain/instant.ts'
import type { Store } from '../../src-main/ports/store.ts'
import type { DoorRecord } from '../../src-main/ports/stores/doorStore.ts'
import { addSite } from '../../tests/support/storeScene.ts'
import { createTestVault } from '../../tests/support/testVault.ts'
import { openBenchStore } from './benchStore.ts'
import { makeDoors } from './doorScene.ts'

/**
 * The doors of `doorScene.ts` in a database: every door lists the same codes, for the credentials of one group. As there,
 * 13 of 200 codes need a line.
 */
export function openFleetStore(doorCount: number): {
  readonly store: Store
  readonly sqlite: Database.Database
} {
  const { store, sqlite } = openBenchStore('FULL')
  const [pattern] = makeDoors(1, 200).inputs
  if (pattern?.reading.kind !== 'known') throw new Error('doors of this scene can be read')
  const { codes } = pattern.reading
  const atIso = toIso(pattern.nowMs)
  const siteId = addSite(store)
  const doorGroupId = store.sites.insertGroup({ siteId, name: 'All' })
  const credentialOf = new Map<CredentialId, CredentialId>()
  store.write(() => {
    for (const { credentialId, pin, window } of pattern.credentials) {
      const personId = store.people.insert({ name: `Guest ${credentialId}`, note: null })
      const made = store.people.insertCredential({
        personId,
        pin,
        startsAt: window?.startMs ? toIso(window.startMs) : null,
        endsAt: window?.endMs ? toIso(window.endMs) : null,
      })
      store.people.insertGrant({
        credentialId: made,
        doorId: null,
        doorGroupId,
        startsAt: null,
        endsAt: null,
      })
      credentialOf.set(credentialId, made)
    }
  })
  const addDoor = (index: number) => {
    const externalId = String(28_991_110 + index)
    const deviceId = store.accounts.insertUnverifiedDevice(externalId)
    const name = `Door ${index + 1}`
    const rest = { accountId: null, description: null, location: null }
    return store.doors.insert({ siteId, doorGroupId, deviceId, externalId, name, ...rest })
  }
  const first = store.write(() => {
    const door = addDoor(0)
    const deviceId = door.integrationDeviceId
    for (const { credentialId, vendorPinId } of pattern.receipts) {
      const made = credentialOf.get(credentialId)
      if (made === undefined) continue
      store.codes.insertReceipt({
        credentialId: made,
        doorId: door.id,
        deviceId,
        vendorPinId,
        operationId: null,
        evidenceGrade: 'listed',
        evidenceAt: atIso,
      })
    }
    store.codes.recordReading(deviceId, codes, atIso)
    store.doors.setRead(door.id, atIso)
    return door
  })
  // A reading of new codes takes a quarter of a second: the other doors get copies of the rows, each PIN sealed for its own.
  const copyTo = prepareCopies(sqlite, first, codes)
  sqlite.pragma('synchronous = OFF')
  for (let index = 1; index < doorCount; index++) {
    store.write(() => {
      const door = addDoor(index)
      copyTo(door)
      store.doors.setRead(door.id, atIso)
    })
  }
  sqlite.pragma('synchronous = FULL')
  return { store, sqlite }
}

function prepareCopies(
  sqlite: Database.Database,
  from: DoorRecord,
  codes: readonly ActualCode[],
): (to: DoorRecord) => void {
  const vault = createTestVault()
  const copies = ['provider_receipt', 'sighting', 'listed_pin', 'lock_watch', 'actual_code'].map((table) => {
    const columns = sqlite.pragma(`table_info(${table})`) as readonly { readonly name: string }[]
    const names = columns.map(({ name }) => name).filter((name) => name !== 'id')
    const values = names.map((name) =>
      name === 'integration_device_id' ? '@deviceId' : name === 'door_id' ? '@doorId' : name,
    )
    return sqlite.prepare(`insert into ${table} (${names.join(', ')}) select ${values.join(', ')} from ${table}
      where integration_device_id = ${from.integrationDeviceId}`)
  })
  const seal = sqlite.prepare(
    'update actual_code set pin_sealed = ? where integration_device_id = ? and vendor_pin_id = ?',
  )
  return ({ id, integrationDeviceId }) => {
    for (const copy of copies) copy.run({ deviceId: integrationDeviceId, doorId: id })
    for (const { vendorPinId, pin } of codes) {
      const sealed = vault.seal(pin, `actual_code.pin_sealed:${integrationDeviceId}/${vendorPinId}`)
      seal.run(sealed, integrationDeviceId, vendorPinId)
    }
  }
}

/** The same difference as three anti-joins over the program's own tables: rows alone, without a rule or a reason. */
export function prepareAntiJoins(sqlite: Database.Database): () => number {
  const missing = sqlite.prepare(`
    select door.id, credential.id from door
    join "grant" on "grant".door_group_id = door.door_group_id and "grant".revoked_at is null
    join credential on credential.id = "grant".credential_id and credential.revoked_at is null
    left join provider_receipt on provider_receipt.door_id = door.id
      and provider_receipt.credential_id = credential.id and provider_receipt.voided_at is null
    left join actual_code on actual_code.integration_device_id = door.integration_device_id
      and actual_code.vendor_pin_id = provider_receipt.vendor_pin_id
    where actual_code.vendor_pin_id is null`)
  const different = sqlite.prepare(`
    select provider_receipt.door_id, credential.id, actual_code.vendor_pin_id from provider_receipt
    join credential on credential.id = provider_receipt.credential_id
    join actual_code on actual_code.integration_device_id = provider_receipt.integration_device_id
      and actual_code.vendor_pin_id = provider_receipt.vendor_pin_id
    where provider_receipt.voided_at is null and (actual_code.pin_hash <> credential.pin_hash
      or actual_code.starts_at is not credential.starts_at or actual_code.ends_at is not credential.ends_at)`)
  const unexpected = sqlite.prepare(`
    select actual_code.integration_device_id, actual_code.vendor_pin_id from actual_code
    left join provider_receipt on provider_receipt.integration_device_id = actual_code.integration_device_id
      and provider_receipt.vendor_pin_id = actual_code.vendor_pin_id and provider_receipt.voided_at is null
    where provider_receipt.id is null`)
  return () => missing.all().length + different.all().length + unexpected.all().length
}
