import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { listedPinTable, lockWatchTable } from '../../../db/schema/doorUse.ts'
import type { DeviceId, VendorPinId } from '../../domain/ids.ts'
import type { StoreContext } from '../storeContext.ts'

/** Notes in a complete reading which PINs the list shows; a quiet lock's reading writes its time alone. */
export function noteListedPins(
  { db }: StoreContext,
  { deviceId, listDigest }: { readonly deviceId: DeviceId; readonly listDigest: string },
  listed: readonly { readonly vendorPinId: VendorPinId; readonly pinHash: string }[],
  readAtIso: string,
): void {
  db.insert(lockWatchTable)
    .values({ integrationDeviceId: deviceId, firstReadAt: readAtIso, lastReadAt: readAtIso, listDigest })
    .onConflictDoUpdate({
      target: lockWatchTable.integrationDeviceId,
      set: { firstReadAt: sql`coalesce(first_read_at, ${readAtIso})`, lastReadAt: readAtIso, listDigest },
    })
    .run()
  const open = db
    .select({
      id: listedPinTable.id,
      vendorPinId: listedPinTable.vendorPinId,
      pinHash: listedPinTable.pinHash,
    })
    .from(listedPinTable)
    .where(and(eq(listedPinTable.integrationDeviceId, deviceId), isNull(listedPinTable.goneAt)))
    .all()
  const known = new Map(open.map((row) => [`${row.vendorPinId} ${row.pinHash}`, row.id]))
  for (const { vendorPinId, pinHash } of listed) {
    if (known.delete(`${vendorPinId} ${pinHash}`)) continue
    db.insert(listedPinTable)
      .values({ integrationDeviceId: deviceId, vendorPinId, pinHash, firstListedAt: readAtIso })
      .run()
  }
  if (known.size === 0) return
  db.update(listedPinTable)
    .set({ goneAt: readAtIso })
    .where(inArray(listedPinTable.id, [...known.values()]))
    .run()
}
