export type Region = 'global' | 'china' | 'custom'

export interface AccountView {
  readonly id: number
  readonly name: string
  readonly region: Region
  readonly baseUrl: string
  readonly clientId: string
  readonly username: string
  readonly isSignedIn: boolean
  /** What a person must do before this account works again, as an error-table cause; null when all is well. */
  readonly problem: string | null
  readonly deviceCount: number
  readonly lastSyncedAt: string | null
  /** Of its application. */
  readonly callsPerMonth: number
  /** Names of the other accounts whose calls are counted with its own. */
  readonly sharesCallsWith: readonly string[]
}

export interface ConnectionStep {
  readonly step: 'reach' | 'clock' | 'region' | 'credentials' | 'locks' | 'gateways' | 'quota'
  readonly state: 'ok' | 'failed' | 'skipped'
  /** A sentence for a person, from the provider's error table. */
  readonly sentence: string
}

export interface DeviceView {
  readonly id: number
  readonly externalId: string
  readonly name: string
  readonly accountId: number | null
  readonly batteryPercent: number | null
  readonly hasGateway: boolean
  /** Null when a door can be provisioned on it; else why not. */
  readonly unusableBecause: 'lacks_passcodes' | 'lacks_remote_management' | 'guards_another_door' | null
  readonly guardsDoorName: string | null
  /** False for a lock that has no open schedule; null while its abilities are not known. */
  readonly canStandOpen: boolean | null
}
