import type { OpenSchedule } from '../domain/schedule/openSchedule.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'

/** A door as the audit keeps it: the seed's column names, and beside them the periods of a schedule that was decided. */
export function doorAuditRecord(
  door: DoorRecord,
  openSchedule: OpenSchedule | null,
): Readonly<Record<string, unknown>> {
  return {
    created_at: door.createdAt,
    demo_state: door.demoState,
    demo_state_updated_at: door.demoStateUpdatedAt,
    description: door.description,
    device_type: door.deviceType,
    door_group_id: door.doorGroupId,
    external_id: door.externalId,
    id: door.id,
    integration_customer_id: door.integrationCustomerId,
    integration_device_id: door.integrationDeviceId,
    is_active: door.isActive,
    location: door.location,
    name: door.name,
    open_schedule_id: door.openScheduleId,
    ...(openSchedule && { open_schedule: openSchedule }),
    site_id: door.siteId,
    status: door.status,
    updated_at: door.updatedAt,
  }
}
