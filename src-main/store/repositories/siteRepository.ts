import { asc, count, eq, isNotNull } from 'drizzle-orm'
import { z } from 'zod'
import { doorTable } from '../../../db/schema/door.ts'
import { doorGroupTable, siteTable } from '../../../db/schema/site.ts'
import type { DoorGroupId, OperatorId, SiteId } from '../../domain/ids.ts'
import { USUAL_SITE_RULES } from '../../domain/plan/siteRules.ts'
import type { DoorGroupRecord, SiteEnforcement, SiteRecord, SiteStore } from '../../ports/stores/siteStore.ts'
import { asId, asIdOrNull, foldCase, fromJson, given, toJson } from '../columns.ts'
import { directRows } from '../directStatement.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'

const limitsSchema = z.object({
  doorDeletes: z.number(),
  doorPercent: z.number(),
  doorPercentFrom: z.number(),
  siteDeletes: z.number(),
  sitePercent: z.number(),
  sitePercentFrom: z.number(),
})
const hoursSchema = z.array(
  z.object({ days: z.array(z.number()), fromMinute: z.number(), toMinute: z.number() }),
)

export class SiteRepository implements SiteStore {
  readonly #context: StoreContext
  readonly #byId

  constructor(context: StoreContext) {
    this.#context = context
    const byId = context.db
      .select()
      .from(siteTable)
      .where(eq(siteTable.id, given('id')))
    this.#byId = directRows(context.sqlite, byId, siteTable)
  }

  list(): readonly SiteRecord[] {
    return this.#context.db.select().from(siteTable).orderBy(asc(siteTable.name)).all().map(toSite)
  }

  get(id: SiteId): SiteRecord | null {
    const [row] = this.#byId({ id })
    return row ? toSite(row) : null
  }

  isNameTaken(name: string): boolean {
    const rows = this.#context.db.select({ name: siteTable.name }).from(siteTable).all()
    return rows.some((row) => foldCase(row.name) === foldCase(name))
  }

  insert(site: { name: string; timezone: string } & SiteEnforcement): SiteId {
    const at = nowIso(this.#context)
    return this.#context.transactions.run(['sites'], () => {
      const { id } = this.#context.db
        .insert(siteTable)
        .values({
          name: site.name,
          timezone: site.timezone,
          ...toColumns(site),
          createdAt: at,
          updatedAt: at,
        })
        .returning({ id: siteTable.id })
        .get()
      return asId(id)
    })
  }

  updateEnforcement(id: SiteId, enforcement: SiteEnforcement): void {
    this.#update(id, toColumns(enforcement))
  }

  setFrozen(id: SiteId, until: string | null, by: OperatorId): void {
    this.#update(id, { frozenUntil: until, frozenByOperatorId: until === null ? null : by })
  }

  doorCounts(): ReadonlyMap<SiteId, number> {
    const rows = this.#context.db
      .select({ id: doorTable.siteId, doors: count() })
      .from(doorTable)
      .where(eq(doorTable.isActive, true))
      .groupBy(doorTable.siteId)
      .all()
    return new Map(rows.map((row) => [asId<SiteId>(row.id), row.doors]))
  }

  listGroups(): readonly DoorGroupRecord[] {
    return this.#context.db
      .select()
      .from(doorGroupTable)
      .orderBy(asc(doorGroupTable.siteId), asc(doorGroupTable.name))
      .all()
      .map(toGroup)
  }

  getGroup(id: DoorGroupId): DoorGroupRecord | null {
    const row = this.#context.db.select().from(doorGroupTable).where(eq(doorGroupTable.id, id)).get()
    return row ? toGroup(row) : null
  }

  isGroupNameTaken(siteId: SiteId, name: string): boolean {
    const rows = this.#context.db
      .select({ name: doorGroupTable.name })
      .from(doorGroupTable)
      .where(eq(doorGroupTable.siteId, siteId))
      .all()
    return rows.some((row) => foldCase(row.name) === foldCase(name))
  }

  insertGroup(group: { siteId: SiteId; name: string }): DoorGroupId {
    const createdAt = nowIso(this.#context)
    return this.#context.transactions.run(['sites'], () => {
      const { id } = this.#context.db
        .insert(doorGroupTable)
        .values({ ...group, createdAt })
        .returning({ id: doorGroupTable.id })
        .get()
      return asId(id)
    })
  }

  groupDoorCounts(): ReadonlyMap<DoorGroupId, number> {
    const rows = this.#context.db
      .select({ id: doorTable.doorGroupId, doors: count(), active: doorTable.isActive })
      .from(doorTable)
      .where(isNotNull(doorTable.doorGroupId))
      .groupBy(doorTable.doorGroupId, doorTable.isActive)
      .all()
    return new Map(
      rows.flatMap((row) =>
        row.active && row.id !== null ? [[asId<DoorGroupId>(row.id), row.doors] as const] : [],
      ),
    )
  }

  #update(id: SiteId, change: Partial<typeof siteTable.$inferInsert>): void {
    const updatedAt = nowIso(this.#context)
    this.#context.transactions.run(['sites'], () =>
      this.#context.db
        .update(siteTable)
        .set({ ...change, updatedAt })
        .where(eq(siteTable.id, id))
        .run(),
    )
  }
}

function toColumns(from: SiteEnforcement) {
  return {
    mode: from.mode,
    policy: from.policy,
    graceWindowSeconds: from.graceWindowSeconds,
    leadTimeSeconds: from.leadTimeSeconds,
    allowFirstRunUnattended: from.allowFirstRunUnattended,
    allowEmptyExpectedUnattended: from.allowEmptyExpectedUnattended,
    safeguardLimitsJson: toJson(from.limits),
    enforcementHoursJson: toJson(from.hours),
    needsSecondOperator: from.needsSecondOperator,
  }
}

function toSite(row: typeof siteTable.$inferSelect): SiteRecord {
  const { safeguardLimitsJson: limits, enforcementHoursJson: hours } = row
  return {
    id: asId(row.id),
    name: row.name,
    timezone: row.timezone,
    mode: row.mode,
    policy: row.policy,
    graceWindowSeconds: row.graceWindowSeconds,
    leadTimeSeconds: row.leadTimeSeconds,
    allowFirstRunUnattended: row.allowFirstRunUnattended,
    allowEmptyExpectedUnattended: row.allowEmptyExpectedUnattended,
    limits: limits === null ? USUAL_SITE_RULES.limits : limitsSchema.parse(fromJson(limits)),
    hours: hours === null ? null : hoursSchema.parse(fromJson(hours)),
    needsSecondOperator: row.needsSecondOperator,
    frozenUntil: row.frozenUntil,
    frozenByOperatorId: asIdOrNull(row.frozenByOperatorId),
  }
}

function toGroup(row: typeof doorGroupTable.$inferSelect): DoorGroupRecord {
  return { id: asId(row.id), siteId: asId(row.siteId), name: row.name }
}
