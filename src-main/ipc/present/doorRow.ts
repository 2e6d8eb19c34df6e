import type { DoorRow, DoorState } from '../../../src-preload/contract/views/doors.ts'
import type { HoldView } from '../../../src-preload/contract/views/holds.ts'
import { isBatteryLow } from '../../domain/device/battery.ts'
import type { Store } from '../../ports/store.ts'
import type { DoorListRecord } from '../../ports/stores/doorStore.ts'
import { holdLookUp } from './holdView.ts'

export function doorRow(record: DoorListRecord, hold: HoldView | null): DoorRow {
  const { door, state, openJob } = record
  return {
    id: door.id,
    name: door.name,
    siteId: door.siteId,
    siteName: record.siteName,
    timezone: record.timezone,
    doorGroupId: door.doorGroupId,
    groupName: record.groupName,
    location: door.location,
    lockId: door.externalId,
    deviceName: record.deviceName,
    state: doorState(record),
    differences: state.differences,
    wrong: pickWrong(state),
    waitingFor: waitOf(record),
    awaitingPlanId:
      openJob?.status === 'awaiting_approval' || openJob?.heldBy === 'decision' ? openJob.planId : null,
    unreadableBecause: state.unreadableReason,
    lastReadAt: state.lastReadAt,
    batteryPercent: record.batteryPercent,
    isBatteryLow: isBatteryLow(record.batteryPercent),
    pausedUntil: state.pausedUntil,
    hold,
  }
}

function pickWrong({ missing, changed, unwanted, undeliverable }: DoorListRecord['state']): DoorRow['wrong'] {
  return { missing, changed, unwanted, undeliverable }
}

/** Rows of these doors, or of all active ones. */
export function doorRows(
  store: Store,
  nowMs: number,
  records: readonly DoorListRecord[] = store.doors.list(),
): readonly DoorRow[] {
  const holdNow = holdLookUp(store, nowMs)
  return records.map((record) => doorRow(record, holdNow(record.door, record.state)))
}

/** A plan that awaits approval waits for a person, and its door meanwhile for what its check waits for. */
function waitOf({ state, openJob }: DoorListRecord): string | null {
  if (openJob === null) return null
  if (openJob.status !== 'awaiting_approval') return openJob.waitReason ?? openJob.heldBy
  const isRead = state.readingKind !== 'unreadable'
  return isRead ? openJob.status : (openJob.waitsBeside ?? openJob.status)
}

/** What happens now stands before what was last read; an approval that waits does not hide that a door is out of step. */
function doorState({ state, openJob }: DoorListRecord): DoorState {
  if (openJob?.status === 'running') return 'checking'
  if (openJob?.status === 'waiting_offline' || openJob?.status === 'queued') return 'waiting'
  if (state.readingKind === 'unreadable')
    return (openJob?.waitsBeside ?? null) === null ? 'unreadable' : 'waiting'
  if (state.readingKind === 'never') return 'unchecked'
  return state.differences === 0 ? 'in_step' : 'out_of_step'
}
