import type { JournalEntry } from '../../src-main/simulator/journal.ts'
import { comparedRow } from '../rounds.ts'
import { atMost, type Row, type RowModule } from '../row.ts'
import {
  BUSY_REST_MS,
  gatewayAt,
  type LanesScene,
  openLanesScene,
  SPACING_MS,
  spansOf,
} from '../scenes/lanesRun.ts'

const ROUNDS = 5
const COMMANDS_PER_DOOR = 5
/** Gateways that somebody else keeps busy for a while, each twice. */
const STORMED = [3, 14, 25, 36] as const
const STORMS_AT_MS = [1_500, 6_000] as const
const STORM_MS = 800
const GATEWAY_BUSY = -3003
/** The client adds up to a fifth to a busy rest. */
const MEAN_BUSY_REST_MS = BUSY_REST_MS * 1.1

const about = {
  id: 'lanes-makespan',
  what: '300 doors on 40 gateways, 5 codes each, 8 busy storms, 20 times faster than real: until the last command ends',
  unit: 'ms',
} as const

export const row: RowModule = {
  ...about,
  async run() {
    return [
      await measure(about, { sharedInTen: 0, hasAim: true }),
      await measure(
        {
          ...about,
          id: 'lanes-makespan/shared',
          what: `${about.what}; one door in five is heard by two gateways and needs both lanes`,
        },
        { sharedInTen: 2, hasAim: false },
      ),
    ]
  },
}

async function measure(
  of: Pick<Row, 'id' | 'what' | 'unit'>,
  options: { readonly sharedInTen: number; readonly hasAim: boolean },
): Promise<Row> {
  const scene = await openLanesScene({ sharedInTen: options.sharedInTen, isEven: false })
  const spans: number[] = []
  const ideals: number[] = []
  const collisions: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const { makespanMs, ideal, collided } = await runUnderStorms(scene)
    spans.push(makespanMs)
    ideals.push(ideal)
    collisions.push(collided)
  }
  await scene.close()
  const collided = collisions.reduce((sum, count) => sum + count, 0)
  const row = comparedRow(of, {
    values: spans,
    against: 'the busiest gateway: its commands, the rests between them, one busy rest a storm',
    againstValues: ideals,
    aim: options.hasAim ? atMost(1.1) : null,
    notes: [
      `two commands at once on a gateway: ${collided} times in ${ROUNDS * scene.doors * COMMANDS_PER_DOOR} commands`,
    ],
  })
  if (row.aim === null) return row
  return { ...row, aim: `${row.aim}, never two at once`, pass: row.pass === true && collided === 0 }
}

async function runUnderStorms(scene: LanesScene) {
  const { makespanMs, journal, done } = await scene.run({
    commandsPerDoor: COMMANDS_PER_DOOR,
    async trouble(simulator) {
      let atMs = 0
      for (const stormAtMs of STORMS_AT_MS) {
        await new Promise((resolve) => setTimeout(resolve, stormAtMs - atMs))
        atMs = stormAtMs
        for (const gateway of STORMED) {
          await simulator.control.patchGateway({ gatewayId: gatewayAt(gateway), busyForMs: STORM_MS })
        }
      }
    },
  })
  const commands = scene.doors * COMMANDS_PER_DOOR
  if (done !== commands) throw new Error(`${done} of ${commands} commands were done`)
  return { makespanMs, ideal: idealOf(journal), collided: overlapsOf(journal) }
}

/**
 * No schedule ends before the gateway with the most to do: its own commands and the rests it is owed. A storm counts
 * only where it met a command.
 */
function idealOf(journal: readonly JournalEntry[]): number {
  const busyMs = new Map<number, number>()
  for (const { gatewayId, from, to } of spansOf(journal)) {
    busyMs.set(gatewayId, (busyMs.get(gatewayId) ?? -SPACING_MS) + (to - from) + SPACING_MS)
  }
  const gatewayOf = new Map(journal.map((entry) => [entry.lockId, entry.gatewayId]))
  for (const gateway of STORMED) {
    const id = gatewayAt(gateway)
    const refused = journal.filter(
      (entry) => entry.errcode === GATEWAY_BUSY && gatewayOf.get(entry.lockId) === id,
    )
    const met = Math.min(refused.length, STORMS_AT_MS.length)
    busyMs.set(id, (busyMs.get(id) ?? 0) + met * MEAN_BUSY_REST_MS)
  }
  return Math.max(...busyMs.values())
}

function overlapsOf(journal: readonly JournalEntry[]): number {
  const endOf = new Map<number, number>()
  let overlaps = 0
  for (const { gatewayId, from, to } of [...spansOf(journal)].sort((a, b) => a.from - b.from)) {
    if (from < (endOf.get(gatewayId) ?? Number.NEGATIVE_INFINITY)) overlaps += 1
    endOf.set(gatewayId, to)
  }
  return overlaps
}
