import type { Role } from '../route.ts'
import type { BackupView } from './data.ts'

export interface OperatorView {
  readonly id: number
  readonly name: string
  readonly role: Role
}

/** Something the person must be told once after start, e.g. that a damaged database was set aside. */
export interface StartNotice {
  readonly code:
    | 'database_set_aside'
    | 'database_migrated'
    | 'keyring_unavailable'
    | 'audit_cut'
    | 'audit_rewritten'
    | 'audit_mark_not_genuine'
    | 'audit_mark_missing'
    | 'audit_mark_out_of_reach'
    | 'database_older_than_mark'
    | 'database_restored'
    | 'restore_failed'
  readonly facts: Readonly<Record<string, string>>
}

export interface SessionView {
  readonly profile: 'real' | 'simulated'
  /** `welcome`: nobody is set up here yet. `sign_in`: pick a name and type the passcode. `ready`: signed in. */
  readonly stage: 'welcome' | 'sign_in' | 'ready'
  readonly operator: OperatorView | null
  /** Names to choose from at sign-in. */
  readonly operators: readonly OperatorView[]
  readonly notices: readonly StartNotice[]
  readonly appVersion: string
  /**
   * Since a database older than its last mark was opened every site only observes; null when none does.
   * `doorsToRead` counts the doors that must be read before a person may end it.
   */
  readonly observing: { readonly since: string; readonly doorsToRead: number } | null
  /** False until an account exists in this profile. */
  readonly hasAccount: boolean
  /** At the welcome: the newest backup of this profile, whose database is empty; null when there is none. */
  readonly restorable: BackupView | null
  /** The program is on its way out and waits for what is in flight; null otherwise. */
  readonly ending: EndingView | null
}

export interface EndingView {
  /** By then the last command has its answer, or will get none. Null when none is on its way any more. */
  readonly latestAt: string | null
  /** Jobs in the midst of something. */
  readonly jobs: number
  /** The doors to which a command is on its way, by name. */
  readonly doors: readonly string[]
}

export interface BeginReply {
  /** Shown once. Opens the vault and resets the last manager's passcode. */
  readonly recoveryKey: string
  readonly session: SessionView
}

/** The month's calls of one application. */
export interface QuotaView {
  readonly used: number
  readonly limit: number
  /** TTLock refuses calls as used up, whatever was counted. */
  readonly isUsedUp: boolean
  /** Expected use when the month ends; null on its first day. */
  readonly forecast: number | null
  readonly renewsAt: string
  /** How far apart what is left lets the background checks of a door be. */
  readonly minutesBetweenChecks: number
  /** Whose calls are counted together. */
  readonly accounts: readonly { readonly id: number; readonly name: string }[]
}

/** The status bar at the bottom of the window. */
export interface StatusView {
  readonly connection: 'online' | 'offline' | 'provider_down' | 'no_account'
  readonly jobsRunning: number
  readonly jobsWaiting: number
  readonly awaitingApproval: number
  /** Of each application of which something is known, the one nearest to its end first. */
  readonly quotas: readonly QuotaView[]
  /** What keeps work from being done at this moment, what stops everything first; empty while all is well. */
  readonly standstills: readonly StandstillView[]
}

export interface StandstillView {
  readonly because:
    | 'vault_locked'
    | 'stopped'
    | 'store_full'
    | 'store_read_only'
    | 'store_held'
    | 'store_broken'
    | 'no_account'
    | 'no_network'
    | 'provider_down'
    | 'gateway_offline'
    | 'lock_unreachable'
    | 'no_gateway'
    | 'not_signed_in'
    | 'quota'
    | 'clock'
    | 'frozen'
    | 'pause'
    | 'hours'
  /** Nothing at all gets on; false where only some doors or jobs are concerned. */
  readonly isTotal: boolean
  readonly since: string | null
  readonly until: string | null
  /** Jobs that wait for it; for `frozen`, `pause` and `hours` the doors to which nothing is sent. */
  readonly count: number
  /** The sites that are frozen or closed, or the database's word for its trouble. */
  readonly detail: string | null
}
