import type { AccountId, DeviceId, DoorGroupId, DoorId, OperatorId, SiteId } from '../../domain/ids.ts'
import type { DoorFindings } from '../../domain/plan/findings.ts'

/** A door with the seed's column names in camelCase. Times are ISO UTC. */
export interface DoorRecord {
  readonly id: DoorId
  readonly siteId: SiteId
  readonly doorGroupId: DoorGroupId | null
  readonly openScheduleId: number | null
  readonly integrationCustomerId: AccountId | null
  readonly integrationDeviceId: DeviceId
  readonly deviceType: 'TTLOCK'
  readonly externalId: string
  readonly name: string
  readonly description: string | null
  readonly location: string | null
  readonly status: string
  readonly demoState: string
  readonly demoStateUpdatedAt: string | null
  readonly isActive: boolean
  readonly createdAt: string
  readonly updatedAt: string
}

export interface DoorStateRecord extends DoorFindings {
  readonly readingKind: 'never' | 'known' | 'unreadable'
  readonly lastReadAt: string | null
  readonly unreadableSince: string | null
  readonly unreadableReason: string | null
  readonly isFirstRunDone: boolean
  readonly pausedUntil: string | null
  readonly pausedByOperatorId: OperatorId | null
  readonly pauseReason: string | null
}

export type DoorPause = Pick<DoorStateRecord, 'pausedUntil' | 'pausedByOperatorId' | 'pauseReason'>

export const NOT_PAUSED: DoorPause = { pausedUntil: null, pausedByOperatorId: null, pauseReason: null }

/** A door with everything a list shows. */
export interface DoorListRecord {
  readonly door: DoorRecord
  readonly state: DoorStateRecord
  readonly siteName: string
  readonly timezone: string
  readonly groupName: string | null
  readonly deviceName: string | null
  readonly batteryPercent: number | null
  /** When a list of its account last told of the lock. */
  readonly deviceSyncedAt: string | null
  /** The lock's clock minus the provider's, as its records showed it; null while none did. */
  readonly lockClock: { readonly offsetMs: number; readonly seenAt: string } | null
  readonly isDeviceUnverified: boolean
  readonly deviceMissingSince: string | null
  /** The most telling open job of the door, if any. */
  readonly openJob: {
    readonly status: 'queued' | 'running' | 'waiting_offline' | 'awaiting_approval'
    readonly waitReason: string | null
    readonly heldBy: string | null
    /** The plan it made or applies. */
    readonly planId: number | null
    /** Why another job of the door waits, such as a check beside a plan that awaits approval. */
    readonly waitsBeside: string | null
  } | null
}

export interface DoorStore {
  /** Active doors, by site name and door name. */
  list(): readonly DoorListRecord[]
  getListRecord(id: DoorId): DoorListRecord | null
  get(id: DoorId): DoorRecord | null
  state(id: DoorId): DoorStateRecord
  /** The doors that a person paused, also where the pause ran out. */
  pauses(): ReadonlyMap<DoorId, DoorPause>
  /** Of the active doors, until when each pause lasts or lasted. */
  pausesBySite(): ReadonlyMap<SiteId, readonly string[]>
  /** Active doors of a group, site, account or of all. */
  idsInGroup(id: DoorGroupId): readonly DoorId[]
  idsInSite(id: SiteId): readonly DoorId[]
  idsOfAccount(id: AccountId): readonly DoorId[]
  /** Those of these doors whose lock an account has. */
  accountsOf(ids: readonly DoorId[]): ReadonlyMap<DoorId, AccountId>
  allIds(): readonly DoorId[]
  /** Within the site, among active doors, without regard to case. */
  isNameTaken(siteId: SiteId, name: string): boolean
  insert(door: {
    siteId: SiteId
    doorGroupId: DoorGroupId | null
    accountId: AccountId | null
    deviceId: DeviceId
    externalId: string
    name: string
    description: string | null
    location: string | null
  }): DoorRecord
  setPaused(id: DoorId, pause: { until: string; by: OperatorId; reason: string } | null): void
  /** A complete reading came: clears the unreadable marks. */
  setRead(id: DoorId, atIso: string): void
  /** A reading failed; the time since when stays that of the first failure. */
  setUnreadable(id: DoorId, reason: string, atIso: string): void
  /** What the last plan of a complete reading found. */
  setFindings(id: DoorId, found: DoorFindings): void
  setFirstRunDone(id: DoorId): void
}
