import type Database from 'better-sqlite3'
import type { DeviceId, DoorId } from '../../domain/ids.ts'
import type { CodeAtAGlance } from '../../ports/stores/lockCodeStore.ts'

/** As `looksOf` in the domain writes it; null where the code is not settled or its window is of no such kind. */
const LOOKS = `
  CASE WHEN code.status = 'settled' THEN code.pin_hash || CASE
    WHEN code.window_kind = 'permanent' THEN ' permanent'
    WHEN code.window_kind = 'period' AND length(code.starts_at) = 24 AND length(code.ends_at) = 24
      THEN ' ' || substr(code.starts_at, 1, 16) || ' ' || substr(code.ends_at, 1, 16)
  END END`

/** Each listed code of a door with the credential whose receipt it is: one statement, and no code as an object. The pluses: see `given`. */
export function prepareGlance(
  sqlite: Database.Database,
): (door: { readonly doorId: DoorId; readonly deviceId: DeviceId }) => readonly CodeAtAGlance[] {
  const statement = sqlite
    .prepare<[{ doorId: DoorId; deviceId: DeviceId }], CodeAtAGlance>(
      `SELECT code.vendor_pin_id, ${LOOKS}, code.is_custom, receipt.credential_id
      FROM actual_code code
      LEFT JOIN provider_receipt receipt ON receipt.integration_device_id = code.integration_device_id
        AND receipt.vendor_pin_id = code.vendor_pin_id AND receipt.door_id = +@doorId AND receipt.voided_at IS NULL
      WHERE code.integration_device_id = +@deviceId`,
    )
    .raw()
  return (door) => statement.all(door)
}
