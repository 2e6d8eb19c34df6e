import type { Switches } from './switches.ts'

/** Everything that exists in the simulated world. Mutable: it is the state of the simulator. */

export type Region = 'eu' | 'cn'

export interface SimulatedAccount {
  readonly uid: number
  readonly username: string
  readonly nickName: string
  /** md5 of the plain password, 32 lower-case hex characters. */
  readonly passwordMd5: string
  readonly clientId: string
  readonly clientSecret: string
  readonly region: Region
}

/** A row of the cloud's passcode list. It says nothing sure about the lock itself. */
export interface CloudPasscode {
  keyboardPwdId: number
  keyboardPwd: string
  keyboardPwdName: string | null
  keyboardPwdType: number
  startDate: number
  endDate: number
  sendDate: number
  isCustom: 0 | 1
  /** facts 3.4: 1 normal, 2 expired, 3 pending, 4 adding, 5 add failed, 6 and 7 change, 8 and 9 delete. */
  status: number
  senderUsername: string
  nickName: string
  pending: PendingWrite | null
}

/** A write for a Wi-Fi lock asleep (type 4): it is carried out once `settlesAt` has passed. */
type PendingWrite =
  | { readonly kind: 'add'; readonly settlesAt: number }
  | { readonly kind: 'change'; readonly settlesAt: number; readonly to: PasscodeValues }
  | { readonly kind: 'delete'; readonly settlesAt: number }

export interface PasscodeValues {
  readonly keyboardPwd: string
  readonly keyboardPwdType: number
  readonly startDate: number
  readonly endDate: number
}

/** What really opens the door. */
export interface MemoryPasscode {
  keyboardPwd: string
  keyboardPwdType: number
  startDate: number
  endDate: number
  /** How it came in; `algorithm` is a generated code, which lock and cloud compute alike. */
  via: 'gateway' | 'phone' | 'keypad' | 'algorithm'
  /** For generated codes: first use at the door on the lock's clock. */
  firstUsedAt: number | null
}

export interface PassagePeriod {
  readonly isAllDay: 1 | 2
  /** Minutes of the day, local to the lock. */
  readonly startTime: number
  readonly endTime: number
  /** 1 is Monday, 7 is Sunday. */
  readonly weekDays: readonly number[]
}

export interface PassageMode {
  readonly passageMode: 1 | 2
  readonly autoUnlock: 1 | 2
  readonly periods: readonly PassagePeriod[]
}

export interface DoorRecord {
  recordId: number
  recordTypeFromLock: number
  recordType: number
  success: 0 | 1
  username: string | null
  keyboardPwd: string | null
  /** On the lock's own clock. */
  lockDate: number
  /** When the cloud got it; null while the lock has no way to report. */
  serverDate: number | null
}

/** The lock's clock: `offsetMs` ahead of true time at `setAt`, and gaining `driftMsPerDay`. */
interface LockClock {
  offsetMs: number
  driftMsPerDay: number
  setAt: number
}

export interface WifiState {
  configured: boolean
  online: boolean
  powerSaving: boolean
}

export interface SimulatedLock {
  readonly lockId: number
  readonly lockName: string
  lockAlias: string
  readonly lockMac: string
  adminUid: number
  groupId: number | null
  groupName: string | null
  electricQuantity: number
  featureValue: string
  timezoneRawOffset: number
  noKeyPwd: string
  readonly modelNum: string
  autoLockTime: number
  isFrozen: boolean
  readonly date: number
  customCapacity: number
  /** The digits its keypad has. */
  keypadDigits: string
  /** False: the cloud has no passcode data for this lock (-1007). */
  hasPasscodeData: boolean
  /** False: out of radio reach or without power, whatever the gateways say. */
  answers: boolean
  wifi: WifiState | null
  clock: LockClock
  unlockedUntil: number
  cloud: Map<number, CloudPasscode>
  memory: Map<string, MemoryPasscode>
  /** Validities of generated codes that were issued and deleted (-1026). */
  deletedValidities: Set<string>
  passage: { cloud: PassageMode; memory: PassageMode }
  records: DoorRecord[]
  /** Lists as they were before recent writes, for a cloud that lags. Not kept over a restart. */
  staleLists: { readonly until: number; readonly rows: readonly CloudPasscode[] }[]
}

export interface GatewayLink {
  rssi: number
  /** False: the gateway does not hear the lock any more since `lastSeenAt`. */
  inReach: boolean
  lastSeenAt: number
}

export interface SimulatedGateway {
  readonly gatewayId: number
  gatewayName: string
  readonly gatewayMac: string
  readonly gatewayVersion: number
  networkName: string
  adminUid: number
  /** The truth; the cloud learns of it late (facts 4.5: 8 minutes). */
  online: boolean
  offlineSince: number
  links: Map<number, GatewayLink>
}

export interface Ekey {
  readonly keyId: number
  readonly lockId: number
  readonly uid: number
  keyName: string
  keyRight: 0 | 1
  remoteEnable: 1 | 2
  keyStatus: string
  startDate: number
  endDate: number
}

export interface AccessToken {
  readonly token: string
  readonly uid: number
  readonly clientId: string
  readonly expiresAt: number
  revoked: boolean
}

export interface Quota {
  /** Calls a month per application; null is no limit. */
  monthlyLimit: number | null
  /** Calls a minute per application; null is no limit. */
  perMinuteLimit: number | null
}

export interface World {
  readonly version: 1
  readonly seed: string
  accounts: SimulatedAccount[]
  locks: Map<number, SimulatedLock>
  gateways: Map<number, SimulatedGateway>
  ekeys: Ekey[]
  accessTokens: Map<string, AccessToken>
  refreshTokens: Map<string, AccessToken>
  counters: { keyboardPwdId: number; recordId: number; token: number; keyId: number }
  /** Calls by application and month, the month as `2026-02` in UTC+8. */
  monthCounts: Map<string, number>
  quota: Quota
  region: Region
  switches: Switches
  /** The simulated time is the real one plus this. */
  clockOffsetMs: number
}

export function lockTimeAt(lock: SimulatedLock, trueTime: number): number {
  const { offsetMs, driftMsPerDay, setAt } = lock.clock
  return Math.round(trueTime + offsetMs + ((trueTime - setAt) * driftMsPerDay) / 86_400_000)
}
