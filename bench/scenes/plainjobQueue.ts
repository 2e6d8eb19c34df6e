import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { DEFAULT_ENGINE_SETTINGS } from '../../src-main/engine/engineContext.ts'
import { connect } from '../../src-main/store/connection.ts'
import { importPeer, peerVersion } from '../peers.ts'
import type { Synchronous } from './benchStore.ts'
import { temporaryFolder } from './temporaryFolder.ts'

/** What is used of plainjob 0.0.14. */
interface Plainjob {
  better(database: Database.Database): unknown
  defineQueue(options: { connection: unknown; logger: SilentLogger }): {
    addMany(type: string, data: readonly unknown[]): unknown
    close(): void
  }
  defineWorker(
    type: string,
    work: () => Promise<void>,
    options: { queue: unknown; logger: SilentLogger; onCompleted(): void },
  ): { start(): Promise<void>; stop(): Promise<void> }
}

type SilentLogger = Readonly<Record<'error' | 'warn' | 'info' | 'debug', () => void>>

export interface PeerQueue {
  readonly name: string
  /** Enqueues and works off `count` jobs that do nothing; the ms of working them off. */
  workOff(count: number): Promise<number>
  close(): Promise<void>
}

/** On the driver that we use, with plainjob's own settings but for `synchronous`. */
export async function openPlainjob(synchronous: Synchronous): Promise<PeerQueue> {
  // Its declarations say so; it is installed for the benchmark alone.
  const plainjob = (await importPeer('plainjob', 'dist/plainjob.js')) as Plainjob
  const database = connect(join(temporaryFolder(), 'plainjob.db'))
  const logger: SilentLogger = { error: silent, warn: silent, info: silent, debug: silent }
  const queue = plainjob.defineQueue({ connection: plainjob.better(database), logger })
  database.pragma(`synchronous = ${synchronous}`)
  return {
    name: `plainjob ${peerVersion('plainjob')}`,
    async workOff(count) {
      queue.addMany(
        'bench',
        Array.from({ length: count }, () => ({ door: 2 })),
      )
      const startedAt = performance.now()
      await new Promise<void>((resolve, reject) => {
        let done = 0
        const workers = Array.from({ length: DEFAULT_ENGINE_SETTINGS.jobsAtOnce }, () =>
          plainjob.defineWorker('bench', async () => undefined, {
            queue,
            logger,
            onCompleted() {
              done += 1
              if (done === count)
                Promise.all(workers.map((worker) => worker.stop())).then(() => resolve(), reject)
            },
          }),
        )
        for (const worker of workers) worker.start().catch(reject)
      })
      return performance.now() - startedAt
    },
    async close() {
      queue.close()
      database.close()
    },
  }
}

function silent(): void {}
