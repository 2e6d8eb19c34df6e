import type { VendorPinId } from '../ids.ts'

/** A lock's list shows what was true when it was made; records come from the lock's own clock. */
export const TOLERANCE_MS = 10 * 60_000

const CODE_RECORD = 4
const ADMIN_CODE_RECORD = 92
/** The lock's own words: it does not know the code, or the code's time has not come or is over. */
const REFUSALS = [7, 11]

/** One entry of a lock's log, the PIN as its hash. Times are epoch ms. */
export interface DoorUse {
  readonly recordType: number
  readonly recordTypeFromLock: number | null
  readonly isSuccess: boolean
  readonly pinHash: string | null
  /** By the lock's clock. */
  readonly lockTimeMs: number
  readonly receivedAtMs: number | null
}

/** A PIN that stood in the lock's lists, from the first that showed it to the first that did not any more. */
export interface ListedPin {
  readonly vendorPinId: VendorPinId
  readonly pinHash: string
  readonly firstListedMs: number
  /** Null while the last list shows it. */
  readonly goneMs: number | null
}

/** What the lists of a lock say about the time of a record. */
export interface ListedThen {
  /** The first and the last complete list; null where there is none. */
  readonly firstReadMs: number | null
  readonly lastReadMs: number | null
  readonly pins: readonly ListedPin[]
  /** When each code of the last list counts, and since when so; codes that are not settled are left out. */
  readonly windows: ReadonlyMap<
    VendorPinId,
    { readonly startMs: number; readonly endMs: number; readonly sinceMs: number }
  >
}

export type UseVerdict =
  /** Nothing to say about codes. */
  | { readonly kind: 'other' }
  /** A listed code opened the door: the strongest proof there is. */
  | { readonly kind: 'used'; readonly vendorPinId: VendorPinId }
  /** No list holds the PIN so far; one made after the record has yet to come. */
  | { readonly kind: 'pending' }
  /** The record is older than the first list: nobody can say. */
  | { readonly kind: 'not_covered' }
  /** It opened, and no list covering its time holds the PIN. */
  | { readonly kind: 'ghost' }
  /** A code that was listed as valid was refused. */
  | { readonly kind: 'valid_refused'; readonly vendorPinId: VendorPinId }
  /** Refused as it should be: a wrong PIN, or one whose time is not now. */
  | { readonly kind: 'refused' }

/** What a record of a lock's log says beside its lists. */
export function judgeUse(use: DoorUse, listed: ListedThen): UseVerdict {
  const isAdminCode = use.recordTypeFromLock === ADMIN_CODE_RECORD
  if (use.recordType !== CODE_RECORD || use.pinHash === null || isAdminCode) return { kind: 'other' }
  const toleranceMs = TOLERANCE_MS + clockAheadMs(use)
  const held = listed.pins.filter((pin) => pin.pinHash === use.pinHash && mayHaveHeld(pin, use, toleranceMs))
  return use.isSuccess
    ? judgeOpened(use, held, listed, toleranceMs)
    : judgeRefused(use, held, listed, toleranceMs)
}

/** A record cannot reach the provider before it was made: what seems so is the lock's clock. */
function clockAheadMs(use: DoorUse): number {
  return use.receivedAtMs === null ? 0 : Math.max(0, use.lockTimeMs - use.receivedAtMs)
}

/** The list before the record or a later one shows it: only one that was gone before is out. */
function mayHaveHeld(pin: ListedPin, use: DoorUse, toleranceMs: number): boolean {
  return pin.goneMs === null || pin.goneMs > use.lockTimeMs - toleranceMs
}

function judgeOpened(
  use: DoorUse,
  held: readonly ListedPin[],
  listed: ListedThen,
  toleranceMs: number,
): UseVerdict {
  const match = held.find((pin) => pin.goneMs === null) ?? held.at(-1)
  if (match) return { kind: 'used', vendorPinId: match.vendorPinId }
  const { firstReadMs, lastReadMs } = listed
  if (lastReadMs === null || lastReadMs < use.lockTimeMs + toleranceMs) return { kind: 'pending' }
  if (firstReadMs === null || firstReadMs > use.lockTimeMs - toleranceMs) return { kind: 'not_covered' }
  return { kind: 'ghost' }
}

function judgeRefused(
  use: DoorUse,
  held: readonly ListedPin[],
  listed: ListedThen,
  toleranceMs: number,
): UseVerdict {
  if (use.recordTypeFromLock === null || !REFUSALS.includes(use.recordTypeFromLock))
    return { kind: 'refused' }
  const valid = held.find((pin) => {
    const window = listed.windows.get(pin.vendorPinId)
    return (
      window !== undefined &&
      pin.goneMs === null &&
      window.sinceMs <= use.lockTimeMs - toleranceMs &&
      pin.firstListedMs <= use.lockTimeMs - toleranceMs &&
      window.startMs <= use.lockTimeMs - toleranceMs &&
      window.endMs >= use.lockTimeMs + toleranceMs
    )
  })
  return valid ? { kind: 'valid_refused', vendorPinId: valid.vendorPinId } : { kind: 'refused' }
}
