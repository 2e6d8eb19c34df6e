import type { DoorAlarmView } from '../../../src-preload/contract/views/alarms.ts'
import { parseCodeName } from '../../domain/code/codeName.ts'
import type { DoorId } from '../../domain/ids.ts'
import type { Store } from '../../ports/store.ts'
import type { DoorAlarmRecord } from '../../ports/stores/doorUseStore.ts'

/** What locks' records say that their lists do not: of one door or of all, the latest use first. */
export function doorAlarms(store: Store, doorId?: DoorId): readonly DoorAlarmView[] {
  return store.doorUse.openAlarms(doorId).flatMap((alarm) => {
    const door = store.doors.getListRecord(alarm.doorId)
    if (!door) return []
    return [
      {
        kind: alarm.kind,
        alarmId: alarm.id,
        doorId: alarm.doorId,
        doorName: door.door.name,
        timezone: door.timezone,
        firstAt: alarm.firstAt,
        lastAt: alarm.lastAt,
        uses: alarm.uses,
        whose: whoseCode(store, alarm, door.door.integrationDeviceId),
        correlationId: alarm.correlationId,
      },
    ]
  })
}

/** The person whose code was refused, or the name it bears; null for a code that nobody lists. */
function whoseCode(
  store: Store,
  { vendorPinId }: DoorAlarmRecord,
  deviceId: Parameters<Store['codes']['actualCodes']>[0],
): string | null {
  if (vendorPinId === null) return null
  const name = store.codes.actualCodes(deviceId).find((code) => code.vendorPinId === vendorPinId)?.name
  const named = name ? parseCodeName(name) : null
  return (named && store.people.get(named.personId)?.name) ?? name ?? null
}
