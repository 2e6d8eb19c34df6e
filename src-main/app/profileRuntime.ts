import type { AccountId } from '../domain/ids.ts'
import { DEFAULT_ENGINE_SETTINGS, type EngineContext } from '../engine/engineContext.ts'
import { deviceSync } from '../engine/handlers/deviceSync.ts'
import { driftCheck } from '../engine/handlers/driftCheck.ts'
import { driftEnforceLockTruth } from '../engine/handlers/driftEnforceLockTruth.ts'
import { enforcePlanApply } from '../engine/handlers/enforcePlanApply.ts'
import { maintenance } from '../engine/handlers/maintenance.ts'
import { recordSync } from '../engine/handlers/recordSync.ts'
import { enqueueMaintenance } from '../engine/nextCheck.ts'
import { createScheduler, type Scheduler } from '../engine/scheduler.ts'
import { createTraceRecorder } from '../observability/traceRecorder.ts'
import type { Clock } from '../ports/clock.ts'
import type { Keyring } from '../ports/keyring.ts'
import type { Logger } from '../ports/logger.ts'
import type { ChangedTopic, Publisher } from '../ports/publisher.ts'
import type { Random } from '../ports/random.ts'
import type { Store, StoreTopic } from '../ports/store.ts'
import { type OpenFailure, openStore, type StoreNotice } from '../store/open.ts'
import { beginObservation } from '../useCases/observation.ts'
import type { UseCaseContext } from '../useCases/useCaseContext.ts'
import { loadVault } from '../vault/vault.ts'
import { createAccountClients } from './accountClients.ts'
import type { Attention } from './attention.ts'
import { LateSimulator } from './lateSimulator.ts'
import type { Profile, ProfilePaths } from './paths.ts'
import { ProfileRefused } from './profileRefused.ts'
import type { SimulatedLocks } from './simulatedLocks.ts'
import { VaultHolder } from './vaultHolder.ts'

export interface ProfileDependencies {
  readonly paths: Readonly<Record<Profile, ProfilePaths>>
  readonly migrationsFolder: string
  readonly sqlFolder: string
  readonly programVersion: string
  readonly keyring: Keyring
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly publisher: Publisher
  readonly attention: Attention
  /** Starts the built-in simulator; only the simulated profile needs it. */
  readonly startSimulator: (stateFile: string, sampleAt: number) => Promise<SimulatedLocks>
}

/** One profile while it is open: its database, its vault, its provider clients and its engine. */
export interface ProfileRuntime {
  readonly profile: Profile
  readonly paths: ProfilePaths
  readonly store: Store
  readonly vault: VaultHolder
  readonly useCases: UseCaseContext
  readonly notices: readonly StoreNotice[]
  readonly clients: ReturnType<typeof createAccountClients>
  /** Null in the real profile. */
  readonly simulator: LateSimulator | null
  /** Once the vault is open: compares the audit with its mark and starts the engine. Resolves to what a person must hear. */
  start(): Promise<readonly StoreNotice[]>
  readonly engine: Scheduler | null
  /** PINs, tokens and account secrets, as far as the vault is open: hidden in the program's own log. */
  knownSecrets(): readonly string[]
  /** Lets operations in flight end, then closes everything. */
  close(): Promise<void>
}

const MAINTENANCE_AFTER_START_MS = 10 * 60_000

const PUBLISHED: Readonly<Record<StoreTopic, ChangedTopic>> = {
  operators: 'session',
  sites: 'sites',
  accounts: 'accounts',
  devices: 'devices',
  doors: 'doors',
  people: 'people',
  plans: 'plans',
  jobs: 'jobs',
  traces: 'traces',
  settings: 'settings',
  debugSessions: 'debugSessions',
}

/** Opens a profile: vault (if it has one), database, simulator where it belongs; the engine when the vault is open. */
export async function openProfile(deps: ProfileDependencies, profile: Profile): Promise<ProfileRuntime> {
  const paths = deps.paths[profile]
  const vault = new VaultHolder()
  const loading = await loadVault(paths.vault, deps.keyring)
  if (loading.kind === 'damaged') {
    throw new ProfileRefused(
      `The vault file ${paths.vault} is damaged. Put back a copy of it from a backup; without it the stored codes cannot be read.`,
    )
  }
  if (loading.kind === 'found') {
    vault.hold(loading.vault)
    await loading.vault.openWithKeyring()
  }
  const opened = openStore({
    file: paths.database,
    migrationsFolder: deps.migrationsFolder,
    sqlFolder: deps.sqlFolder,
    backupFolder: paths.backupsDir,
    programVersion: deps.programVersion,
    vault,
    clock: deps.clock,
    logger: deps.logger,
  })
  if (opened.kind !== 'open') throw new ProfileRefused(sentenceFor(opened), { cause: opened })
  const { store } = opened
  const simulator =
    profile === 'simulated'
      ? new LateSimulator(() => deps.startSimulator(paths.simulator, sampleMoment(store, deps.clock.nowMs())))
      : null
  const { notices, checkAuditHead } = opened
  return assemble(deps, { profile, paths, vault, store, simulator, notices }, checkAuditHead)
}

/** Gathered when first asked for, and again after people or accounts changed. */
function rememberSecrets(store: Store, vault: VaultHolder): () => readonly string[] {
  let known: readonly string[] | null = null
  store.onCommitted((topics) => {
    if (topics.has('people') || topics.has('accounts')) known = null
  })
  return () => {
    if (!vault.isOpen) return []
    known ??= [
      ...store.people.allPins(),
      ...store.accounts.list().flatMap(({ id }) => secretsOfAccount(store, id)),
    ]
    return known
  }
}

function secretsOfAccount(store: Store, id: AccountId): readonly string[] {
  const stored = store.accounts.secrets(id)
  const { clientSecret, passwordMd5 } = stored.readSecrets()
  const token = stored.readToken()
  return [clientSecret, passwordMd5, ...(token ? [token.accessToken, token.refreshToken] : [])]
}

function sentenceFor(failure: OpenFailure): string {
  switch (failure.kind) {
    case 'newer_program':
      return `The database ${failure.file} was written by a newer Lockstep${failure.writtenBy === null ? '' : ` (${failure.writtenBy})`}. Install that version or a later one. Nothing was changed.`
    case 'unreachable':
      return `The database ${failure.file} could not be opened (${failure.code}). Check that the disk is there, that you may write to the folder, and that no other program holds the file. Nothing was changed.`
    case 'backup_failed':
      return `Before an update the database is copied, and the copy failed (${failure.code}). Check that there is room on the disk. Nothing was changed.`
    case 'migration_failed':
      return `The database ${failure.file} could not be brought to this version. It was left as it was${failure.backup === null ? '' : `, and a copy of it lies at ${failure.backup}`}.`
  }
}

/** When the sample site was made, epoch ms: simulator and business are made for the same moment. */
export function sampleMoment(store: Store, nowMs: number): number {
  const stored = store.settings.read('sample_at')
  if (typeof stored === 'number') return stored
  store.settings.write('sample_at', nowMs)
  return nowMs
}

/** The simulator takes a free port at each start; its account follows. */
function pointAccountsAt(store: Store, url: string): void {
  for (const account of store.accounts.list()) store.accounts.setRegion(account.id, 'custom', url)
}

function assemble(
  deps: ProfileDependencies,
  parts: Pick<ProfileRuntime, 'profile' | 'paths' | 'vault' | 'store' | 'simulator' | 'notices'>,
  checkAuditHead: () => readonly StoreNotice[],
): ProfileRuntime {
  const { clock, random, logger, publisher } = deps
  const { store, vault } = parts
  const recorder = createTraceRecorder(store)
  const clients = createAccountClients({ store, recorder, clock, random })
  let engine: Scheduler | null = null
  const unsubscribe = store.onCommitted((topics) => {
    publisher.changed(...[...topics].map((topic) => PUBLISHED[topic]))
    if (topics.has('jobs')) deps.attention.jobsChanged(() => store.jobs.counts())
  })
  const context: EngineContext = {
    ...{ store, recorder, vault, clock, random },
    providers: clients,
    settings: DEFAULT_ENGINE_SETTINGS,
    onTrouble: () => publisher.changed('connection'),
    reportFault: (cause, facts) => logger.error('job met a fault', { ...facts, cause }),
  }
  const wake = { wake: () => engine?.wake() }
  return {
    ...parts,
    clients,
    useCases: { store, clock, random, recorder, providers: clients, wake },
    async start() {
      if (engine || !vault.isOpen) return []
      if (parts.simulator) pointAccountsAt(store, (await parts.simulator.running()).url)
      const notices = checkAuditHead()
      // An older database does not know what it did since: it watches until a person says otherwise.
      if ([...parts.notices, ...notices].some((notice) => notice.kind === 'older_than_last_mark')) {
        beginObservation(store, clock)
      }
      engine = createScheduler(context, {
        drift_enforce_lock_truth: driftEnforceLockTruth,
        drift_check: driftCheck,
        enforce_plan_apply: enforcePlanApply,
        device_sync: deviceSync,
        record_sync: recordSync,
        maintenance,
      })
      engine.start()
      // Not in the first minutes, in which somebody waits for the doors.
      store.write(() => enqueueMaintenance(context, MAINTENANCE_AFTER_START_MS))
      return notices
    },
    get engine() {
      return engine
    },
    knownSecrets: rememberSecrets(store, vault),
    async close() {
      await engine?.stop()
      unsubscribe()
      deps.attention.forget()
      await clients.closeAll()
      await parts.simulator?.close()
      store.close()
      vault.current?.lock()
    },
  }
}
