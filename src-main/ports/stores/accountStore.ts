import type { AccountId, DeviceId, DoorId } from '../../domain/ids.ts'
import type { AccountSecretStore, AccountSecrets } from '../accountSecrets.ts'
import type { ListedDevice, ListedGateway, LockGateway } from '../lockProvider.ts'

export type AccountRegion = 'global' | 'china' | 'custom'

export interface AccountRecord {
  readonly id: AccountId
  readonly name: string
  readonly region: AccountRegion
  readonly baseUrl: string
  readonly clientId: string
  readonly username: string
  readonly problem: string | null
  readonly hasToken: boolean
  readonly lastSyncedAt: string | null
}

export interface DeviceRecord {
  readonly id: DeviceId
  readonly accountId: AccountId | null
  readonly externalId: string
  readonly name: string | null
  readonly alias: string | null
  readonly batteryPercent: number | null
  readonly featureValue: string | null
  readonly hasGateway: boolean
  /** Of a Wi-Fi lock: whether it sleeps; null while unknown. */
  readonly savesPower: boolean | null
  readonly isUnverified: boolean
  readonly missingSince: string | null
  /** The active door it guards, if any. */
  readonly doorId: number | null
  readonly doorName: string | null
}

/** A gateway as its account last listed it. */
export interface GatewayRecord {
  readonly externalId: string
  readonly name: string
  /** The first list that called it offline; null while it is online. */
  readonly offlineSince: string | null
}

export interface AccountStore {
  list(): readonly AccountRecord[]
  get(id: AccountId): AccountRecord | null
  /** The accounts whose calls are counted with this one's, itself included, by name. */
  sharingApplication(id: AccountId): readonly AccountId[]
  insert(account: {
    name: string
    region: AccountRegion
    baseUrl: string
    secrets: AccountSecrets
  }): AccountId
  setRegion(id: AccountId, region: AccountRegion, baseUrl: string): void
  setPasswordMd5(id: AccountId, passwordMd5: string): void
  setProblem(id: AccountId, problem: string | null): void
  /** Sealed secrets and token of one account. */
  secrets(id: AccountId): AccountSecretStore
  deviceCounts(): ReadonlyMap<AccountId, number>

  listDevices(): readonly DeviceRecord[]
  getDevice(id: DeviceId): DeviceRecord | null
  findDevice(externalId: string): DeviceRecord | null
  /** A lock id typed in while offline: unverified, without an account. */
  insertUnverifiedDevice(externalId: string): DeviceId
  /**
   * The answer of a complete device list: inserts and updates; confirms unverified devices (also on their doors);
   * marks those of the account that were not listed as missing; sets `last_synced_at`.
   */
  recordDevices(id: AccountId, devices: readonly ListedDevice[], atIso: string): void
  recordGateways(id: AccountId, gateways: readonly ListedGateway[], atIso: string): void
  recordSavesPower(id: DeviceId, savesPower: boolean | null): void
  /** Gateways that listed this lock at that time; earlier ones stay with the time they were last seen. */
  recordDeviceGateways(id: DeviceId, gateways: readonly LockGateway[], atIso: string): void
  /** Gateways of all accounts, or of one. */
  gateways(id?: AccountId): readonly GatewayRecord[]
  /** Active doors whose lock the gateway was ever heard to reach, by name. */
  doorsHeardBy(gatewayId: string): readonly { readonly doorId: DoorId; readonly doorName: string }[]
  /** Doors whose lock no gateway but these was ever heard to reach. */
  doorsHeardOnlyBy(gatewayIds: readonly string[]): readonly DoorId[]
  /** Names of all gateways by their external ids. */
  gatewayNames(): ReadonlyMap<string, string>
  /** Gateways seen for the lock since `sinceIso`, by their external ids, each with when it was last seen. */
  gatewaysOfDevice(
    id: DeviceId,
    sinceIso: string,
  ): readonly { readonly gatewayId: string; readonly seenAt: string }[]
  /** Gateways that ever listed a device, for all devices at once. */
  gatewaysByDevice(): ReadonlyMap<DeviceId, readonly string[]>
}
