import { settlePending } from './cloudList.ts'
import { gatewaySlot } from './commands.ts'
import {
  type ControlledLock,
  type ControlledWorld,
  viewControlledLock,
  viewControlledWorld,
} from './controlView.ts'
import type { Core } from './core.ts'
import { type DoorUse, replayDoorUses, typeAtDoor } from './doorUse.ts'
import type { ActiveFault, Fault } from './faults.ts'
import type { JournalEntry, JournalFilter } from './journal.ts'
import { type LatencyOption, latencyFrom } from './latency.ts'
import { setMonthCount } from './quota.ts'
import type { Service } from './service.ts'
import {
  type AccountSeed,
  accountFrom,
  addGateway,
  addLock,
  type CodeSeed,
  type EkeySeed,
  type GatewaySeed,
  type LockSeed,
  putCode,
  type Site,
  takeId,
} from './site.ts'
import type { Switches } from './switches.ts'
import { revokeTokens } from './tokens.ts'
import type { PassageMode, Region, SimulatedGateway, SimulatedLock } from './world.ts'
import { ekeyFrom, populate } from './worldFromSite.ts'

interface LockPatch {
  readonly lockId: number
  readonly lockAlias?: string | undefined
  readonly electricQuantity?: number | undefined
  readonly featureValue?: string | undefined
  readonly keypadDigits?: string | undefined
  readonly customCapacity?: number | undefined
  readonly hasPasscodeData?: boolean | undefined
  readonly isFrozen?: boolean | undefined
  readonly answers?: boolean | undefined
  readonly timezoneRawOffset?: number | undefined
  readonly wifi?:
    | {
        readonly configured?: boolean | undefined
        readonly online?: boolean | undefined
        readonly powerSaving?: boolean | undefined
      }
    | undefined
  /** Ahead of true time. */
  readonly clockOffsetMs?: number | undefined
  readonly clockDriftMsPerDay?: number | undefined
  /** As set with the provider's own app: in the cloud and in the lock. */
  readonly passage?: PassageMode | undefined
}

interface GatewayPatch {
  readonly gatewayId: number
  readonly online?: boolean | undefined
  /** Somebody else's command holds the gateway that long (real time). */
  readonly busyForMs?: number | undefined
  readonly links?:
    | readonly {
        readonly lockId: number
        readonly rssi?: number | undefined
        readonly inReach?: boolean | undefined
      }[]
    | undefined
}

interface QuotaPatch {
  readonly clientId?: string | undefined
  readonly monthlyLimit?: number | null | undefined
  readonly perMinuteLimit?: number | null | undefined
  readonly monthCount?: number | undefined
}

interface ServiceState {
  readonly up: boolean
}

/** What tests and the rehearsal screen may do to the simulated world, past every rule of the API. */
export interface SimulatorControl {
  state(filter?: { readonly lockId?: number | undefined }): ControlledWorld
  journal(filter?: JournalFilter): readonly JournalEntry[]
  clearJournal(): void
  faults(): readonly ActiveFault[]
  addFault(fault: Fault): ActiveFault
  clearFaults(): void
  service(): ServiceState
  /** Down closes the port and drops all connections; `forMs` brings it up again on the same port. */
  setService(wanted: { readonly up: boolean; readonly forMs?: number | undefined }): Promise<ServiceState>
  addLock(seed: LockSeed): ControlledLock
  patchLock(patch: LockPatch): ControlledLock
  removeLock(which: { readonly lockId: number }): void
  addGateway(seed: GatewaySeed): void
  patchGateway(patch: GatewayPatch): void
  putCode(code: CodeSeed & { readonly lockId: number }): { readonly keyboardPwdId: number | null }
  removeCode(which: {
    readonly lockId: number
    readonly keyboardPwd: string
    readonly cloud?: boolean | undefined
    readonly memory?: boolean | undefined
  }): void
  typeAtDoor(use: {
    readonly lockId: number
    readonly pin: string
    readonly at?: number | undefined
  }): DoorUse
  /** Moves the simulated time: by `advanceMs`, or to `offsetMs` ahead of the real one. */
  setClock(to: { readonly advanceMs?: number | undefined; readonly offsetMs?: number | undefined }): {
    readonly now: number
  }
  revokeTokens(which?: { readonly username?: string | undefined; readonly refresh?: boolean | undefined }): {
    readonly ended: number
  }
  setQuota(quota: QuotaPatch): void
  setSwitches(switches: Partial<Switches>): Switches
  setLatency(latency: { readonly latency: LatencyOption }): void
  setRegion(to: { readonly region: Region }): void
  addAccount(account: AccountSeed): void
  addEkey(ekey: EkeySeed): { readonly keyId: number }
  /** Throws the world away for another one; tokens stay valid for accounts that stay. */
  replaceSite(site: Site): ControlledWorld
}

export function createControl(core: Core, service: () => Service): SimulatorControl {
  function lockOf(lockId: number): SimulatedLock {
    const lock = core.world.locks.get(lockId)
    if (lock === undefined) throw new UnknownThing('lock', lockId)
    return lock
  }

  return {
    state(filter = {}) {
      for (const lock of core.world.locks.values()) settlePending(core, lock)
      return viewControlledWorld(core, service().isUp, filter.lockId)
    },
    journal: (filter) => core.journal.entries(filter),
    clearJournal: () => core.journal.clear(),
    faults: () => core.faults.list(),
    addFault: (fault) => core.faults.add(fault),
    clearFaults: () => core.faults.clear(),
    service: () => ({ up: service().isUp }),
    async setService({ up, forMs }) {
      await (up ? service().comeUp() : service().goDown())
      if (!up && forMs !== undefined) {
        // A simulator closed meanwhile rejects the wait; there is nothing left to bring up then.
        core.wait(forMs).then(
          () => service().comeUp(),
          () => undefined,
        )
      }
      return { up: service().isUp }
    },
    addLock(seed) {
      const lock = addLock(core.world, seed, core.now())
      core.changed()
      return viewControlledLock(core, lock)
    },
    patchLock(patch) {
      const lock = lockOf(patch.lockId)
      const { lockId: _lockId, wifi, clockOffsetMs, clockDriftMsPerDay, passage, ...plain } = patch
      Object.assign(lock, definedOf(plain))
      if (wifi !== undefined)
        lock.wifi = { configured: true, online: true, powerSaving: false, ...lock.wifi, ...definedOf(wifi) }
      if (passage !== undefined) lock.passage = { cloud: passage, memory: passage }
      if (clockOffsetMs !== undefined) lock.clock.offsetMs = clockOffsetMs
      if (clockDriftMsPerDay !== undefined) lock.clock.driftMsPerDay = clockDriftMsPerDay
      if (clockOffsetMs !== undefined || clockDriftMsPerDay !== undefined) lock.clock.setAt = core.now()
      core.changed()
      return viewControlledLock(core, lock)
    },
    removeLock({ lockId }) {
      core.world.locks.delete(lockId)
      for (const gateway of core.world.gateways.values()) gateway.links.delete(lockId)
      core.changed()
    },
    addGateway(seed) {
      addGateway(core.world, seed, core.now())
      core.changed()
    },
    patchGateway(patch) {
      const gateway = core.world.gateways.get(patch.gatewayId)
      if (gateway === undefined) throw new UnknownThing('gateway', patch.gatewayId)
      patchOneGateway(core, gateway, patch)
      core.changed()
    },
    putCode({ lockId, ...seed }) {
      const keyboardPwdId = putCode(core.world, lockOf(lockId), seed, core.now())
      core.changed()
      return { keyboardPwdId }
    },
    removeCode({ lockId, keyboardPwd, cloud = true, memory = true }) {
      const lock = lockOf(lockId)
      if (memory) lock.memory.delete(keyboardPwd)
      for (const row of [...lock.cloud.values()]) {
        if (cloud && row.keyboardPwd === keyboardPwd) lock.cloud.delete(row.keyboardPwdId)
      }
      core.changed()
    },
    typeAtDoor: ({ lockId, pin, at }) => typeAtDoor(core, lockOf(lockId), { pin, at }),
    setClock({ advanceMs, offsetMs }) {
      core.world.clockOffsetMs = (offsetMs ?? core.world.clockOffsetMs) + (advanceMs ?? 0)
      core.changed()
      return { now: core.now() }
    },
    revokeTokens({ username, refresh } = {}) {
      const account = core.world.accounts.find((each) => each.username === username)
      if (username !== undefined && account === undefined) throw new UnknownThing('account', username)
      return { ended: revokeTokens(core, { uid: account?.uid, refresh }) }
    },
    setQuota({ clientId, monthCount, ...limits }) {
      Object.assign(core.world.quota, definedOf(limits))
      const application = clientId ?? core.world.accounts[0]?.clientId
      if (monthCount !== undefined && application !== undefined) setMonthCount(core, application, monthCount)
      core.changed()
    },
    setSwitches(switches) {
      Object.assign(core.world.switches, definedOf(switches))
      core.changed()
      return { ...core.world.switches }
    },
    setLatency({ latency }) {
      Object.assign(core.latency, latencyFrom(latency))
    },
    setRegion({ region }) {
      core.world.region = region
      core.changed()
    },
    addAccount(seed) {
      core.world.accounts.push(accountFrom(seed))
      core.changed()
    },
    addEkey(seed) {
      const keyId = takeId(core.world, 'keyId')
      core.world.ekeys.push(ekeyFrom(seed, keyId))
      core.changed()
      return { keyId }
    },
    replaceSite(site) {
      populate(core.world, site, core.now())
      replayDoorUses(core, site.doorUses ?? [])
      core.changed()
      return viewControlledWorld(core, service().isUp)
    },
  }
}

/** The request names a lock, gateway or account that the world has not. */
export class UnknownThing extends Error {
  readonly code = 'unknown_thing'
  constructor(kind: 'lock' | 'gateway' | 'account', id: number | string) {
    super(`The simulated site has no ${kind} ${id}`)
  }
}

function patchOneGateway(core: Core, gateway: SimulatedGateway, patch: GatewayPatch): void {
  if (patch.online !== undefined && patch.online !== gateway.online) {
    gateway.online = patch.online
    gateway.offlineSince = patch.online ? 0 : core.now()
  }
  for (const { lockId, rssi, inReach } of patch.links ?? []) {
    const link = gateway.links.get(lockId) ?? { rssi: -70, inReach: true, lastSeenAt: core.now() }
    gateway.links.set(lockId, {
      rssi: rssi ?? link.rssi,
      inReach: inReach ?? link.inReach,
      lastSeenAt: core.now(),
    })
  }
  if (patch.busyForMs !== undefined) {
    const slot = gatewaySlot(gateway.gatewayId)
    core.takenSlots.add(slot)
    const free = (): void => {
      core.takenSlots.delete(slot)
    }
    core.wait(patch.busyForMs).then(free, free)
  }
}

/** Drops what is undefined, so that a patch never erases a value. */
function definedOf<Value extends object>(value: Value): Defined<Value> {
  // Object.entries loses the key type; the keys are those of `value`.
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Defined<Value>
}

type Defined<Value> = { [Key in keyof Value]?: Exclude<Value[Key], undefined> }
