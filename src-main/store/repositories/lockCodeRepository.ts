import { and, asc, count, eq, inArray, isNull, or } from 'drizzle-orm'
import { doorTable } from '../../../db/schema/door.ts'
import { lockWatchTable } from '../../../db/schema/doorUse.ts'
import { actualCodeTable, providerReceiptTable, sightingTable } from '../../../db/schema/lockCode.ts'
import type { ActualCode } from '../../domain/code/actualCode.ts'
import type {
  CredentialId,
  DeviceId,
  DoorId,
  OperationId,
  ReceiptId,
  SiteId,
  VendorPinId,
} from '../../domain/ids.ts'
import { listedText } from '../../domain/plan/fingerprint.ts'
import type {
  CodeAtAGlance,
  EvidenceGrade,
  LockCodeStore,
  PinsByHash,
  ProvenCode,
  ReceiptRecord,
  SightingRecord,
} from '../../ports/stores/lockCodeStore.ts'
import { asId, asIdOrNull, asTextId, given, isAmong } from '../columns.ts'
import { columnsInOrder, directRows, directTuples, type SelectedTuple } from '../directStatement.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'
import {
  describeSeen,
  isSameRow,
  LISTED_COLUMNS,
  preparePutCode,
  toActualCode,
  toCodeColumns,
} from './actualCodeRows.ts'
import { prepareGlance } from './codesAtAGlance.ts'
import { prepareCodesOfCredential } from './codesOfCredential.ts'
import { recordCompleteReading } from './completeReading.ts'
import { noteListedPins } from './listedPins.ts'
import { noteSightings } from './sightings.ts'

const receipt = providerReceiptTable

const SIGHTING_COLUMNS = [
  sightingTable.vendorPinId,
  sightingTable.firstSeenAt,
  sightingTable.lastSeenAt,
  sightingTable.changedAt,
  sightingTable.unreadableMs,
] as const

const RECEIPT_COLUMNS = [
  receipt.id,
  receipt.credentialId,
  receipt.vendorPinId,
  receipt.operationId,
  receipt.evidenceGrade,
  receipt.evidenceAt,
  receipt.createdAt,
] as const

export class LockCodeRepository implements LockCodeStore {
  readonly #context: StoreContext
  readonly #codeRowsOf
  readonly #putCode
  readonly #codesOf
  readonly #codesAmong
  readonly #glance
  readonly #codesOfCredential
  readonly #listDigestOf
  readonly #sightingsOf
  readonly #sightingOf
  readonly #pinSealedOf
  readonly #receiptsOf
  readonly #receiptsAmong

  constructor(context: StoreContext) {
    this.#context = context
    const { db, sqlite } = context
    const ofDevice = eq(actualCodeTable.integrationDeviceId, given('deviceId'))
    const codeRows = db.select().from(actualCodeTable).where(ofDevice)
    this.#codeRowsOf = directRows(sqlite, codeRows, actualCodeTable)
    this.#putCode = preparePutCode(context)
    const codes = db
      .select(columnsInOrder(LISTED_COLUMNS))
      .from(actualCodeTable)
      .where(ofDevice)
      .orderBy(asc(actualCodeTable.vendorPinId))
    this.#codesOf = directTuples(sqlite, codes, LISTED_COLUMNS)
    const codesAmong = db
      .select(columnsInOrder(LISTED_COLUMNS))
      .from(actualCodeTable)
      .where(and(ofDevice, isAmong(actualCodeTable.vendorPinId)))
    this.#codesAmong = directTuples(sqlite, codesAmong, LISTED_COLUMNS)
    this.#glance = prepareGlance(sqlite)
    this.#codesOfCredential = prepareCodesOfCredential(sqlite)
    const listDigest = db
      .select({ listDigest: lockWatchTable.listDigest })
      .from(lockWatchTable)
      .where(eq(lockWatchTable.integrationDeviceId, given('deviceId')))
    this.#listDigestOf = directTuples(sqlite, listDigest, [lockWatchTable.listDigest])
    const sightings = db
      .select(columnsInOrder(SIGHTING_COLUMNS))
      .from(sightingTable)
      .where(eq(sightingTable.integrationDeviceId, given('deviceId')))
      .orderBy(asc(sightingTable.vendorPinId))
    this.#sightingsOf = directTuples(sqlite, sightings, SIGHTING_COLUMNS)
    const ofCode = and(
      eq(sightingTable.integrationDeviceId, given('deviceId')),
      eq(sightingTable.vendorPinId, given('vendorPinId')),
    )
    const sighting = db.select(columnsInOrder(SIGHTING_COLUMNS)).from(sightingTable).where(ofCode)
    this.#sightingOf = directTuples(sqlite, sighting, SIGHTING_COLUMNS)
    const pinSealed = db
      .select(columnsInOrder([actualCodeTable.pinSealed]))
      .from(actualCodeTable)
      .where(and(ofDevice, eq(actualCodeTable.vendorPinId, given('vendorPinId'))))
    this.#pinSealedOf = directTuples(sqlite, pinSealed, [actualCodeTable.pinSealed])
    const receipts = db
      .select(columnsInOrder(RECEIPT_COLUMNS))
      .from(receipt)
      .where(and(eq(receipt.doorId, given('doorId')), isNull(receipt.voidedAt)))
      .orderBy(asc(receipt.credentialId))
    this.#receiptsOf = directTuples(sqlite, receipts, RECEIPT_COLUMNS)
    const receiptsAmong = db
      .select(columnsInOrder(RECEIPT_COLUMNS))
      .from(receipt)
      .where(
        and(eq(receipt.doorId, given('doorId')), isNull(receipt.voidedAt), isAmong(receipt.credentialId)),
      )
    this.#receiptsAmong = directTuples(sqlite, receiptsAmong, RECEIPT_COLUMNS)
  }

  actualCodes(deviceId: DeviceId, known?: PinsByHash): readonly ActualCode[] {
    return this.#codesOf({ deviceId }).map((row) => this.#toCode(deviceId, row, known))
  }

  actualCodesAmong(
    deviceId: DeviceId,
    vendorPinIds: readonly VendorPinId[],
    known: PinsByHash,
  ): readonly ActualCode[] {
    if (vendorPinIds.length === 0) return []
    const rows = this.#codesAmong({ deviceId, among: JSON.stringify(vendorPinIds) })
    return rows.map((row) => this.#toCode(deviceId, row, known))
  }

  codesAtAGlance(door: { doorId: DoorId; deviceId: DeviceId }): readonly CodeAtAGlance[] {
    return this.#glance(door)
  }

  codesOfCredential(id: CredentialId, doorIds: readonly DoorId[]): readonly ProvenCode[] {
    return this.#codesOfCredential(id, doorIds)
  }

  listDigest(deviceId: DeviceId): string | null {
    return this.#listDigestOf({ deviceId })[0]?.[0] ?? null
  }

  countActualCodesAtSite(siteId: SiteId): number {
    const ofSite = and(eq(doorTable.siteId, siteId), eq(doorTable.isActive, true))
    const devices = this.#context.db
      .select({ id: doorTable.integrationDeviceId })
      .from(doorTable)
      .where(ofSite)
    const row = this.#context.db
      .select({ codes: count() })
      .from(actualCodeTable)
      .where(inArray(actualCodeTable.integrationDeviceId, devices))
      .get()
    return row?.codes ?? 0
  }

  recordReading(deviceId: DeviceId, codes: readonly ActualCode[], readAtIso: string): void {
    this.#context.transactions.writeTouching(['doors', 'people'], () => {
      for (const doorId of this.#doorsOf(deviceId)) {
        recordCompleteReading(this.#context, { doorId, deviceId }, readAtIso)
      }
      this.#replaceCodes(deviceId, codes, readAtIso)
      const seen = codes.map((code) => ({
        vendorPinId: code.vendorPinId,
        seenAs: describeSeen(code, this.hashPin(code.pin)),
      }))
      noteSightings(this.#context, deviceId, seen, readAtIso)
      const pins = codes
        .filter((code) => code.status !== 'not_on_lock')
        .map(({ vendorPinId, pin }) => ({ vendorPinId, pinHash: this.hashPin(pin) }))
      const listDigest = this.#context.sealer.fingerprint(listedText(codes))
      noteListedPins(this.#context, { deviceId, listDigest }, pins, readAtIso)
      this.#raiseListed(deviceId, codes, readAtIso)
    })
  }

  recordOwnChange(deviceId: DeviceId, vendorPinId: VendorPinId): void {
    const ownChangeAt = nowIso(this.#context)
    this.#context.transactions.run([], () =>
      this.#context.db
        .update(sightingTable)
        .set({ ownChangeAt })
        .where(
          and(eq(sightingTable.integrationDeviceId, deviceId), eq(sightingTable.vendorPinId, vendorPinId)),
        )
        .run(),
    )
  }

  sightings(deviceId: DeviceId): readonly SightingRecord[] {
    return this.#sightingsOf({ deviceId }).map(toSighting)
  }

  sightingOf(deviceId: DeviceId, vendorPinId: VendorPinId): SightingRecord | null {
    const [row] = this.#sightingOf({ deviceId, vendorPinId })
    return row ? toSighting(row) : null
  }

  receipts(doorId: DoorId): readonly ReceiptRecord[] {
    return this.#receiptsOf({ doorId }).map((row) => toReceipt(doorId, row))
  }

  receiptsAmong(doorId: DoorId, credentialIds: readonly CredentialId[]): readonly ReceiptRecord[] {
    if (credentialIds.length === 0) return []
    const rows = this.#receiptsAmong({ doorId, among: JSON.stringify(credentialIds) })
    return rows.map((row) => toReceipt(doorId, row))
  }

  insertReceipt(proof: {
    credentialId: CredentialId
    doorId: DoorId
    deviceId: DeviceId
    vendorPinId: VendorPinId
    operationId: OperationId | null
    evidenceGrade: EvidenceGrade
    evidenceAt: string
  }): ReceiptId {
    const createdAt = nowIso(this.#context)
    const { deviceId, ...rest } = proof
    const { db, transactions } = this.#context
    return transactions.writeTouching(['doors', 'people'], () => {
      db.update(receipt)
        .set({ voidedAt: createdAt })
        .where(
          and(
            isNull(receipt.voidedAt),
            or(
              and(eq(receipt.doorId, proof.doorId), eq(receipt.credentialId, proof.credentialId)),
              and(eq(receipt.integrationDeviceId, deviceId), eq(receipt.vendorPinId, proof.vendorPinId)),
            ),
          ),
        )
        .run()
      const { id } = db
        .insert(receipt)
        .values({ ...rest, integrationDeviceId: deviceId, createdAt })
        .returning({ id: receipt.id })
        .get()
      return asId(id)
    })
  }

  voidReceipt(deviceId: DeviceId, vendorPinId: VendorPinId, atIso: string): void {
    this.#updateReceipt(deviceId, vendorPinId, { voidedAt: atIso })
  }

  setEvidence(deviceId: DeviceId, vendorPinId: VendorPinId, grade: EvidenceGrade, atIso: string): void {
    this.#updateReceipt(deviceId, vendorPinId, { evidenceGrade: grade, evidenceAt: atIso })
  }

  hashPin(pin: string): string {
    return this.#context.sealer.hashPin(pin)
  }

  #toCode(
    deviceId: DeviceId,
    row: SelectedTuple<typeof LISTED_COLUMNS>,
    known: PinsByHash | undefined,
  ): ActualCode {
    const [vendorPinId, pinHash] = row
    return toActualCode(row, known?.get(pinHash) ?? this.#openPin(deviceId, vendorPinId))
  }

  #openPin(deviceId: DeviceId, vendorPinId: string): string {
    const [row] = this.#pinSealedOf({ deviceId, vendorPinId })
    if (!row) throw new Error('No such code')
    return this.#context.sealer.open('actual_code.pin_sealed', [deviceId, vendorPinId], row[0])
  }

  #doorsOf(deviceId: DeviceId): readonly DoorId[] {
    return this.#context.db
      .select({ id: doorTable.id })
      .from(doorTable)
      .where(eq(doorTable.integrationDeviceId, deviceId))
      .all()
      .map((row) => asId<DoorId>(row.id))
  }

  /** Rows that say the same stay as they are, so that a quiet lock's reading seals nothing anew. */
  #replaceCodes(deviceId: DeviceId, codes: readonly ActualCode[], readAtIso: string): void {
    const { db, sealer } = this.#context
    const ofDevice = eq(actualCodeTable.integrationDeviceId, deviceId)
    const known = new Map(this.#codeRowsOf({ deviceId }).map((row) => [row.vendorPinId, row]))
    for (const code of codes) {
      const row = toCodeColumns(code, this.hashPin(code.pin))
      const before = known.get(code.vendorPinId)
      known.delete(code.vendorPinId)
      if (before && isSameRow(before, row)) continue
      const pinSealed = sealer.seal('actual_code.pin_sealed', [deviceId, code.vendorPinId], code.pin)
      this.#putCode({ ...row, pinSealed, integrationDeviceId: deviceId, listedAt: readAtIso })
    }
    for (const gone of known.keys()) {
      db.delete(actualCodeTable)
        .where(and(ofDevice, eq(actualCodeTable.vendorPinId, gone)))
        .run()
    }
    db.update(actualCodeTable).set({ listedAt: readAtIso }).where(ofDevice).run()
  }

  /** A computed code is listed from the moment it was computed; that it is listed proves nothing of the lock. */
  #raiseListed(deviceId: DeviceId, codes: readonly ActualCode[], readAtIso: string): void {
    const listed = new Set(
      codes
        .filter((code) => code.status === 'settled' || code.status === 'as_before')
        .map((code) => code.vendorPinId),
    )
    const live = this.#context.db
      .select({ vendorPinId: receipt.vendorPinId, grade: receipt.evidenceGrade })
      .from(receipt)
      .where(and(eq(receipt.integrationDeviceId, deviceId), isNull(receipt.voidedAt)))
      .all()
    for (const { vendorPinId, grade } of live) {
      const isWeaker = grade === 'none' || grade === 'sent_unconfirmed' || grade === 'listed'
      const id = asTextId<VendorPinId>(vendorPinId)
      if (isWeaker && listed.has(id)) this.setEvidence(deviceId, id, 'listed', readAtIso)
    }
  }

  #updateReceipt(
    deviceId: DeviceId,
    vendorPinId: VendorPinId,
    change: Partial<typeof providerReceiptTable.$inferInsert>,
  ): void {
    this.#context.transactions.run(['doors', 'people'], () =>
      this.#context.db
        .update(receipt)
        .set(change)
        .where(
          and(
            eq(receipt.integrationDeviceId, deviceId),
            eq(receipt.vendorPinId, vendorPinId),
            isNull(receipt.voidedAt),
          ),
        )
        .run(),
    )
  }
}

function toSighting(row: SelectedTuple<typeof SIGHTING_COLUMNS>): SightingRecord {
  const [vendorPinId, firstSeenAt, lastSeenAt, changedAt, unreadableMs] = row
  return { vendorPinId: asTextId(vendorPinId), firstSeenAt, lastSeenAt, changedAt, unreadableMs }
}

function toReceipt(doorId: DoorId, row: SelectedTuple<typeof RECEIPT_COLUMNS>): ReceiptRecord {
  const [id, credentialId, vendorPinId, operationId, evidenceGrade, evidenceAt, createdAt] = row
  return {
    id: asId(id),
    credentialId: asId(credentialId),
    doorId,
    vendorPinId: asTextId(vendorPinId),
    operationId: asIdOrNull(operationId),
    evidenceGrade,
    evidenceAt,
    createdAt,
  }
}
