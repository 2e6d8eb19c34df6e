import { type AccountId, type CorrelationId, SYSTEM_OPERATOR_ID } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import { observeFromNow } from '../planning/observation.ts'
import type { Backups } from '../ports/backups.ts'
import type { Clock } from '../ports/clock.ts'
import type { Keyring } from '../ports/keyring.ts'
import type { Logger } from '../ports/logger.ts'
import type { Network } from '../ports/network.ts'
import type { ChangedTopic, Publisher } from '../ports/publisher.ts'
import type { Random } from '../ports/random.ts'
import type { Store, StoreTopic } from '../ports/store.ts'
import type { StartCheckpointThread } from '../store/checkpoints.ts'
import { type OpenFailure, openStore, type StoreNotice } from '../store/open.ts'
import { loadVault } from '../vault/vault.ts'
import type { Attention } from './attention.ts'
import { createBackups, type StartWholeDatabaseThread } from './backups.ts'
import { LateSimulator } from './lateSimulator.ts'
import type { Profile, ProfilePaths } from './paths.ts'
import { ProfileRefused } from './profileRefused.ts'
import type { ProfileWorks } from './profileWorks.ts'
import { finishRestore, forgetRestore, type RestoreNote } from './restore.ts'
import type { SimulatedLocks } from './simulatedLocks.ts'
import { VaultHolder } from './vaultHolder.ts'

export interface ProfileDependencies {
  readonly paths: Readonly<Record<Profile, ProfilePaths>>
  readonly migrationsFolder: string
  readonly sqlFolder: string
  readonly programVersion: string
  readonly keyring: Keyring
  readonly clock: Clock
  readonly network: Network
  readonly random: Random
  readonly logger: Logger
  readonly publisher: Publisher
  readonly attention: Attention
  readonly startCheckpointThread: StartCheckpointThread
  /** For what reads the whole database. */
  readonly startWholeDatabaseThread: StartWholeDatabaseThread
  /** Starts the built-in simulator; only the simulated profile needs it. */
  readonly startSimulator: (stateFile: string, sampleAt: number) => Promise<SimulatedLocks>
}

/** One profile while it is open: its database, its vault and, once that is open, what works with its locks. */
export interface ProfileRuntime {
  readonly profile: Profile
  readonly paths: ProfilePaths
  readonly store: Store
  readonly vault: VaultHolder
  readonly backups: Backups
  /** A backup took the place of the database before it was opened; null otherwise. */
  readonly restored: RestoreNote | null
  readonly notices: readonly StoreNotice[]
  /** Null in the real profile. */
  readonly simulator: LateSimulator | null
  /** Once the vault is open: compares the audit with its mark and starts the engine. Resolves to what a person must hear. */
  start(): Promise<readonly StoreNotice[]>
  /** Null until it has been started; while somebody is signed in it is there. */
  readonly works: ProfileWorks | null
  /** PINs, tokens and account secrets, as far as the vault is open: hidden in the program's own log. */
  knownSecrets(): readonly string[]
  /** Lets operations in flight end, then closes everything. */
  close(): Promise<void>
}

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

/** Opens a profile: vault (if it has one), database, simulator where it belongs. Nothing works with the locks yet. */
export async function openProfile(deps: ProfileDependencies, profile: Profile): Promise<ProfileRuntime> {
  const paths = deps.paths[profile]
  const vault = new VaultHolder()
  const restored = finishRestore(paths)
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
    auditHeadFile: paths.auditHead,
    programVersion: deps.programVersion,
    vault,
    clock: deps.clock,
    logger: deps.logger,
    startCheckpointThread: deps.startCheckpointThread,
  })
  if (opened.kind !== 'open') throw new ProfileRefused(sentenceFor(opened), { cause: opened })
  const { store } = opened
  if (restored) {
    recordRestore(store, deps.clock, restored)
    forgetRestore(paths)
  }
  const { migrationsFolder, clock, startWholeDatabaseThread: startThread } = deps
  const backups = createBackups({ paths, migrationsFolder, clock, startThread })
  const simulator =
    profile === 'simulated'
      ? new LateSimulator(() => deps.startSimulator(paths.simulator, sampleMoment(store, deps.clock.nowMs())))
      : null
  const { notices, checkAuditHead } = opened
  return assemble(
    deps,
    { profile, paths, vault, store, backups, restored, simulator, notices },
    checkAuditHead,
  )
}

/** In the restored database itself, and once: what the locks went through since it does not know, so it watches. */
function recordRestore(store: Store, clock: Clock, note: RestoreNote): void {
  const correlationId = note.correlationId as CorrelationId
  store.write(() => {
    if (store.traces.auditOf([correlationId]).length > 0) return
    const operator = store.operators.list().find(({ name }) => name === note.operator)
    store.traces.appendAudit(
      {
        // Who asked for it may not have been an operator yet when the backup was made.
        operatorId: operator?.id ?? SYSTEM_OPERATOR_ID,
        ...{ correlationId, entity: 'Database', entityId: 0, action: 'restore' },
        before: { backup: note.before },
        after: { backup: note.backup, made_at: note.madeAt, asked_by: note.operator, reason: note.reason },
      },
      toIso(clock.nowMs()),
    )
    // Anew, should it have been watching then: what was read before the restore says nothing of now.
    observeFromNow(store, clock.nowMs())
  })
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
  parts: Omit<ProfileRuntime, 'start' | 'works' | 'knownSecrets' | 'close'>,
  checkAuditHead: () => readonly StoreNotice[],
): ProfileRuntime {
  const { store, vault, simulator } = parts
  let works: ProfileWorks | null = null
  let isClosed = false
  const unsubscribe = store.onCommitted((topics) => {
    deps.publisher.changed(...[...topics].map((topic) => PUBLISHED[topic]))
    if (topics.has('jobs')) deps.attention.jobsChanged(() => store.jobs.counts())
  })
  return {
    ...parts,
    async start() {
      if (works || isClosed) return []
      // Loaded here, while somebody types the passcode: the sign-in does not wait for the code that talks to locks.
      const { startWorks } = await import('./profileWorks.ts')
      if (!vault.isOpen) return []
      if (simulator) pointAccountsAt(store, (await simulator.running()).url)
      const notices = checkAuditHead()
      const mustObserve = [...parts.notices, ...notices].some(({ kind }) => kind === 'older_than_last_mark')
      works = startWorks(deps, parts, { mustObserve })
      return notices
    },
    get works() {
      return works
    },
    knownSecrets: rememberSecrets(store, vault),
    async close() {
      isClosed = true
      await works?.close()
      unsubscribe()
      deps.attention.forget()
      await simulator?.close()
      store.close()
      vault.current?.lock()
    },
  }
}
