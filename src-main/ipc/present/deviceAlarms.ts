import type {
  BatteryAlarmView,
  GatewayAlarmView,
  LockClockAlarmView,
  PcClockAlarmView,
} from '../../../src-preload/contract/views/alarms.ts'
import { isClockOff } from '../../domain/clockTolerance.ts'
import { isBatteryLow } from '../../domain/device/battery.ts'
import type { DoorListRecord } from '../../ports/stores/doorStore.ts'
import type { OpenProfile } from '../openProfile.ts'

const NAMED_DOORS = 3
const NAMED_BATTERIES = 5

type Context = Pick<OpenProfile, 'store' | 'useCases'>

/** Nothing at all is sent while a job was held for it, so that is what tells; the distance is the last one measured. */
export function pcClockAlarms({ store, useCases }: Context): readonly PcClockAlarmView[] {
  const isHeld = store.jobs.heldByCause().some(({ by }) => by === 'clock')
  if (!isHeld) return []
  const offsets = store.accounts
    .list()
    .map(({ id }) => useCases.providers.forAccount(id).clockOffsetMs())
    .filter(isClockOff)
  return [{ kind: 'pc_clock_off', offsetMs: offsets[0] ?? null }]
}

/** Gateways that their account's last list called offline, the longest first. */
export function gatewayAlarms({ store }: Pick<Context, 'store'>): readonly GatewayAlarmView[] {
  return store.accounts
    .gateways()
    .flatMap(({ externalId, name, offlineSince }): readonly GatewayAlarmView[] => {
      if (offlineSince === null) return []
      const doors = store.accounts.doorsHeardBy(externalId)
      return [
        {
          kind: 'gateway_down',
          gatewayId: externalId,
          gatewayName: name,
          since: offlineSince,
          doors: doors.slice(0, NAMED_DOORS),
          doorCount: doors.length,
        },
      ]
    })
    .sort((a, b) => a.since.localeCompare(b.since))
}

export function lockClockAlarms(doors: readonly DoorListRecord[]): readonly LockClockAlarmView[] {
  return doors.flatMap((record): readonly LockClockAlarmView[] => {
    const { lockClock, timezone } = record
    if (lockClock === null || !isClockOff(lockClock.offsetMs)) return []
    return [{ kind: 'lock_clock_off', ...nameOf(record), timezone, ...lockClock }]
  })
}

/** One alarm for all of them: somebody goes round with batteries. */
export function batteryAlarms(doors: readonly DoorListRecord[]): readonly BatteryAlarmView[] {
  const low = doors
    .flatMap((record) =>
      record.batteryPercent === null || !isBatteryLow(record.batteryPercent)
        ? []
        : [{ ...nameOf(record), percent: record.batteryPercent, asOf: record.deviceSyncedAt }],
    )
    .sort((a, b) => a.percent - b.percent)
  if (low.length === 0) return []
  return [
    {
      kind: 'battery_low',
      doors: low.slice(0, NAMED_BATTERIES).map(({ asOf: _asOf, ...door }) => door),
      doorCount: low.length,
      asOf: low.flatMap(({ asOf }) => asOf ?? []).sort()[0] ?? null,
    },
  ]
}

function nameOf({ door }: DoorListRecord): { readonly doorId: number; readonly doorName: string } {
  return { doorId: door.id, doorName: door.name }
}
