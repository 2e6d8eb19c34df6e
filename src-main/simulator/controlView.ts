import { believedOnline, lastSeenAt } from './commands.ts'
import type { Core } from './core.ts'
import { monthCount } from './quota.ts'
import type { Switches } from './switches.ts'
import {
  type CloudPasscode,
  type DoorRecord,
  lockTimeAt,
  type MemoryPasscode,
  type PassageMode,
  type Quota,
  type Region,
  type SimulatedLock,
  type WifiState,
} from './world.ts'

/** The simulated world as the control API shows it: the truth, PINs included. */
export interface ControlledWorld {
  readonly now: number
  readonly up: boolean
  readonly region: Region
  readonly accounts: readonly {
    readonly uid: number
    readonly username: string
    readonly clientId: string
    readonly monthCount: number
  }[]
  readonly quota: Quota
  readonly switches: Switches
  readonly locks: readonly ControlledLock[]
  readonly gateways: readonly ControlledGateway[]
}

export interface ControlledLock {
  readonly lockId: number
  readonly lockAlias: string
  readonly electricQuantity: number
  readonly featureValue: string
  readonly keypadDigits: string
  readonly customCapacity: number
  readonly answers: boolean
  readonly isFrozen: boolean
  readonly wifi: WifiState | null
  readonly noKeyPwd: string
  /** What the lock's own clock shows now. */
  readonly lockTime: number
  /** The cloud's list, without the lag of `listLagMs`. */
  readonly cloud: readonly Omit<CloudPasscode, 'pending'>[]
  /** What really opens the door. */
  readonly memory: readonly MemoryPasscode[]
  readonly passage: { readonly cloud: PassageMode; readonly memory: PassageMode }
  readonly records: readonly DoorRecord[]
}

interface ControlledGateway {
  readonly gatewayId: number
  readonly gatewayName: string
  readonly online: boolean
  readonly believedOnline: boolean
  readonly isBusy: boolean
  readonly links: readonly {
    readonly lockId: number
    readonly rssi: number
    readonly inReach: boolean
    readonly lastSeenAt: number
  }[]
}

export function viewControlledWorld(core: Core, up: boolean, lockId?: number): ControlledWorld {
  const { world } = core
  const now = core.now()
  const locks = [...world.locks.values()].filter((lock) => lockId === undefined || lock.lockId === lockId)
  return {
    now,
    up,
    region: world.region,
    accounts: world.accounts.map(({ uid, username, clientId }) => ({
      uid,
      username,
      clientId,
      monthCount: monthCount(core, clientId),
    })),
    quota: { ...world.quota },
    switches: { ...world.switches },
    locks: locks.map((lock) => viewControlledLock(core, lock)),
    gateways: [...world.gateways.values()].map((gateway) => ({
      gatewayId: gateway.gatewayId,
      gatewayName: gateway.gatewayName,
      online: gateway.online,
      believedOnline: believedOnline(gateway, now),
      isBusy: core.takenSlots.has(`gateway:${gateway.gatewayId}`),
      links: [...gateway.links].map(([id, link]) => ({
        lockId: id,
        rssi: link.rssi,
        inReach: link.inReach,
        lastSeenAt: lastSeenAt(gateway, link, now),
      })),
    })),
  }
}

export function viewControlledLock(core: Core, lock: SimulatedLock): ControlledLock {
  return {
    lockId: lock.lockId,
    lockAlias: lock.lockAlias,
    electricQuantity: lock.electricQuantity,
    featureValue: lock.featureValue,
    keypadDigits: lock.keypadDigits,
    customCapacity: lock.customCapacity,
    answers: lock.answers,
    isFrozen: lock.isFrozen,
    wifi: lock.wifi === null ? null : { ...lock.wifi },
    noKeyPwd: lock.noKeyPwd,
    lockTime: lockTimeAt(lock, core.now()),
    cloud: [...lock.cloud.values()].map(({ pending: _pending, ...row }) => row),
    memory: [...lock.memory.values()].map((code) => ({ ...code })),
    passage: lock.passage,
    records: lock.records.map((record) => ({ ...record })),
  }
}
