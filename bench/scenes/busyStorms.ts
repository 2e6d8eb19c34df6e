import type { JournalEntry } from '../../src-main/simulator/journal.ts'
import { comparedRow } from '../rounds.ts'
import type { Aim, Row } from '../row.ts'
import { BUSY_REST_MS, gatewayAt, type LanesScene, openLanesScene, SPACING_MS, spansOf } from './lanesRun.ts'

const ROUNDS = 5
const COMMANDS_PER_DOOR = 5
/** Gateways that somebody else keeps busy for a while, each twice. */
const STORMED = [3, 14, 25, 36] as const
const STORMS_AT_MS = [1_500, 6_000] as const
const STORM_MS = 800
const GATEWAY_BUSY = -3003
/** The client adds up to a fifth to a busy rest. */
const MEAN_BUSY_REST_MS = BUSY_REST_MS * 1.1

/** How long the site takes under storms, against the gateway that has the most to do. */
export async function measureUnderStorms(
  of: Pick<Row, 'id' | 'what' | 'unit'>,
  options: { readonly sharedInTen: number; readonly aim: Aim | null },
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
    aim: options.aim,
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
  return { makespanMs, ideal: idealOf(journal), collided: collisionsOf(journal) }
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
  const refused = refusalsOf(journal)
  for (const gateway of STORMED) {
    const id = gatewayAt(gateway)
    const met = Math.min(refused.get(id) ?? 0, STORMS_AT_MS.length)
    busyMs.set(id, (busyMs.get(id) ?? 0) + met * MEAN_BUSY_REST_MS)
  }
  return Math.max(...busyMs.values())
}

/** Refusals that no storm explains: the gateway was busy with another command of ours. */
function collisionsOf(journal: readonly JournalEntry[]): number {
  const stormed = new Set<number>(STORMED.map(gatewayAt))
  let collisions = 0
  for (const [gatewayId, refusals] of refusalsOf(journal)) {
    collisions += Math.max(0, refusals - (stormed.has(gatewayId) ? STORMS_AT_MS.length : 0))
  }
  return collisions
}

/** A refused command names its lock alone; its gateway is the one that carried the lock's other commands. */
function refusalsOf(journal: readonly JournalEntry[]): ReadonlyMap<number, number> {
  const gatewayOf = new Map<number | null, number>()
  for (const { lockId, gatewayId } of journal) if (gatewayId !== null) gatewayOf.set(lockId, gatewayId)
  const refusals = new Map<number, number>()
  for (const { lockId, errcode } of journal) {
    const gatewayId = gatewayOf.get(lockId)
    if (errcode !== GATEWAY_BUSY || gatewayId === undefined) continue
    refusals.set(gatewayId, (refusals.get(gatewayId) ?? 0) + 1)
  }
  return refusals
}
