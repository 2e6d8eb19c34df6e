import { setTimeout as delay } from 'node:timers/promises'
import { createControl, type SimulatorControl } from './control.ts'
import { startControlServer } from './controlServer.ts'
import type { Core } from './core.ts'
import { replayDoorUses } from './doorUse.ts'
import { createFaultList } from './faults.ts'
import { createJournal } from './journal.ts'
import { type LatencyOption, latencyFrom } from './latency.ts'
import { createRandom } from './random.ts'
import { sampleSite } from './sampleSite.ts'
import { startService } from './service.ts'
import type { Site } from './site.ts'
import { openStateFile, readStateFile } from './stateFile.ts'
import type { Switches } from './switches.ts'
import { createWorld } from './worldFromSite.ts'

export interface SimulatorOptions {
  /** 0 takes a free one. */
  readonly port?: number | undefined
  readonly controlPort?: number | undefined
  readonly host?: string | undefined
  /** The same seed and the same requests give the same ids, codes, tokens and latencies. */
  readonly seed?: string | undefined
  readonly clock?: { now(): number } | undefined
  /** Real ones (3 to 8 s for a command) unless given; 0 is none. */
  readonly latency?: LatencyOption | undefined
  /** The sample site unless given; not used when `stateFile` holds a world. */
  readonly site?: Site | undefined
  readonly switches?: Partial<Switches> | undefined
  /** Where the world is kept over restarts. */
  readonly stateFile?: string | undefined
  /** Hears what went wrong with the state file after the start. */
  readonly onTrouble?: ((sentence: string) => void) | undefined
}

export interface Simulator {
  /** Base URL of the simulated TTLock service. */
  readonly url: string
  /** Base URL of the control API, which stays up while the service is down. */
  readonly controlUrl: string
  readonly port: number
  readonly control: SimulatorControl
  /** Drops connections, ends waiting commands, writes the state file. */
  close(): Promise<void>
}

/** Starts a TTLock cloud with locks behind it. Rejects when a port is taken or the state file cannot be read. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const host = options.host ?? '127.0.0.1'
  const seed = options.seed ?? 'lockstep'
  const clock = options.clock ?? { now: () => Date.now() }
  const closing = new AbortController()
  const stored = options.stateFile === undefined ? null : readStateFile(options.stateFile)
  const now = clock.now()
  const site = options.site ?? sampleSite({ now }).site
  const world = stored ?? createWorld(site, { seed, now })
  Object.assign(world.switches, options.switches)
  const stateFile =
    options.stateFile === undefined
      ? null
      : openStateFile(
          options.stateFile,
          () => core.world,
          (sentence) => options.onTrouble?.(sentence),
        )

  const core: Core = {
    world,
    latency: latencyFrom(options.latency),
    random: createRandom(`${seed}:latency`),
    faults: createFaultList(createRandom(`${seed}:faults`)),
    journal: createJournal(),
    takenSlots: new Set(),
    now: () => clock.now() + core.world.clockOffsetMs,
    async wait(ms) {
      if (ms > 0) await delay(ms, undefined, { signal: closing.signal })
    },
    changed: () => stateFile?.writeSoon(),
  }
  if (stored === null) {
    replayDoorUses(core, site.doorUses ?? [])
    core.changed()
  }

  const service = await startService(core, { host, port: options.port ?? 0 })
  const control = createControl(core, () => service)
  const controlServer = await startControlServer(control, { host, port: options.controlPort ?? 0 }).catch(
    async (error: unknown) => {
      await service.goDown()
      throw error
    },
  )
  return {
    url: `http://${host}:${service.port}`,
    controlUrl: `http://${host}:${controlServer.port}`,
    port: service.port,
    control,
    async close() {
      closing.abort()
      await service.goDown()
      await controlServer.close()
      stateFile?.flush()
    },
  }
}
