import { and, asc, desc, eq, gt, inArray, or, type SQL, sql } from 'drizzle-orm'
import { appAuditTable, traceAuditTable, traceTable } from '../../../db/schema/trace.ts'
import { CHAIN_START, findFirstBadRow, hashChainRow } from '../../domain/audit/chain.ts'
import type { AuditHead } from '../../domain/audit/head.ts'
import type { CorrelationId } from '../../domain/ids.ts'
import { type CanonicalValue, canonicalJson } from '../../domain/plan/canonicalJson.ts'
import type { AuditEntry, AuditRecord, TraceStore } from '../../ports/stores/traceStore.ts'
import { asId, asTextId, fromJson, given } from '../columns.ts'
import { directRows, directRun } from '../directStatement.ts'
import type { StoreContext } from '../storeContext.ts'
import { auditRows } from './auditRows.ts'

type AuditRow = typeof appAuditTable.$inferSelect

const EVERYTHING = { afterId: 0, limit: Number.MAX_SAFE_INTEGER }

/** The append-only, hashed table of changes. */
export class AuditChain {
  readonly #context: StoreContext
  readonly #last
  readonly #insert
  readonly #hashAt
  readonly #ofOne
  readonly #highestIdEver
  #appends = 0

  constructor(context: StoreContext) {
    this.#context = context
    const { db, sqlite } = context
    this.#last = sqlite.prepare<[], AuditHead>(
      'SELECT id AS count, chain_hash AS hash FROM app_audit ORDER BY id DESC LIMIT 1',
    )
    this.#insert = prepareInsert(context)
    this.#hashAt = db
      .select({ chainHash: appAuditTable.chainHash })
      .from(appAuditTable)
      .where(eq(appAuditTable.id, given('id')))
      .prepare()
    // No joins: SQLite would compile them anew at each run, for another id might want another plan.
    const correlationId = given('correlationId')
    const traceId = db
      .select({ id: traceTable.id })
      .from(traceTable)
      .where(eq(traceTable.correlationId, correlationId))
    const links = db
      .select({ id: traceAuditTable.appAuditId })
      .from(traceAuditTable)
      .where(
        and(eq(traceAuditTable.traceId, sql`(${traceId})`), gt(traceAuditTable.appAuditId, given('afterId'))),
      )
    const ofOne = db
      .select()
      .from(appAuditTable)
      // The row says whose it is; the link only finds it.
      .where(and(inArray(appAuditTable.id, links), eq(appAuditTable.correlationId, correlationId)))
      .orderBy(asc(appAuditTable.id))
      .limit(sql.placeholder('limit'))
    this.#ofOne = directRows(sqlite, ofOne, appAuditTable)
    this.#highestIdEver = sqlite.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'app_audit'").pluck()
  }

  /** Inside the transaction of the change it tells of, so that the row stands or falls with it. */
  append(entry: AuditEntry, atIso: string): { readonly id: number; readonly debugSessionId: string | null } {
    const head = this.head()
    const row = {
      id: head.count + 1,
      time: atIso,
      operatorId: entry.operatorId,
      entity: entry.entity,
      entityId: entry.entityId,
      action: entry.action,
      beforeJson: toCanonicalText(entry.before),
      afterJson: toCanonicalText(entry.after),
      correlationId: entry.correlationId,
      debugSessionId: this.#context.debugSession.codeAt(atIso),
    }
    this.#insert({ ...row, chainHash: hashChainRow(head.hash, row) })
    this.#appends += 1
    return row
  }

  /** How often this connection appended, taken-back ones included: while it stays, so does the head. */
  get appends(): number {
    return this.#appends
  }

  /** Rows are numbered from 1 without a gap, so that the last id is their count. */
  head(): AuditHead {
    return this.#last.get() ?? { count: 0, hash: CHAIN_START }
  }

  hashAt(id: number): string | null {
    return this.#hashAt.get({ id })?.chainHash ?? null
  }

  /** Also counts rows that are gone. */
  highestIdEver(): number {
    const highest = this.#highestIdEver.get()
    return typeof highest === 'number' ? highest : 0
  }

  verify(): { readonly badId: number } | null {
    return findFirstBadRow(auditRows(this.#context.db))
  }

  of(correlationIds: readonly CorrelationId[], page = EVERYTHING): readonly AuditRecord[] {
    const rows = [...new Set(correlationIds)].flatMap((correlationId) =>
      this.#ofOne({ correlationId, ...page }),
    )
    return rows
      .sort((a, b) => a.id - b.id)
      .slice(0, page.limit)
      .map(toRecord)
  }

  row(id: number): AuditRecord | null {
    const row = this.#context.db.select().from(appAuditTable).where(eq(appAuditTable.id, id)).get()
    return row ? toRecord(row) : null
  }

  ofEntity(entity: string, limit: number): readonly AuditRecord[] {
    return this.#newest(eq(appAuditTable.entity, entity), limit)
  }

  ofCode(code: Parameters<TraceStore['auditOfCode']>[0], limit: number): readonly AuditRecord[] {
    const { doorId, credentialId, vendorPinId } = code
    const names = [appAuditTable.beforeJson, appAuditTable.afterJson].flatMap((json) => [
      sql`json_extract(${json}, '$.vendor_pin_id') = ${vendorPinId}`,
      sql`json_extract(${json}, '$.credential_id') = ${credentialId}`,
    ])
    return this.#newest(and(eq(appAuditTable.entity, `Door #${doorId}`), or(...names)), limit)
  }

  #newest(which: SQL | undefined, limit: number): readonly AuditRecord[] {
    return this.#context.db
      .select()
      .from(appAuditTable)
      .where(which)
      .orderBy(desc(appAuditTable.id))
      .limit(limit)
      .all()
      .reverse()
      .map(toRecord)
  }
}

function prepareInsert({ db, sqlite }: StoreContext) {
  const insert = db.insert(appAuditTable).values({
    id: sql.placeholder('id'),
    time: sql.placeholder('time'),
    operatorId: sql.placeholder('operatorId'),
    entity: sql.placeholder('entity'),
    entityId: sql.placeholder('entityId'),
    action: sql.placeholder('action'),
    beforeJson: sql.placeholder('beforeJson'),
    afterJson: sql.placeholder('afterJson'),
    correlationId: sql.placeholder('correlationId'),
    debugSessionId: sql.placeholder('debugSessionId'),
    chainHash: sql.placeholder('chainHash'),
  })
  return directRun(sqlite, insert)
}

function toCanonicalText(value: unknown): string | null {
  if (value === null || value === undefined) return null
  // A round trip leaves what JSON can say, and nothing else.
  return canonicalJson(JSON.parse(JSON.stringify(value)) as CanonicalValue)
}

function toRecord(row: AuditRow): AuditRecord {
  return {
    id: row.id,
    time: row.time,
    operatorId: asId(row.operatorId),
    entity: row.entity,
    entityId: row.entityId,
    action: row.action,
    before: fromJson(row.beforeJson),
    after: fromJson(row.afterJson),
    correlationId: asTextId(row.correlationId),
    debugSessionId: row.debugSessionId,
    chainHash: row.chainHash,
  }
}
