import type { VendorPinId } from '../ids.ts'

/**
 * Orders provider ids as numbers. They are digits without leading zeros, longer than a double holds exactly,
 * so the longer text is the larger number. A total order for any text.
 */
export function compareVendorPinIds(a: VendorPinId, b: VendorPinId): number {
  if (a === b) return 0
  if (a.length !== b.length) return a.length - b.length
  return a < b ? -1 : 1
}
