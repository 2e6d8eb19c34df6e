import { and, eq, sql } from 'drizzle-orm'
import { sightingTable } from '../../../db/schema/lockCode.ts'
import { operationTable } from '../../../db/schema/reconcileJob.ts'
import type { DeviceId, VendorPinId } from '../../domain/ids.ts'
import { fromIso } from '../../domain/instant.ts'
import type { StoreContext } from '../storeContext.ts'

/**
 * How long the provider's list may still show a code as it was before our change. After that, a reading without a
 * difference means that there is none to come, and the next one is not ours.
 */
const LIST_LAG_MS = 30 * 60_000

type Sighting = typeof sightingTable.$inferSelect

/** Notes in a complete reading when each code was first and last seen, and what changed behind our back. */
export function noteSightings(
  context: StoreContext,
  deviceId: DeviceId,
  seen: readonly { readonly vendorPinId: VendorPinId; readonly seenAs: string }[],
  readAtIso: string,
): void {
  const { db } = context
  const known = new Map(
    db
      .select()
      .from(sightingTable)
      .where(eq(sightingTable.integrationDeviceId, deviceId))
      .all()
      .map((row) => [row.vendorPinId, row]),
  )
  const inFlight = changesInFlight(context, deviceId)
  for (const { vendorPinId, seenAs } of seen) {
    const found = known.get(vendorPinId)
    // A change of ours whose answer nobody has yet may show already.
    const before = found && inFlight.has(vendorPinId) ? { ...found, ownChangeAt: readAtIso } : found
    if (before) {
      db.update(sightingTable)
        .set({ lastSeenAt: readAtIso, ...compare(before, seenAs, readAtIso) })
        .where(
          and(eq(sightingTable.integrationDeviceId, deviceId), eq(sightingTable.vendorPinId, vendorPinId)),
        )
        .run()
    } else {
      db.insert(sightingTable)
        .values({
          integrationDeviceId: deviceId,
          vendorPinId,
          firstSeenAt: readAtIso,
          lastSeenAt: readAtIso,
          seenAs,
        })
        .run()
    }
  }
}

function changesInFlight({ db }: StoreContext, deviceId: DeviceId): ReadonlySet<string | null> {
  const rows = db
    .select({ vendorPinId: operationTable.vendorPinId })
    .from(operationTable)
    .where(
      and(
        eq(operationTable.integrationDeviceId, deviceId),
        eq(operationTable.kind, 'change'),
        sql`state in ('intent','sent')`,
      ),
    )
    .all()
  return new Set(rows.map((row) => row.vendorPinId))
}

function compare(before: Sighting, seenAs: string, readAtIso: string): Partial<Sighting> {
  const { ownChangeAt } = before
  if (before.seenAs === seenAs) {
    const isLagOver = ownChangeAt !== null && fromIso(readAtIso) - fromIso(ownChangeAt) > LIST_LAG_MS
    return isLagOver ? { ownChangeAt: null } : {}
  }
  if (ownChangeAt !== null) return { seenAs, ownChangeAt: null }
  // First seen counts from here, and so does the unreadable time.
  return { seenAs, changedAt: readAtIso, unreadableMs: 0 }
}
