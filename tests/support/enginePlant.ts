import { createHash } from 'node:crypto'
import type {
  AccountId,
  CorrelationId,
  DoorId,
  JobId,
  OperatorId,
  PlanId,
  SiteId,
} from '../../src-main/domain/ids.ts'
import type { JobStatus } from '../../src-main/domain/job/job.ts'
import { USUAL_SITE_RULES } from '../../src-main/domain/plan/siteRules.ts'
import type { OpenSchedule } from '../../src-main/domain/schedule/openSchedule.ts'
import type { EngineSettings, OperationStep } from '../../src-main/engine/engineContext.ts'
import type { Scheduler } from '../../src-main/engine/scheduler.ts'
import type { Logger } from '../../src-main/ports/logger.ts'
import type { Store } from '../../src-main/ports/store.ts'
import type { ApplicationRecord } from '../../src-main/ports/stores/applicationStore.ts'
import type { JobRecord } from '../../src-main/ports/stores/jobStore.ts'
import type { OperationRecord } from '../../src-main/ports/stores/operationStore.ts'
import type { SiteEnforcement } from '../../src-main/ports/stores/siteStore.ts'
import type { LogRecord } from '../../src-main/ports/stores/traceStore.ts'
import type { JournalEntry } from '../../src-main/simulator/journal.ts'
import type { Simulator } from '../../src-main/simulator/simulator.ts'
import type { Site } from '../../src-main/simulator/site.ts'
import { addAccount, syncAccount } from '../../src-main/useCases/accounts.ts'
import { createPerson } from '../../src-main/useCases/changeCodes.ts'
import { type GivenCode, giveCode } from '../../src-main/useCases/giveCode.ts'
import { approvePlan, previewPlan } from '../../src-main/useCases/plans.ts'
import { provisionDoor } from '../../src-main/useCases/provisionDoor.ts'
import { createSite, updateEnforcement } from '../../src-main/useCases/sites.ts'
import type { Actor, UseCaseContext } from '../../src-main/useCases/useCaseContext.ts'
import type { EngineClientOptions } from './engineClients.ts'
import { assembleEngine } from './engineParts.ts'
import { createShiftableClock, type ShiftableClock } from './shiftableClock.ts'
import { simulatedLogin, startTestSimulator } from './simulator.ts'
import { createTestBackups } from './testBackups.ts'
import { createTestProfile, type TestProfile } from './testStore.ts'

const HOUR_MS = 3_600_000
const WRITE_PATHS = ['/v3/keyboardPwd/add', '/v3/keyboardPwd/change', '/v3/keyboardPwd/delete']

export const AUTO_ULTRA_STRICT: SiteEnforcement = {
  mode: 'ultra_strict',
  policy: 'auto',
  graceWindowSeconds: 3_600,
  leadTimeSeconds: 86_400,
  allowFirstRunUnattended: true,
  allowEmptyExpectedUnattended: true,
  ...USUAL_SITE_RULES,
}

export interface GivenWindow {
  readonly pin?: string
  /** ISO UTC. */
  readonly startsAt?: string
  readonly endsAt?: string
}

/** The real store, client, use cases and engine around a simulator; only Electron is missing. */
export interface EnginePlant {
  readonly profile: TestProfile
  readonly store: Store
  readonly simulator: Simulator
  readonly clock: ShiftableClock
  readonly useCases: UseCaseContext
  readonly accountId: AccountId
  readonly siteId: SiteId
  readonly faults: readonly unknown[]
  readonly troubles: readonly (string | null)[]
  actor(): Actor
  engine(): Scheduler
  /** Stops the engine and starts another on the same store, as after a restart of the program. */
  restartEngine(): Promise<void>
  stopEngine(): Promise<void>
  /** Starts another engine on the same store while the first one works. Gives the first one's stop. */
  startSecondEngine(): () => Promise<void>
  provision(
    lockId: number,
    name?: string,
    openSchedule?: OpenSchedule,
  ): { doorId: DoorId; jobId: JobId; correlationId: CorrelationId }
  /** A door whose first job is done. */
  provisioned(lockId: number): Promise<DoorId>
  /** Gives a new person a code on these doors. */
  give(doorIds: readonly DoorId[], code?: GivenWindow): GivenCode & { readonly correlationId: CorrelationId }
  /** Time passes, here and at the provider; the engine looks at what became due. */
  advance(ms: number): void
  /** Time passes until the provider's next month of calls has begun, so that a budget does not hang on today's date. */
  advanceToNewMonth(): Promise<void>
  syncDevices(): JobId
  /** The provider counted so many calls of this month, and a reading of the account has told. */
  used(calls: number): Promise<void>
  /** A preview of the whole site that a person approved. */
  approvedPlan(): Promise<PlanId>
  /** That the account belongs to. */
  application(): ApplicationRecord
  enforce(enforcement: SiteEnforcement): void
  /** Resolves when the job has this status; rejects when it ended in another. */
  job(id: JobId, status: JobStatus): Promise<JobRecord>
  logs(correlationId: CorrelationId): readonly LogRecord[]
  /** What was done to the door's lock, oldest first. */
  operations(doorId: DoorId): readonly OperationRecord[]
  /** The digits that open the lock, sorted. */
  memory(lockId: number): readonly string[]
  /** Requests about the lock that the simulator got, in order, as `add`, `delete`, `change` or `listKeyboardPwd`. */
  requests(lockId: number): readonly string[]
  writes(lockId: number): readonly JournalEntry[]
  /** Resolves in the midst of the next operation. */
  untilStep(step: OperationStep): Promise<void>
  close(): Promise<void>
}

export async function buildEnginePlant(
  options: {
    readonly site?: Site
    /** The simulator's; it decides which requests a fault of some probability hits. */
    readonly seed?: string
    /** How to sign in to the site's account, where that is not the usual one. */
    readonly login?: typeof simulatedLogin
    readonly settings?: Partial<EngineSettings>
    readonly enforcement?: SiteEnforcement
    readonly client?: EngineClientOptions
    /** Hears each statement of the store, and may throw in its place. */
    readonly statementSpy?: (statement: string) => void
    /** Hears of what failed beside the work; without one it fails the test. */
    readonly logger?: Logger
  } = {},
): Promise<EnginePlant> {
  const { site, seed } = options
  const simulator = await startTestSimulator({ ...(site && { site }), ...(seed && { seed }) })
  const profile = createTestProfile()
  const clock = createShiftableClock()
  const store = profile.openStore({
    clock,
    ...(options.statementSpy && { statementSpy: options.statementSpy }),
    ...(options.logger && { logger: options.logger }),
  })
  let stepWaiters: readonly { readonly step: OperationStep; readonly pass: () => void }[] = []
  const parts = assembleEngine(
    { store, vault: profile.vault, clock, backups: createTestBackups(profile.file, clock) },
    {
      settings: options.settings,
      client: options.client,
      onStep: (step) => {
        const waiters = stepWaiters.filter((waiter) => waiter.step === step)
        stepWaiters = stepWaiters.filter((waiter) => waiter.step !== step)
        for (const waiter of waiters) waiter.pass()
      },
    },
  )
  const { useCases, faults, troubles } = parts
  const operatorId = store.operators.insert({ name: 'Maria', role: 'manager', passcodeHash: 'unused' })
  const actor = (): Actor => ({
    operatorId: operatorId as OperatorId,
    correlationId: useCases.random.correlationId(),
  })
  parts.engine().start()
  const login = options.login ?? simulatedLogin
  const accountId = addAccount(useCases, actor(), {
    region: 'custom',
    baseUrl: simulator.url,
    secrets: {
      clientId: login.clientId,
      clientSecret: login.clientSecret,
      username: login.username,
      passwordMd5: createHash('md5').update(login.password).digest('hex'),
    },
  })
  await parts.engine().idle()
  const siteId = createSite(useCases, actor(), { name: 'Hotel', timezone: 'Europe/Lisbon' })
  const enforce = (enforcement: SiteEnforcement) =>
    updateEnforcement(useCases, actor(), { siteId, ...enforcement })
  enforce(options.enforcement ?? AUTO_ULTRA_STRICT)

  function settled(id: JobId, status: JobStatus): JobRecord | null {
    const job = store.jobs.get(id)
    if (!job) throw new Error('no such job')
    if (job.status === status) return job
    if (job.finishedAt !== null) throw new Error(`job ended ${job.status}: ${job.lastError}`)
    return null
  }

  function jobBecomes(id: JobId, status: JobStatus): Promise<JobRecord> {
    return new Promise((resolve, reject) => {
      const look = () => {
        try {
          const job = settled(id, status)
          if (!job) return
          unsubscribe()
          resolve(job)
        } catch (error) {
          unsubscribe()
          reject(error)
        }
      }
      const unsubscribe = store.onCommitted(() => look())
      look()
    })
  }

  function advance(ms: number) {
    clock.advance(ms)
    simulator.control.setClock({ advanceMs: ms })
    parts.engine().wake()
  }

  function provision(lockId: number, name = `Door ${lockId}`, openSchedule?: OpenSchedule) {
    const by = actor()
    const device = store.accounts.findDevice(String(lockId))
    const made = provisionDoor(useCases, by, {
      name,
      siteId,
      deviceId: device?.id ?? null,
      lockId: device ? null : String(lockId),
      description: null,
      location: null,
      doorGroupId: null,
      openSchedule,
    })
    return { ...made, correlationId: by.correlationId }
  }

  return {
    ...{
      profile,
      store,
      simulator,
      clock,
      useCases,
      accountId,
      siteId,
      faults,
      troubles,
      actor,
      enforce,
      provision,
    },
    job: jobBecomes,
    async provisioned(lockId) {
      const { doorId, jobId } = provision(lockId)
      await jobBecomes(jobId, 'done')
      return doorId
    },
    give(doorIds, { pin, startsAt = null, endsAt = null } = {}) {
      const by = actor()
      const personId = createPerson(useCases, by, { name: 'Ada', note: null })
      const given = giveCode(useCases, by, {
        ...{ personId, pin: pin ?? null, startsAt, endsAt, doorIds },
        doorGroupIds: [],
      })
      return { ...given, correlationId: by.correlationId }
    },
    syncDevices: () => syncAccount(useCases, actor(), accountId),
    async used(calls) {
      simulator.control.setQuota({ monthCount: calls })
      syncAccount(useCases, actor(), accountId)
      await parts.engine().idle()
    },
    async approvedPlan() {
      const { mode, graceWindowSeconds } = AUTO_ULTRA_STRICT
      const { planId, jobId } = previewPlan(useCases, actor(), {
        ...{ scope: { kind: 'site', id: siteId }, title: 'Hotel', mode, graceWindowSeconds },
      })
      await jobBecomes(jobId, 'done')
      approvePlan(useCases, actor(), {
        ...{ planId, digest: store.plans.get(planId)?.digest ?? '', leftOut: [] },
        ...{ reason: 'as agreed', typedDeletes: null },
      })
      return planId
    },
    application() {
      const account = store.accounts.get(accountId)
      const application = account && store.applications.find(account)
      if (!application) throw new Error('the account belongs to no application')
      return application
    },
    advance,
    async advanceToNewMonth() {
      const now = new Date(clock.nowMs())
      const startsMs = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1) + HOUR_MS
      advance(startsMs - clock.nowMs())
      await parts.engine().idle()
    },
    operations: (doorId) => [...store.operations.ofDoor(doorId, 300)].reverse(),
    memory: (lockId) =>
      (simulator.control.state({ lockId }).locks[0]?.memory ?? []).map((code) => code.keyboardPwd).sort(),
    requests: (lockId) =>
      simulator.control.journal({ lockId }).map((entry) => entry.path.split('/').at(-1) ?? ''),
    writes: (lockId) =>
      simulator.control.journal({ lockId }).filter((entry) => WRITE_PATHS.includes(entry.path)),
    untilStep: (step) =>
      new Promise((pass) => {
        stepWaiters = [...stepWaiters, { step, pass }]
      }),
    engine: parts.engine,
    async restartEngine() {
      await parts.engine().stop()
      parts.renewEngine().start()
    },
    stopEngine: () => parts.engine().stop(),
    startSecondEngine() {
      const first = parts.engine()
      parts.renewEngine().start()
      return () => first.stop()
    },
    logs: (correlationId) => store.traces.logsOf([correlationId], 0, 1_000),
    async close() {
      await parts.engine().stop()
      await parts.clients.closeAll()
      await simulator.close()
      profile.remove()
    },
  }
}
