interface NamedDoor {
  readonly doorId: number
  readonly doorName: string
}

/** Jobs that have waited so long for one thing that somebody has to act. */
export interface WaitAlarmView {
  readonly kind: 'jobs_wait'
  readonly waitReason: string
  readonly since: string
  readonly jobs: number
  /** The doors that wait, at most three by name. */
  readonly doors: readonly NamedDoor[]
}

/** What a lock's own log says that its lists do not. */
export interface DoorAlarmView {
  /** A PIN that no list holds opened the door; or a code listed as valid was refused. */
  readonly kind: 'unknown_code_opened' | 'valid_code_refused'
  readonly alarmId: number
  readonly doorId: number
  readonly doorName: string
  readonly timezone: string
  /** By the lock's clock. */
  readonly firstAt: string
  readonly lastAt: string
  readonly uses: number
  /** The person whose code was refused, or the name it bears. */
  readonly whose: string | null
  readonly correlationId: string
}

/** This computer's clock is so far off that nothing is sent. */
export interface PcClockAlarmView {
  readonly kind: 'pc_clock_off'
  /** Ours minus the provider's; null while it is not known how far. */
  readonly offsetMs: number | null
}

export interface GatewayAlarmView {
  readonly kind: 'gateway_down'
  readonly gatewayId: string
  readonly gatewayName: string
  readonly since: string
  /** The doors it was heard to reach, at most three by name. */
  readonly doors: readonly NamedDoor[]
  readonly doorCount: number
}

/** Locks that hold several codes with our kind of name which this database never gave out. */
export interface OtherInstallationView {
  readonly kind: 'another_installation'
  readonly count: number
  /** At most three by name. */
  readonly doors: readonly NamedDoor[]
}

export interface LockClockAlarmView {
  readonly kind: 'lock_clock_off'
  readonly doorId: number
  readonly doorName: string
  readonly timezone: string
  /** The lock's minus the provider's. */
  readonly offsetMs: number
  readonly seenAt: string
}

export interface BatteryAlarmView {
  readonly kind: 'battery_low'
  /** The emptiest first, at most five by name. */
  readonly doors: readonly (NamedDoor & { readonly percent: number })[]
  readonly doorCount: number
  /** The oldest of the readings. */
  readonly asOf: string | null
}

/** The daily work on the database itself did not succeed: no backup was made, or the audit is not whole. */
export interface StoreAlarmView {
  readonly kind: 'maintenance_failed'
  /** What went wrong, as a sentence. */
  readonly error: string
  readonly at: string
  readonly correlationId: string
}

export type AlarmView =
  | PcClockAlarmView
  | StoreAlarmView
  | DoorAlarmView
  | GatewayAlarmView
  | OtherInstallationView
  | WaitAlarmView
  | LockClockAlarmView
  | BatteryAlarmView
