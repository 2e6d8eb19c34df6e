import { PERMANENT } from '../../src-main/domain/code/codeWindow.ts'
import type { JournalEntry } from '../../src-main/simulator/journal.ts'
import { defaultAccount, type Site } from '../../src-main/simulator/site.ts'
import type { TtlockClient } from '../../src-main/ttlock/provider.ts'
import { type SimulatorProcess, startSimulatorProcess } from '../../tests/support/simulator.ts'
import { callContext, createForgetfulRecorder, openClient } from './benchClient.ts'

/**
 * A site at work, twenty times faster than real: a command takes 150 to 400 ms instead of 3 to 8 s, a lane rests 100 ms
 * instead of 2 s, and 1.5 s instead of 30 s after a busy answer.
 */
const SPEED_UP = 20
const COMMAND_MS = [3_000 / SPEED_UP, 8_000 / SPEED_UP] as const
export const SPACING_MS = 2_000 / SPEED_UP
export const BUSY_REST_MS = 30_000 / SPEED_UP
const GIVE_UP_MS = 30_000 / SPEED_UP
const RATE_LIMIT = { calls: 10 * SPEED_UP, perMs: 1_000 }
const BREAKERS = {
  failures: 3,
  firstProbeAfterMs: 60_000 / SPEED_UP,
  longestProbeAfterMs: 1_800_000 / SPEED_UP,
}

const GATEWAYS = 40
const DOORS = 300
/** A command refused as busy, or that the dead gateway did not answer, is asked for again this often. */
const TRIES = 4

const FIRST_LOCK = 28_991_110
const FIRST_GATEWAY = 3_400_001

export interface LanesRun {
  /** From the first command's start to the last one's end, ms. */
  readonly makespanMs: number
  readonly journal: readonly JournalEntry[]
  readonly done: number
}

export interface RunOptions {
  readonly commandsPerDoor: number
  /** Makes trouble; begins before the first command and is awaited at the end. */
  readonly trouble: (simulator: SimulatorProcess) => Promise<void>
  /** The run ends without the doors that this gateway hears best. */
  readonly notWaitingFor?: number
}

export interface LanesScene {
  readonly doors: number
  /** Adds codes to every door. */
  run(options: RunOptions): Promise<LanesRun>
  close(): Promise<void>
}

export interface SceneOptions {
  /** Of ten doors so many are heard by the next gateway as well. */
  readonly sharedInTen: number
  /** Every command takes the same time, so that two runs can be compared to the percent. */
  readonly isEven: boolean
}

export async function openLanesScene(options: SceneOptions): Promise<LanesScene> {
  const simulator = await startSimulatorProcess(['--doors', '1'])
  process.once('exit', () => void simulator.close())
  return {
    doors: DOORS,
    async run({ commandsPerDoor, trouble, notWaitingFor }) {
      const site = makeSite(options.sharedInTen)
      await simulator.control.replaceSite(site)
      await simulator.control.setLatency({ latency: latencyOf(options.isEven) })
      await simulator.control.clearJournal()
      const client = openClient(simulator.url, {
        recorder: createForgetfulRecorder(),
        spacingMs: SPACING_MS,
        busyRestMs: BUSY_REST_MS,
        rateLimit: RATE_LIMIT,
        breakers: BREAKERS,
      })
      for (const lock of site.locks) {
        client.rememberGateways(
          String(lock.lockId),
          (lock.gateways ?? []).map(({ gatewayId }) => ({ gatewayId: String(gatewayId), seenAtMs: null })),
        )
      }
      const troubling = trouble(simulator)
      const done = await Promise.all(
        site.locks.map((lock) => {
          const adding = addCodes(client, lock.lockId, commandsPerDoor)
          return lock.gateways?.[0]?.gatewayId === notWaitingFor ? 0 : adding
        }),
      )
      await troubling
      await client.close()
      const journal = await simulator.control.journal({ path: '/v3/keyboardPwd/add' })
      return {
        journal,
        makespanMs: makespanOf(journal),
        done: done.reduce((sum, ofDoor) => sum + ofDoor, 0),
      }
    },
    close: () => simulator.close(),
  }
}

/** Ms from the first command's start to the last one's end; gateways left out do not count. */
export function makespanOf(journal: readonly JournalEntry[], leftOut: number | null = null): number {
  const spans = spansOf(journal).filter((span) => span.gatewayId !== leftOut)
  return Math.max(...spans.map((span) => span.to)) - Math.min(...spans.map((span) => span.from))
}

export interface CommandSpan {
  readonly gatewayId: number
  readonly from: number
  readonly to: number
}

export function spansOf(journal: readonly JournalEntry[]): readonly CommandSpan[] {
  return journal.flatMap(({ gatewayId, commandStartedAt, commandEndedAt }) =>
    gatewayId === null || commandStartedAt === null || commandEndedAt === null
      ? []
      : [{ gatewayId, from: commandStartedAt, to: commandEndedAt }],
  )
}

export function gatewayAt(index: number): number {
  return FIRST_GATEWAY + index
}

async function addCodes(client: TtlockClient, lockId: number, commands: number): Promise<number> {
  let done = 0
  for (let index = 0; index < commands; index++) {
    const pin = String(482_915 + index * 7_919)
    const command = {
      externalId: String(lockId),
      pin,
      name: `AB U${index + 1} C${index + 1}`,
      window: PERMANENT,
      route: 'gateway',
    } as const
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const result = await client.addCode(command, callContext('bench'))
      if (!result.ok) continue
      done += 1
      break
    }
  }
  return done
}

function latencyOf(isEven: boolean) {
  const middle = (COMMAND_MS[0] + COMMAND_MS[1]) / 2
  return {
    commandMs: isEven ? ([middle, middle] as const) : COMMAND_MS,
    cloudMs: [0, 0] as const,
    giveUpMs: GIVE_UP_MS,
  }
}

function makeSite(sharedInTen: number): Site {
  return {
    accounts: [defaultAccount],
    gateways: Array.from({ length: GATEWAYS }, (_, index) => ({
      gatewayId: gatewayAt(index),
      gatewayName: `Gateway ${index + 1}`,
    })),
    locks: Array.from({ length: DOORS }, (_, index) => {
      const own = index % GATEWAYS
      // Spread over the gateways and over each one's doors.
      const place = own + 7 * Math.floor(index / GATEWAYS)
      const heardBy = place % 10 < sharedInTen ? [own, (own + 1) % GATEWAYS] : [own]
      return {
        lockId: FIRST_LOCK + index,
        lockAlias: `Door ${index + 1}`,
        gateways: heardBy.map((gateway, rank) => ({
          gatewayId: gatewayAt(gateway),
          rssi: -50 - rank * 15,
        })),
      }
    }),
  }
}
