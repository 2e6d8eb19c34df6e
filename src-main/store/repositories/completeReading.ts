import { and, eq, lte, sql } from 'drizzle-orm'
import { doorStateTable } from '../../../db/schema/door.ts'
import { sightingTable } from '../../../db/schema/lockCode.ts'
import type { DeviceId, DoorId } from '../../domain/ids.ts'
import { fromIso } from '../../domain/instant.ts'
import type { StoreContext } from '../storeContext.ts'

/**
 * What a complete reading of a door means for its state. Ending the unreadable time and adding it to the sightings is
 * one step, so that it is added once, whoever tells of the reading first.
 */
export function recordCompleteReading(
  context: StoreContext,
  door: { readonly doorId: DoorId; readonly deviceId: DeviceId },
  atIso: string,
): void {
  const { db } = context
  context.transactions.writeTouching(['doors'], () => {
    const state = db.select().from(doorStateTable).where(eq(doorStateTable.doorId, door.doorId)).get()
    if (state?.unreadableSince != null) {
      const unreadableMs = fromIso(atIso) - fromIso(state.unreadableSince)
      if (unreadableMs > 0) addUnreadable(context, door.deviceId, state.unreadableSince, unreadableMs)
    }
    db.update(doorStateTable)
      .set({
        readingKind: 'known',
        lastReadAt: atIso,
        unreadableSince: null,
        unreadableReason: null,
        updatedAt: atIso,
      })
      .where(eq(doorStateTable.doorId, door.doorId))
      .run()
  })
}

/** Only codes that were known when the lock became unreadable have lost that time. */
function addUnreadable(context: StoreContext, deviceId: DeviceId, sinceIso: string, ms: number): void {
  context.db
    .update(sightingTable)
    .set({ unreadableMs: sql`${sightingTable.unreadableMs} + ${ms}` })
    .where(and(eq(sightingTable.integrationDeviceId, deviceId), lte(sightingTable.firstSeenAt, sinceIso)))
    .run()
}
