import { type CommandsOnTheWay, commandsOnTheWay } from '../engine/commandsOnTheWay.ts'
import { DEFAULT_ENGINE_SETTINGS, type EngineContext } from '../engine/engineContext.ts'
import { deviceSync } from '../engine/handlers/deviceSync.ts'
import { driftCheck } from '../engine/handlers/driftCheck.ts'
import { driftEnforceLockTruth } from '../engine/handlers/driftEnforceLockTruth.ts'
import { enforcePlanApply } from '../engine/handlers/enforcePlanApply.ts'
import { createMaintenance } from '../engine/handlers/maintenance.ts'
import { recordSync } from '../engine/handlers/recordSync.ts'
import { enqueueMaintenance } from '../engine/nextCheck.ts'
import { createScheduler, type Scheduler } from '../engine/scheduler.ts'
import { createTraceRecorder } from '../observability/traceRecorder.ts'
import { beginObservation } from '../useCases/observation.ts'
import type { UseCaseContext } from '../useCases/useCaseContext.ts'
import { createAccountClients } from './accountClients.ts'
import { type ApplicationQuotas, createApplicationQuotas } from './applicationQuotas.ts'
import type { ProfileDependencies, ProfileRuntime } from './profileRuntime.ts'

/** What works with the locks of a profile whose vault is open: the calls of its applications and its engine, which runs. */
export interface ProfileWorks {
  readonly applications: ApplicationQuotas
  readonly engine: Scheduler
  readonly useCases: UseCaseContext
  commandsOnTheWay(): CommandsOnTheWay
  /** Lets operations in flight end. */
  close(): Promise<void>
}

const MAINTENANCE_AFTER_START_MS = 10 * 60_000

/** `mustObserve`: the database is older than what was done with it; it watches until a person says otherwise. */
export function startWorks(
  deps: ProfileDependencies,
  { store, vault, backups }: Pick<ProfileRuntime, 'store' | 'vault' | 'backups'>,
  { mustObserve }: { readonly mustObserve: boolean },
): ProfileWorks {
  const { clock, random, logger, publisher } = deps
  const recorder = createTraceRecorder(store)
  const applications = createApplicationQuotas(store, clock)
  const clients = createAccountClients({ store, recorder, clock, random, applications })
  const context: EngineContext = {
    ...{ store, recorder, vault, clock, random },
    providers: clients,
    settings: DEFAULT_ENGINE_SETTINGS,
    onTrouble: () => publisher.changed('connection'),
    reportFault: (cause, facts) => logger.error('job met a fault', { ...facts, cause }),
  }
  if (mustObserve) beginObservation(store, clock)
  const engine = createScheduler(context, {
    drift_enforce_lock_truth: driftEnforceLockTruth,
    drift_check: driftCheck,
    enforce_plan_apply: enforcePlanApply,
    device_sync: deviceSync,
    record_sync: recordSync,
    maintenance: createMaintenance(backups),
  })
  engine.start()
  // Not in the first minutes, in which somebody waits for the doors.
  store.write(() => enqueueMaintenance(context, MAINTENANCE_AFTER_START_MS))
  return {
    applications,
    engine,
    useCases: { store, clock, random, recorder, providers: clients, wake: engine },
    commandsOnTheWay: () => commandsOnTheWay(context),
    async close() {
      await engine.stop()
      await clients.closeAll()
    },
  }
}
