import { rename } from 'node:fs/promises'
import type { RouteAccess } from '../../src-preload/contract/route.ts'
import type { SessionView, StartNotice, StatusView } from '../../src-preload/contract/views/session.ts'
import type { CorrelationId, OperatorId } from '../domain/ids.ts'
import { hidePinsInText } from '../domain/redaction/hideTypedPins.ts'
import type { Authorization, SignedInOperator } from '../ipc/handlerTypes.ts'
import { doorsStillToRead, observingSince } from '../planning/observation.ts'
import type { Backups, StoredBackup } from '../ports/backups.ts'
import type { Store } from '../ports/store.ts'
import { audit } from '../useCases/audit.ts'
import { hideTypedInName } from '../useCases/hideTyped.ts'
import { RequestError } from '../useCases/requestError.ts'
import type { Actor, UseCaseContext } from '../useCases/useCaseContext.ts'
import { hashPasscode, verifyPasscode } from '../vault/passcode.ts'
import { createVault } from '../vault/vault.ts'
import { endingOf } from './ending.ts'
import type { Profile, ProfilePaths } from './paths.ts'
import type { PreferenceFile } from './preferences.ts'
import { openProfile, type ProfileDependencies, type ProfileRuntime } from './profileRuntime.ts'
import { type RestoreNote, stageRestore } from './restore.ts'
import { noticesOf, startNotices } from './startNotices.ts'

/** After so many wrong passcodes in a row a pause is imposed. */
const FREE_TRIES = 5
const PAUSE_MS = 30_000

/** Which profile is open, who is signed in, and the ways in and out. */
export class Session {
  readonly #deps: ProfileDependencies
  readonly #preferences: PreferenceFile
  readonly #appVersion: string
  #runtime: ProfileRuntime
  #operator: SignedInOperator | null = null
  #notices: StartNotice[]
  #wrongTries = 0
  #pausedUntilMs = 0
  /** Epoch ms at which the program goes whatever is in flight; null while it does not end. */
  #endsByMs: number | null = null
  /** Opening, closing and beginning take turns: two at once would open one database twice. */
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(deps: ProfileDependencies, preferences: PreferenceFile, runtime: ProfileRuntime) {
    this.#deps = deps
    this.#preferences = preferences
    this.#appVersion = deps.programVersion
    this.#runtime = runtime
    this.#notices = noticesOf(runtime)
  }

  /** Opens the profile that was open last. Throws `ProfileRefused` when its database cannot be used. */
  static async open(deps: ProfileDependencies, preferences: PreferenceFile): Promise<Session> {
    return new Session(deps, preferences, await openProfile(deps, preferences.current().profile))
  }

  get runtime(): ProfileRuntime {
    return this.#runtime
  }

  /** What a person's intentions work with. Only for what the router lets through to somebody who is signed in. */
  get useCases(): UseCaseContext {
    const { works } = this.#runtime
    if (!works) throw new Error('Nothing works with the locks before the sign-in')
    return works.useCases
  }

  /**
   * Once the page is drawn: what the next sign-in needs, begun while somebody types; with a keyring the engine,
   * before anybody signs in. Resolves when that is done or was told to the log.
   */
  async warmUp(): Promise<void> {
    this.#runtime.simulator?.running().catch((cause: unknown) => {
      this.#deps.logger.error('simulated locks could not be started', { cause })
    })
    await this.#inTurn(() => this.#start()).catch((cause: unknown) => {
      this.#deps.logger.error('engine could not be started', { cause })
    })
  }

  view(): SessionView {
    const { store, profile } = this.#runtime
    const operators = store.operators.list().filter((operator) => operator.isActive)
    return {
      profile,
      stage: operators.length === 0 ? 'welcome' : this.#operator ? 'ready' : 'sign_in',
      operator: this.#operator,
      operators,
      notices: this.#notices,
      appVersion: this.#appVersion,
      observing: observingOf(store),
      hasAccount: store.accounts.list().length > 0,
      restorable: operators.length === 0 ? this.#newestUsable() : null,
      ending: this.#endsByMs === null ? null : endingOf(this.#runtime.works, this.#endsByMs),
    }
  }

  authorize(access: RouteAccess): Authorization {
    if (access.who === 'anyone') return { kind: 'allowed', operator: this.#operator }
    if (!this.#operator) return { kind: 'refused', code: 'not_signed_in' }
    if (!access.who.includes(this.#operator.role)) return { kind: 'refused', code: 'not_allowed' }
    if (!this.#runtime.vault.isOpen) return { kind: 'refused', code: 'vault_locked' }
    return { kind: 'allowed', operator: this.#operator }
  }

  /** Makes the first operator of a profile, its vault and its recovery key, and signs in. */
  begin(request: { name: string; passcode: string; profile: Profile }): Promise<string> {
    return this.#inTurn(async () => {
      if (request.profile !== this.#runtime.profile) await this.#switchTo(request.profile)
      const { store, paths, vault } = this.#runtime
      if (store.operators.list().length > 0) throw new RequestError('already_set_up')
      // A start that ended between the vault and the first operator left a vault nobody has a key to.
      if (vault.current) await rename(paths.vault, `${paths.vault}.unused-${this.#deps.clock.nowMs()}`)
      const passcodeHash = await hashPasscode(request.passcode)
      const firstId = 1
      const made = await createVault(paths.vault, this.#deps.keyring, {
        operatorId: firstId,
        passcode: request.passcode,
      })
      vault.hold(made.vault)
      const id = store.write(() => {
        const operatorId = store.operators.insert({ name: request.name, role: 'manager', passcodeHash })
        if (operatorId !== firstId) throw new Error('The first operator is not the first row')
        audit({ store, clock: this.#deps.clock }, this.#actor(operatorId), {
          entity: 'Operator',
          id: operatorId,
          action: 'create',
          before: null,
          after: { name: request.name, role: 'manager' },
        })
        return operatorId
      })
      if (!made.vault.isKeptByKeyring)
        this.#notices = [...this.#notices, { code: 'keyring_unavailable', facts: {} }]
      await this.#enter({ id, name: request.name, role: 'manager' })
      if (request.profile === 'simulated') {
        const { fillSampleProfile } = await import('./fillSampleProfile.ts')
        await fillSampleProfile(this.#runtime, id)
      }
      return made.recoveryKey
    })
  }

  signIn(request: { operatorId: OperatorId; passcode: string }): Promise<void> {
    return this.#inTurn(async () => {
      const operator = await this.#prove(request)
      const { vault } = this.#runtime
      if (!vault.isOpen) {
        const opening = await vault.current?.openWithPasscode(operator.id, request.passcode)
        if (opening?.kind !== 'opened') throw new RequestError('vault_locked')
      }
      await this.#enter(operator)
    })
  }

  /** That somebody is who they say, without signing them in. */
  prove(request: { operatorId: OperatorId; passcode: string }): Promise<void> {
    return this.#inTurn(async () => {
      await this.#prove(request)
    })
  }

  /** The recovery key opens the vault and gives an operator a new passcode; a new recovery key replaces the old. */
  recover(request: { operatorId: OperatorId; recoveryKey: string; newPasscode: string }): Promise<string> {
    return this.#inTurn(async () => {
      this.#refuseWhilePaused()
      const { store, vault } = this.#runtime
      const operator = store.operators.get(request.operatorId)
      // The operator is judged first: a valid key must not leave the vault open for a request that is refused.
      if (operator?.role !== 'manager' || !vault.current) throw this.#wrongPasscode()
      const opening = await vault.current.openWithRecoveryKey(request.recoveryKey)
      if (opening.kind !== 'opened') throw this.#wrongPasscode()
      const passcodeHash = await hashPasscode(request.newPasscode)
      await vault.current.addOperatorPasscode(operator.id, request.newPasscode)
      const recoveryKey = await vault.current.renewRecoveryKey()
      store.write(() => {
        store.operators.setPasscodeHash(operator.id, passcodeHash)
        audit({ store, clock: this.#deps.clock }, this.#actor(operator.id), {
          entity: 'Operator',
          id: operator.id,
          action: 'recover',
          before: null,
          after: null,
        })
      })
      this.#wrongTries = 0
      await this.#enter(operator)
      return recoveryKey
    })
  }

  /** Nobody is signed in any more; the engine goes on as the system. */
  signOut(): void {
    this.#operator = null
    this.#deps.publisher.changed('session')
  }

  openProfile(profile: Profile): Promise<void> {
    return this.#inTurn(async () => {
      if (profile !== this.#runtime.profile) await this.#switchTo(profile)
    })
  }

  /**
   * Takes database and vault back to a backup; nobody is signed in afterwards. For a manager, and for anybody where
   * nobody is set up: there is nothing yet that could be lost. What was there before is a backup as well.
   */
  restore(request: { name: string; reason: string; correlationId: CorrelationId }): Promise<void> {
    return this.#inTurn(async () => {
      const { store, vault, backups, paths, profile } = this.#runtime
      if (store.operators.list().length > 0 && this.#operator?.role !== 'manager') {
        throw new RequestError(this.#operator ? 'not_allowed' : 'not_signed_in')
      }
      const backup = backups.list().find(({ name }) => name === request.name)
      if (!backup) throw new RequestError('not_found')
      // A file can rot where it lies.
      const contents = await backups.contentsOf(backup.name).catch((cause: unknown) => {
        throw new RequestError('backup_not_whole', { cause })
      })
      if (contents?.isUnderstood !== true) throw new RequestError('backup_too_new')
      const note = {
        ...{ backup: backup.name, madeAt: backup.madeAt, operator: this.#operator?.name ?? null },
        reason: hidePinsInText(request.reason, (digits) => vault.isOpen && store.people.isKnownPin(digits)),
        correlationId: request.correlationId,
      }
      this.#operator = null
      await this.#runtime.close()
      const failure = await this.#layReady(note, backups, paths)
      this.#runtime = await openProfile(this.#deps, profile)
      this.#notices = noticesOf(this.#runtime)
      await this.#start()
      if (failure === null) return
      // Told twice: at the dialog, and to whoever signs in next.
      this.#notices = [...this.#notices, { code: 'restore_failed', facts: { code: failure.code } }]
      throw new RequestError('restore_failed', { facts: { code: failure.code } })
    })
  }

  dismissNotice(code: string): void {
    this.#notices = this.#notices.filter((notice) => notice.code !== code)
    this.#deps.publisher.changed('session')
  }

  async status(): Promise<StatusView> {
    const { statusOf } = await import('./sessionStatus.ts')
    const { clock, network } = this.#deps
    return statusOf(this.#runtime, { nowMs: clock.nowMs(), isOnline: network.isOnline() })
  }

  /** Adds an operator who can also open the vault. */
  addOperator(request: {
    name: string
    passcode: string
    role: 'manager' | 'installer' | 'support'
    actor: Actor
  }): Promise<OperatorId> {
    return this.#inTurn(async () => {
      const { store, vault } = this.#runtime
      if (!vault.current?.isOpen) throw new RequestError('vault_locked')
      const name = hideTypedInName(store, request.name)
      if (store.operators.isNameTaken(name)) {
        throw new RequestError('validation_failed', { fields: [{ path: 'name', code: 'duplicate_name' }] })
      }
      const passcodeHash = await hashPasscode(request.passcode)
      const { role } = request
      const id = store.write(() => {
        const operatorId = store.operators.insert({ name, role, passcodeHash })
        audit({ store, clock: this.#deps.clock }, request.actor, {
          entity: 'Operator',
          id: operatorId,
          action: 'create',
          before: null,
          after: { name, role },
        })
        return operatorId
      })
      await vault.current.addOperatorPasscode(id, request.passcode)
      return id
    })
  }

  /** Jobs in the midst of something: a command may be on its way to a lock. */
  get jobsInFlight(): number {
    return this.#runtime.works?.engine.runningCount ?? 0
  }

  /** From now on tells the windows what the end of the program still waits for. */
  announceEnd(limitMs: number): void {
    const tell = (): void => this.#deps.publisher.changed('session')
    this.#endsByMs = this.#deps.clock.nowMs() + limitMs
    this.#runtime.store.onCommitted(tell)
    tell()
  }

  /** Nothing more is begun; resolves when what is in flight has ended. */
  drain(): Promise<void> {
    return this.#inTurn(async () => this.#runtime.works?.engine.stop())
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#runtime.close())
  }

  /** A copy made before a migration has no vault beside it: where there is none either, nobody could sign in to it. */
  #newestUsable(): StoredBackup | null {
    const { backups, vault } = this.#runtime
    return backups.list().find(({ kind }) => kind !== 'before-migration' || vault.current !== null) ?? null
  }

  async #enter(operator: SignedInOperator): Promise<void> {
    await this.#start()
    this.#operator = { id: operator.id, name: operator.name, role: operator.role }
    this.#deps.publisher.changed('session')
  }

  async #start(): Promise<void> {
    this.#notices = [...this.#notices, ...startNotices(await this.#runtime.start())]
    this.#deps.publisher.changed('session')
  }

  async #switchTo(profile: Profile): Promise<void> {
    this.#operator = null
    await this.#runtime.close()
    this.#runtime = await openProfile(this.#deps, profile)
    this.#notices = noticesOf(this.#runtime)
    await this.#preferences.write({ profile })
    await this.#start()
  }

  /** Null when it lies ready; what did not work otherwise, and then nothing has changed. */
  async #layReady(
    note: Omit<RestoreNote, 'before'>,
    backups: Backups,
    paths: ProfilePaths,
  ): Promise<{ readonly code: string } | null> {
    try {
      const before = await backups.make('before-restore', { needed: note.backup })
      await stageRestore(paths, { ...note, before: before.name })
      return null
    } catch (cause) {
      this.#deps.logger.error('backup not restored', { cause })
      return { code: troubleOf(cause) }
    }
  }

  async #prove(request: { operatorId: OperatorId; passcode: string }): Promise<SignedInOperator> {
    this.#refuseWhilePaused()
    const { store } = this.#runtime
    const operator = store.operators.get(request.operatorId)
    const hash = operator?.isActive ? store.operators.passcodeHash(operator.id) : null
    if (!operator || hash === null || !(await verifyPasscode(request.passcode, hash))) {
      throw this.#wrongPasscode()
    }
    this.#wrongTries = 0
    return operator
  }

  #refuseWhilePaused(): void {
    const leftMs = this.#pausedUntilMs - this.#deps.clock.monotonicMs()
    if (leftMs > 0)
      throw new RequestError('too_many_attempts', { facts: { seconds: Math.ceil(leftMs / 1_000) } })
  }

  #wrongPasscode(): RequestError {
    this.#wrongTries++
    if (this.#wrongTries % FREE_TRIES === 0) {
      this.#pausedUntilMs = this.#deps.clock.monotonicMs() + PAUSE_MS
    }
    return new RequestError('wrong_passcode')
  }

  #actor(operatorId: OperatorId): Actor {
    return { operatorId, correlationId: this.#deps.random.correlationId() }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work)
    this.#turn = turn.catch(() => undefined)
    return turn
  }
}

function observingOf(store: Store): SessionView['observing'] {
  const since = observingSince(store)
  return since === null ? null : { since, doorsToRead: doorsStillToRead(store).length }
}

/** The word of SQLite or the system, of a thread's failure or of our own. */
function troubleOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown'
  if ('trouble' in cause) return String(cause.trouble)
  return 'code' in cause ? String(cause.code) : 'unknown'
}
