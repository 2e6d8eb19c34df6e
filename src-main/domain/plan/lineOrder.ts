import { compareVendorPinIds } from '../code/compareVendorPinIds.ts'
import type { VendorPinId } from '../ids.ts'
import { LINE_KINDS, type LineKind, type PlanLine } from './planLine.ts'

const KIND_RANK = Object.fromEntries(LINE_KINDS.map((kind, rank) => [kind, rank])) as Record<LineKind, number>

const NO_CODE = '' as VendorPinId

function credentialOf(line: PlanLine): number {
  switch (line.kind) {
    case 'add':
    case 'change':
    case 'replace':
    case 'invalid_expected':
      return line.credentialId ?? 0
    case 'schedule':
      return 0
    case 'reported':
      // A would-be delete stands with the listed codes, after what is about expected ones.
      return line.would === 'delete' ? Number.POSITIVE_INFINITY : (line.credentialId ?? 0)
    case 'delete':
    case 'blocked_by_grace':
    case 'under_way':
      return Number.POSITIVE_INFINITY
  }
}

function codeOf(line: PlanLine): VendorPinId {
  return line.kind === 'add' ? (line.restores ?? NO_CODE) : (line.vendorPinId ?? NO_CODE)
}

/** By kind, then credential id or `vendor_pin_id`. */
export function compareLines(a: PlanLine, b: PlanLine): number {
  if (a.kind !== b.kind) return KIND_RANK[a.kind] - KIND_RANK[b.kind]
  const [credentialA, credentialB] = [credentialOf(a), credentialOf(b)]
  if (credentialA !== credentialB) return credentialA - credentialB
  return compareVendorPinIds(codeOf(a), codeOf(b))
}
