import {
  DEFAULT_ENGINE_SETTINGS,
  type EngineContext,
  type EngineSettings,
} from '../../src-main/engine/engineContext.ts'
import { deviceSync } from '../../src-main/engine/handlers/deviceSync.ts'
import { driftCheck } from '../../src-main/engine/handlers/driftCheck.ts'
import { driftEnforceLockTruth } from '../../src-main/engine/handlers/driftEnforceLockTruth.ts'
import { enforcePlanApply } from '../../src-main/engine/handlers/enforcePlanApply.ts'
import { createMaintenance } from '../../src-main/engine/handlers/maintenance.ts'
import { recordSync } from '../../src-main/engine/handlers/recordSync.ts'
import { createScheduler, type Scheduler } from '../../src-main/engine/scheduler.ts'
import { createTraceRecorder } from '../../src-main/observability/traceRecorder.ts'
import { systemRandom } from '../../src-main/platform/systemRandom.ts'
import type { Backups } from '../../src-main/ports/backups.ts'
import type { Clock } from '../../src-main/ports/clock.ts'
import type { Providers } from '../../src-main/ports/providers.ts'
import type { Store } from '../../src-main/ports/store.ts'
import type { Vault } from '../../src-main/ports/vault.ts'
import type { UseCaseContext } from '../../src-main/useCases/useCaseContext.ts'
import { createEngineClients, type EngineClientOptions } from './engineClients.ts'

/** Short waits, so that a test sees patience without waiting for it. */
const TEST_SETTINGS: EngineSettings = {
  ...DEFAULT_ENGINE_SETTINGS,
  readBackDelaysMs: [20, 20],
  busyDelaysMs: [10, 10],
  commandDeadlineMs: 300,
  troublePauseMs: 5,
}

export interface EngineParts {
  readonly context: EngineContext
  readonly clients: Providers
  readonly useCases: UseCaseContext
  /** What the engine reported as faults of its own or of the store. */
  readonly faults: unknown[]
  /** The store's troubles as they were told; null for the end of one. */
  readonly troubles: (string | null)[]
  /** The engine that use cases wake: the one made last. */
  engine(): Scheduler
  /** Another engine on the same store, as after a restart of the program. */
  renewEngine(): Scheduler
}

/** The engine with its handlers, the product's client and the use cases, around a store. Electron alone is missing. */
export function assembleEngine(
  parts: {
    readonly store: Store
    readonly vault: Vault
    readonly clock: Clock
    readonly backups: Backups
  },
  options: {
    readonly settings?: Partial<EngineSettings> | undefined
    readonly onStep?: EngineContext['onStep']
    readonly onTrouble?: EngineContext['onTrouble']
    /** How the provider's client differs from a test's usual one. */
    readonly client?: EngineClientOptions | undefined
  } = {},
): EngineParts {
  const { store, vault, clock } = parts
  const recorder = createTraceRecorder(store)
  const clients = createEngineClients({ store, recorder, clock }, options.client)
  const faults: unknown[] = []
  const troubles: EngineParts['troubles'] = []
  const context: EngineContext = {
    ...{ store, recorder, vault, clock, random: systemRandom, providers: clients },
    settings: { ...TEST_SETTINGS, ...options.settings },
    reportFault: (cause) => faults.push(cause),
    onTrouble: (trouble) => {
      troubles.push(trouble?.code ?? null)
      options.onTrouble?.(trouble)
    },
    ...(options.onStep === undefined ? {} : { onStep: options.onStep }),
  }
  const makeEngine = () =>
    createScheduler(context, {
      drift_enforce_lock_truth: driftEnforceLockTruth,
      drift_check: driftCheck,
      enforce_plan_apply: enforcePlanApply,
      device_sync: deviceSync,
      record_sync: recordSync,
      maintenance: createMaintenance(parts.backups),
    })
  let engine = makeEngine()
  return {
    ...{ context, clients, faults, troubles },
    useCases: {
      ...{ store, recorder, clock, random: systemRandom, providers: clients },
      wake: { wake: () => engine.wake(), callsChanged: () => engine.callsChanged() },
    },
    engine: () => engine,
    renewEngine() {
      engine = makeEngine()
      return engine
    },
  }
}
