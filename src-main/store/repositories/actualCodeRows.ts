import { getTableColumns, sql } from 'drizzle-orm'
import { actualCodeTable } from '../../../db/schema/lockCode.ts'
import type { ActualCode, ListedWindow } from '../../domain/code/actualCode.ts'
import { floorToMinute, PERMANENT } from '../../domain/code/codeWindow.ts'
import { fromStoredIso, isoOrNull, storedMsOrNull, toIso } from '../../domain/instant.ts'
import { asTextId } from '../columns.ts'
import { directRun, type SelectedTuple } from '../directStatement.ts'
import type { StoreContext } from '../storeContext.ts'

type CodeRow = typeof actualCodeTable.$inferSelect
type CodeColumns = Omit<CodeRow, 'integrationDeviceId' | 'pinSealed' | 'listedAt'>

export function toCodeColumns(code: ActualCode, pinHash: string): CodeColumns {
  const { window } = code
  return {
    vendorPinId: code.vendorPinId,
    name: code.name,
    pinHash,
    windowKind: window.kind,
    startsAt: window.kind === 'period' ? toIso(window.startMs) : null,
    endsAt: window.kind === 'period' ? toIso(window.endMs) : null,
    codeType: code.codeType,
    isCustom: code.isCustom,
    status: code.status,
    createdAt: isoOrNull(code.createdAtMs),
    senderUsername: code.senderUsername,
  }
}

/** Puts a listed code, as new or as it is now. Prepared: a lock that is read first has two hundred. */
export function preparePutCode({
  db,
  sqlite,
}: StoreContext): (row: typeof actualCodeTable.$inferInsert) => void {
  const field = sql.placeholder
  const values = {
    ...{ integrationDeviceId: field('integrationDeviceId'), vendorPinId: field('vendorPinId') },
    ...{ name: field('name'), pinSealed: field('pinSealed'), pinHash: field('pinHash') },
    ...{ windowKind: field('windowKind'), startsAt: field('startsAt'), endsAt: field('endsAt') },
    ...{ codeType: field('codeType'), isCustom: field('isCustom'), status: field('status') },
    ...{ createdAt: field('createdAt'), senderUsername: field('senderUsername') },
    listedAt: field('listedAt'),
  }
  const { integrationDeviceId, vendorPinId, listedAt: _, ...columns } = getTableColumns(actualCodeTable)
  const asPut = Object.entries(columns).map(([name, column]) => [name, sql.raw(`excluded.${column.name}`)])
  const put = db
    .insert(actualCodeTable)
    .values(values)
    .onConflictDoUpdate({ target: [integrationDeviceId, vendorPinId], set: Object.fromEntries(asPut) })
  const run = directRun(sqlite, put)
  return (row) => void run(row)
}

export function isSameRow(row: CodeRow, columns: CodeColumns): boolean {
  return (
    row.name === columns.name &&
    row.pinHash === columns.pinHash &&
    row.windowKind === columns.windowKind &&
    row.startsAt === columns.startsAt &&
    row.endsAt === columns.endsAt &&
    row.codeType === columns.codeType &&
    row.isCustom === columns.isCustom &&
    row.status === columns.status &&
    row.createdAt === columns.createdAt &&
    row.senderUsername === columns.senderUsername
  )
}

/** What a listed code is read from, in the order in which `toActualCode` takes it. Its PIN comes apart. */
export const LISTED_COLUMNS = [
  actualCodeTable.vendorPinId,
  actualCodeTable.pinHash,
  actualCodeTable.name,
  actualCodeTable.windowKind,
  actualCodeTable.startsAt,
  actualCodeTable.endsAt,
  actualCodeTable.codeType,
  actualCodeTable.isCustom,
  actualCodeTable.status,
  actualCodeTable.createdAt,
  actualCodeTable.senderUsername,
] as const

export function toActualCode(row: SelectedTuple<typeof LISTED_COLUMNS>, pin: string): ActualCode {
  const [vendorPinId, , name, windowKind, startsAt, endsAt, codeType, isCustom, status, createdAt] = row
  return {
    vendorPinId: asTextId(vendorPinId),
    name,
    pin,
    window: toWindow({ windowKind, startsAt, endsAt, codeType }),
    codeType,
    isCustom: isCustom === 1,
    status,
    createdAtMs: storedMsOrNull(createdAt),
    senderUsername: row[10],
  }
}

/** What a change behind our back is told by: digits and window, floored to the minute as a lock knows it. */
export function describeSeen(code: ActualCode, pinHash: string): string {
  return `${pinHash}|${describeWindow(code.window)}`
}

function describeWindow(window: ListedWindow): string {
  if (window.kind === 'permanent') return 'permanent'
  if (window.kind === 'other') return `other ${window.codeType}`
  return `${floorToMinute(window.startMs)} ${floorToMinute(window.endMs)}`
}

export function toWindow(
  row: Pick<CodeRow, 'windowKind' | 'startsAt' | 'endsAt' | 'codeType'>,
): ListedWindow {
  if (row.windowKind === 'permanent') return PERMANENT
  if (row.windowKind === 'other') return { kind: 'other', codeType: row.codeType }
  if (row.startsAt === null || row.endsAt === null) throw new Error('A period without its dates')
  return { kind: 'period', startMs: fromStoredIso(row.startsAt), endMs: fromStoredIso(row.endsAt) }
}
