import type { actualCodeTable } from '../../../db/schema/lockCode.ts'
import type { ActualCode, ListedWindow } from '../../domain/code/actualCode.ts'
import { floorToMinute, PERMANENT } from '../../domain/code/codeWindow.ts'
import { fromIso, isoOrNull, msOrNull, toIso } from '../../domain/instant.ts'
import type { PinsByHash } from '../../ports/stores/lockCodeStore.ts'
import { asTextId } from '../columns.ts'
import type { Sealer } from '../sealed.ts'

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

export function toActualCode(row: CodeRow, sealer: Sealer, known?: PinsByHash): ActualCode {
  return {
    vendorPinId: asTextId(row.vendorPinId),
    name: row.name,
    pin: known?.get(row.pinHash) ?? openPin(row, sealer),
    window: toWindow(row),
    codeType: row.codeType,
    isCustom: row.isCustom,
    status: row.status,
    createdAtMs: msOrNull(row.createdAt),
    senderUsername: row.senderUsername,
  }
}

function openPin(row: CodeRow, sealer: Sealer): string {
  return sealer.open('actual_code.pin_sealed', [row.integrationDeviceId, row.vendorPinId], row.pinSealed)
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

function toWindow(row: CodeRow): ListedWindow {
  if (row.windowKind === 'permanent') return PERMANENT
  if (row.windowKind === 'other') return { kind: 'other', codeType: row.codeType }
  if (row.startsAt === null || row.endsAt === null) throw new Error('A period without its dates')
  return { kind: 'period', startMs: fromIso(row.startsAt), endMs: fromIso(row.endsAt) }
}
