import { feature, gatewayLockFeatures, wifiLockFeatures, withFeature, withoutFeature } from './features.ts'
import { md5Of } from './random.ts'
import type {
  CloudPasscode,
  MemoryPasscode,
  Region,
  SimulatedAccount,
  SimulatedLock,
  World,
} from './world.ts'

/** A plain description of a simulated site. Everything left out gets a sensible value. */
export interface Site {
  readonly accounts: readonly AccountSeed[]
  readonly gateways: readonly GatewaySeed[]
  readonly locks: readonly LockSeed[]
  readonly ekeys?: readonly EkeySeed[] | undefined
  /** Codes typed at the doors before the simulation starts. */
  readonly doorUses?: readonly DoorUseSeed[] | undefined
}

export interface DoorUseSeed {
  readonly lockId: number
  readonly pin: string
  readonly at: number
}

export interface AccountSeed {
  readonly uid: number
  readonly username: string
  readonly nickName?: string | undefined
  /** Plain password, or `passwordMd5`. */
  readonly password?: string | undefined
  readonly passwordMd5?: string | undefined
  readonly clientId: string
  readonly clientSecret: string
  readonly region?: Region | undefined
}

export interface GatewaySeed {
  readonly gatewayId: number
  readonly gatewayName: string
  readonly gatewayVersion?: number | undefined
  readonly adminUid?: number | undefined
  readonly online?: boolean | undefined
}

export interface LockSeed {
  readonly lockId: number
  readonly lockAlias: string
  readonly adminUid?: number | undefined
  readonly groupName?: string | undefined
  readonly electricQuantity?: number | undefined
  /** Hex; wins over the four notes below. */
  readonly featureValue?: string | undefined
  readonly passcodeManagement?: boolean | undefined
  readonly passageMode?: boolean | undefined
  /** The digits of an incomplete keypad. */
  readonly keypadDigits?: string | undefined
  readonly wifi?:
    | {
        readonly online?: boolean | undefined
        readonly configured?: boolean | undefined
        /** Given, the lock has the feature of saving power; true, it does. */
        readonly powerSaving?: boolean | undefined
      }
    | undefined
  readonly gateways?: readonly { readonly gatewayId: number; readonly rssi: number }[] | undefined
  readonly timezoneRawOffset?: number | undefined
  readonly noKeyPwd?: string | undefined
  readonly customCapacity?: number | undefined
  readonly clockOffsetMs?: number | undefined
  readonly clockDriftMsPerDay?: number | undefined
  readonly isFrozen?: boolean | undefined
  readonly answers?: boolean | undefined
  readonly codes?: readonly CodeSeed[] | undefined
}

export interface CodeSeed {
  readonly keyboardPwdId?: number | undefined
  readonly keyboardPwd: string
  readonly keyboardPwdName?: string | null | undefined
  /** 2 permanent, 3 period (default), others as in facts 3.3. */
  readonly keyboardPwdType?: number | undefined
  readonly startDate?: number | undefined
  readonly endDate?: number | undefined
  readonly sendDate?: number | undefined
  readonly isCustom?: 0 | 1 | undefined
  readonly status?: number | undefined
  readonly senderUsername?: string | undefined
  /** Where it lies: both (default), or one of the two. */
  readonly cloud?: boolean | undefined
  readonly memory?: boolean | undefined
}

export interface EkeySeed {
  readonly lockId: number
  readonly uid: number
  readonly keyName?: string | undefined
  readonly keyRight?: 0 | 1 | undefined
  readonly remoteEnable?: 1 | 2 | undefined
  readonly keyStatus?: string | undefined
}

export const defaultAccount: AccountSeed = {
  uid: 7_301_001,
  username: 'demo@lockstep.example',
  nickName: 'demo',
  password: 'simulated-locks',
  clientId: 'lockstep-sim',
  clientSecret: 'lockstep-sim-secret',
  region: 'eu',
}

/** Permanence is stored in a lock as a far end date (facts 3.9). */
export const permanentInMemory = { startDate: Date.UTC(2000, 0, 1), endDate: Date.UTC(2099, 11, 31, 23, 59) }

const noPassage = { passageMode: 2, autoUnlock: 2, periods: [] } as const

export function accountFrom(seed: AccountSeed): SimulatedAccount {
  return {
    uid: seed.uid,
    username: seed.username,
    nickName: seed.nickName ?? seed.username.split('@')[0] ?? seed.username,
    passwordMd5: seed.passwordMd5 ?? md5Of(seed.password ?? ''),
    clientId: seed.clientId,
    clientSecret: seed.clientSecret,
    region: seed.region ?? 'eu',
  }
}

export function addGateway(world: World, seed: GatewaySeed, now: number): void {
  const online = seed.online ?? true
  world.gateways.set(seed.gatewayId, {
    gatewayId: seed.gatewayId,
    gatewayName: seed.gatewayName,
    gatewayMac: macOf(0xa4_c1_38_00_00_00 + seed.gatewayId),
    gatewayVersion: seed.gatewayVersion ?? 2,
    networkName: 'Site Wi-Fi',
    adminUid: seed.adminUid ?? world.accounts[0]?.uid ?? 0,
    online,
    offlineSince: online ? 0 : now - 3_600_000,
    links: new Map(),
  })
}

export function addLock(world: World, seed: LockSeed, now: number): SimulatedLock {
  const adminUid = seed.adminUid ?? world.accounts[0]?.uid ?? 0
  const lock: SimulatedLock = {
    lockId: seed.lockId,
    lockName: `S31_${(seed.lockId & 0xff_ff_ff).toString(16).padStart(6, '0')}`,
    lockAlias: seed.lockAlias,
    lockMac: macOf(0xd0_5f_a0_00_00_00 + seed.lockId),
    adminUid,
    groupId: seed.groupName === undefined ? null : groupIdOf(seed.groupName),
    groupName: seed.groupName ?? null,
    electricQuantity: seed.electricQuantity ?? 80,
    featureValue: featuresOf(seed),
    timezoneRawOffset: seed.timezoneRawOffset ?? 3_600_000,
    noKeyPwd: seed.noKeyPwd ?? String(7_000_000 + (seed.lockId % 1_000_000)),
    modelNum: 'SN9161-SIM',
    autoLockTime: 5,
    isFrozen: seed.isFrozen ?? false,
    date: now - 90 * 86_400_000,
    customCapacity: seed.customCapacity ?? 250,
    keypadDigits: seed.keypadDigits ?? '0123456789',
    hasPasscodeData: true,
    answers: seed.answers ?? true,
    wifi:
      seed.wifi === undefined
        ? null
        : {
            configured: seed.wifi.configured ?? true,
            online: seed.wifi.online ?? true,
            powerSaving: seed.wifi.powerSaving ?? false,
          },
    clock: { offsetMs: seed.clockOffsetMs ?? 0, driftMsPerDay: seed.clockDriftMsPerDay ?? 0, setAt: now },
    unlockedUntil: 0,
    cloud: new Map(),
    memory: new Map(),
    deletedValidities: new Set(),
    passage: { cloud: noPassage, memory: noPassage },
    records: [],
    staleLists: [],
  }
  world.locks.set(lock.lockId, lock)
  for (const { gatewayId, rssi } of seed.gateways ?? []) {
    world.gateways.get(gatewayId)?.links.set(lock.lockId, { rssi, inReach: true, lastSeenAt: now })
  }
  for (const code of seed.codes ?? []) putCode(world, lock, code, now)
  return lock
}

/** Puts a code where the seed says, without any rule in the way. Returns its cloud id, null if only in memory. */
export function putCode(world: World, lock: SimulatedLock, seed: CodeSeed, now: number): number | null {
  const keyboardPwdType = seed.keyboardPwdType ?? (seed.startDate === undefined ? 2 : 3)
  const isCustom = seed.isCustom ?? 1
  const startDate = seed.startDate ?? seed.sendDate ?? now
  const endDate = seed.endDate ?? (keyboardPwdType === 2 ? 0 : startDate + 86_400_000)
  if (seed.memory ?? true) {
    const inMemory: MemoryPasscode = {
      keyboardPwd: seed.keyboardPwd,
      keyboardPwdType,
      ...(keyboardPwdType === 2 && isCustom === 1 ? permanentInMemory : { startDate, endDate }),
      via: isCustom === 1 ? 'gateway' : 'algorithm',
      firstUsedAt: null,
    }
    lock.memory.set(seed.keyboardPwd, inMemory)
  }
  if (!(seed.cloud ?? true)) return null
  const sender = world.accounts.find((account) => account.uid === lock.adminUid)
  const row: CloudPasscode = {
    keyboardPwdId: seed.keyboardPwdId ?? takeId(world, 'keyboardPwdId'),
    keyboardPwd: seed.keyboardPwd,
    keyboardPwdName: seed.keyboardPwdName ?? null,
    keyboardPwdType,
    startDate,
    endDate,
    sendDate: seed.sendDate ?? now,
    isCustom,
    status: seed.status ?? 1,
    senderUsername: seed.senderUsername ?? sender?.username ?? '',
    nickName: seed.senderUsername ?? sender?.nickName ?? '',
    pending: null,
  }
  lock.cloud.set(row.keyboardPwdId, row)
  return row.keyboardPwdId
}

export function takeId(world: World, name: keyof World['counters']): number {
  world.counters[name] += 1
  return world.counters[name]
}

function featuresOf(seed: LockSeed): string {
  if (seed.featureValue !== undefined) return seed.featureValue
  let value = seed.wifi === undefined ? gatewayLockFeatures : wifiLockFeatures
  if (seed.passcodeManagement === false) value = withoutFeature(value, feature.passcodeManagement)
  if (seed.passageMode === false) value = withoutFeature(value, feature.passageMode)
  if (seed.wifi?.powerSaving !== undefined) value = withFeature(value, feature.wifiPowerSaving)
  if (seed.keypadDigits !== undefined) value = withFeature(value, feature.incompleteKeypad)
  return value
}

function groupIdOf(groupName: string): number {
  return 40_000 + (Number.parseInt(md5Of(groupName).slice(0, 4), 16) % 10_000)
}

function macOf(number: number): string {
  const hex = number.toString(16).toUpperCase().padStart(12, '0').slice(-12)
  return hex.match(/../g)?.join(':') ?? ''
}
