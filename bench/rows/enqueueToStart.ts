import { DEFAULT_ENGINE_SETTINGS, type EngineContext } from '../../src-main/engine/engineContext.ts'
import { createScheduler, type Scheduler } from '../../src-main/engine/scheduler.ts'
import { createTraceRecorder } from '../../src-main/observability/traceRecorder.ts'
import { systemClock } from '../../src-main/platform/systemClock.ts'
import { systemRandom } from '../../src-main/platform/systemRandom.ts'
import type { Store } from '../../src-main/ports/store.ts'
import { createTestVault } from '../../tests/support/testVault.ts'
import { comparedRow, measureInterleaved, quantile } from '../rounds.ts'
import { atMost, type RowModule } from '../row.ts'
import { openBenchStore, synchronousNote } from '../scenes/benchStore.ts'
import { enqueueJob } from '../scenes/ourQueue.ts'
import { openRawQueue } from '../scenes/rawQueue.ts'

const SAMPLES = 100

const about = {
  id: 'enqueue-to-start',
  what: 'p95 from enqueuing a job on an idle engine until its handler runs, synchronous FULL as in the program',
  unit: 'ms',
} as const

export const row: RowModule = {
  ...about,
  async run() {
    const { store, sqlite } = openBenchStore('FULL')
    let hasStarted: () => void = () => undefined
    const scheduler = startEngine(store, () => hasStarted())
    const raw = openRawQueue('FULL')
    const times = await measureInterleaved({
      ours: async () => {
        const samples: number[] = []
        for (let sample = 0; sample < SAMPLES; sample++) {
          await scheduler.idle()
          const started = new Promise<void>((resolve) => {
            hasStarted = resolve
          })
          const from = performance.now()
          enqueueJob(store)
          scheduler.wake()
          await started
          samples.push(performance.now() - from)
        }
        return quantile(samples, 0.95)
      },
      raw: () => {
        const samples: number[] = []
        for (let sample = 0; sample < SAMPLES; sample++) {
          const from = performance.now()
          raw.addOne()
          const id = raw.claim()
          samples.push(performance.now() - from)
          if (id === null) throw new Error('a due job was not found')
          raw.finish(id)
        }
        return quantile(samples, 0.5)
      },
    })
    await scheduler.stop()
    return comparedRow(about, {
      values: times.ours,
      against: 'bare insert and claim, median',
      againstValues: times.raw,
      aim: atMost(20),
      notes: [synchronousNote('ours', sqlite), `${SAMPLES} jobs a round`],
    })
  },
}

function startEngine(store: Store, onStart: () => void): Scheduler {
  const context: EngineContext = {
    store,
    recorder: createTraceRecorder(store),
    vault: createTestVault(),
    clock: systemClock,
    random: systemRandom,
    settings: DEFAULT_ENGINE_SETTINGS,
    providers: {
      forAccount: () => {
        throw new Error('no job of this row has an account')
      },
      replace: () => undefined,
      closeAll: async () => undefined,
    },
    reportFault(cause) {
      throw cause
    },
  }
  const scheduler = createScheduler(context, {
    drift_enforce_lock_truth: async () => {
      onStart()
      return { kind: 'done', result: null }
    },
  })
  scheduler.start()
  return scheduler
}
