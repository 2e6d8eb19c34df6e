import { and, asc, eq, isNull, or } from 'drizzle-orm'
import { codeMarkTable, credentialPauseTable } from '../../../db/schema/lockCode.ts'
import { hashPin } from '../../domain/code/pinHash.ts'
import type { CredentialId, DeviceId, DoorId, PlanId } from '../../domain/ids.ts'
import type {
  CodeDecisionStore,
  CodeMarkRecord,
  CredentialPauseRecord,
  MarkedCode,
} from '../../ports/stores/codeDecisionStore.ts'
import { asId, asIdOrNull, asTextIdOrNull, given } from '../columns.ts'
import { directRows } from '../directStatement.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'

const mark = codeMarkTable
const pause = credentialPauseTable

export class CodeDecisionRepository implements CodeDecisionStore {
  readonly #context: StoreContext
  readonly #marksOf
  readonly #pausesOf

  constructor(context: StoreContext) {
    this.#context = context
    const { db, sqlite } = context
    const marks = db
      .select()
      .from(mark)
      .where(and(eq(mark.integrationDeviceId, given('deviceId')), isNull(mark.removedAt)))
      .orderBy(asc(mark.id))
    this.#marksOf = directRows(sqlite, marks, mark)
    const pauses = db
      .select()
      .from(pause)
      .where(and(eq(pause.doorId, given('doorId')), isNull(pause.endedAt)))
      .orderBy(asc(pause.id))
    this.#pausesOf = directRows(sqlite, pauses, pause)
  }

  markHash(externalDeviceId: string, pin: string): string {
    return hashPin(pin, externalDeviceId, (text) => this.#context.sealer.fingerprint(text))
  }

  marks(deviceId: DeviceId): readonly CodeMarkRecord[] {
    return this.#marksOf({ deviceId }).map((row) => ({
      vendorPinId: asTextIdOrNull(row.vendorPinId),
      pinHash: row.pinHash,
      mark: row.mark,
      until: row.until,
      reason: row.reason,
      operatorId: asId(row.operatorId),
      undoPlanId: asIdOrNull(row.undoPlanId),
      createdAt: row.createdAt,
    }))
  }

  insertMark(deviceId: DeviceId, made: Omit<CodeMarkRecord, 'createdAt'>): void {
    const createdAt = nowIso(this.#context)
    this.#context.transactions.run(['doors'], () =>
      this.#context.db
        .insert(mark)
        .values({ ...made, integrationDeviceId: deviceId, createdAt })
        .run(),
    )
  }

  nameMarkedCode(deviceId: DeviceId, undoPlanId: PlanId, code: MarkedCode): void {
    this.#context.transactions.run(['doors'], () =>
      this.#context.db
        .update(mark)
        .set({ vendorPinId: code.vendorPinId })
        .where(
          and(
            eq(mark.integrationDeviceId, deviceId),
            eq(mark.undoPlanId, undoPlanId),
            eq(mark.pinHash, code.pinHash),
          ),
        )
        .run(),
    )
  }

  removeMarks(deviceId: DeviceId, code: MarkedCode, undoPlanId?: PlanId): number {
    const removedAt = nowIso(this.#context)
    const isOnCode =
      code.vendorPinId === null
        ? eq(mark.pinHash, code.pinHash)
        : or(eq(mark.vendorPinId, code.vendorPinId), eq(mark.pinHash, code.pinHash))
    return this.#context.transactions.run(['doors'], () => {
      const { changes } = this.#context.db
        .update(mark)
        .set({ removedAt })
        .where(
          and(
            eq(mark.integrationDeviceId, deviceId),
            isNull(mark.removedAt),
            isOnCode,
            undoPlanId === undefined ? undefined : eq(mark.undoPlanId, undoPlanId),
          ),
        )
        .run()
      return changes
    })
  }

  pauses(doorId: DoorId): readonly CredentialPauseRecord[] {
    return this.#pausesOf({ doorId }).map((row) => ({
      credentialId: asId(row.credentialId),
      reason: row.reason,
      operatorId: asId(row.operatorId),
      undoPlanId: asIdOrNull(row.undoPlanId),
      createdAt: row.createdAt,
    }))
  }

  insertPause(doorId: DoorId, made: Omit<CredentialPauseRecord, 'createdAt'>): void {
    this.#context.transactions.writeTouching(['doors'], () => {
      this.endPause(doorId, made.credentialId)
      this.#context.db
        .insert(pause)
        .values({ ...made, doorId, createdAt: nowIso(this.#context) })
        .run()
    })
  }

  endPause(doorId: DoorId, credentialId: CredentialId, undoPlanId?: PlanId): number {
    const endedAt = nowIso(this.#context)
    return this.#context.transactions.run(['doors'], () => {
      const { changes } = this.#context.db
        .update(pause)
        .set({ endedAt })
        .where(
          and(
            eq(pause.doorId, doorId),
            eq(pause.credentialId, credentialId),
            isNull(pause.endedAt),
            undoPlanId === undefined ? undefined : eq(pause.undoPlanId, undoPlanId),
          ),
        )
        .run()
      return changes
    })
  }
}
