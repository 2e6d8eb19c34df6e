import { copyFileSync, rmSync } from 'node:fs'
import { toIso } from '../../src-main/domain/instant.ts'
import { systemClock } from '../../src-main/platform/systemClock.ts'
import { createRandom, type Random } from '../../src-main/simulator/random.ts'
import { checkDoors } from '../../src-main/useCases/checkDoors.ts'
import { beginObservation, endObservation } from '../../src-main/useCases/observation.ts'
import { RequestError } from '../../src-main/useCases/requestError.ts'
import { lockIdAt } from '../support/engineSite.ts'
import { carryOut } from './commands.ts'
import { violationsWhenSettled } from './invariants.ts'
import { databaseFile } from './openProfile.ts'
import { settleAll } from './settle.ts'
import type { Tally } from './tally.ts'
import { createWorld, type OpenedWorld, type World } from './world.ts'

const DOORS = 6
const COMMAND_DEADLINE_MS = 1_000
const WRITES = /^\/v3\/keyboardPwd\/(add|change|delete)/
const WAYS = ['its log is deleted', 'an older copy takes its place'] as const

/** The mark is the audit's: it does not know of commands. They are found again in the locks' lists. */
const WORK_ALONE = 'by commands alone, which no mark knows'

export interface OlderDatabaseOptions {
  readonly rounds: number
  readonly seed: string
  readonly tally: Tally
}

/**
 * The database goes back behind what was sent to the locks. The next start must tell, send nothing before each lock was
 * read and a person ended the observation, and not let it be ended earlier. Gives the violations.
 */
export async function goBack({ rounds, seed, tally }: OlderDatabaseOptions): Promise<readonly string[]> {
  const random = createRandom(`older ${seed}`)
  const found: string[] = []
  for (let round = 0; round < rounds; round++) {
    for (const way of WAYS) {
      const world = await createWorld({ doors: DOORS, commandDeadlineMs: COMMAND_DEADLINE_MS })
      try {
        await leaveOlder(world, way, random)
        const violations = await startOn(world)
        tally.judged('the database is older than its mark', way, violations.length)
        found.push(...violations.map((violation) => `${way}, round ${round + 1}: ${violation}`))
      } finally {
        await world.remove()
      }
    }
    const violations = await loseWork(random)
    tally.judged('the database is older than its mark', WORK_ALONE, violations.length)
    found.push(...violations.map((violation) => `${WORK_ALONE}, round ${round + 1}: ${violation}`))
  }
  return found
}

async function leaveOlder(world: World, way: (typeof WAYS)[number], random: Random): Promise<void> {
  const file = databaseFile(world.dir)
  const older = `${file}.older`
  await work(world, random)
  if (way === 'an older copy takes its place') copyFileSync(file, older)
  // Until the log is taken in at the end, the database's own file stays as it was at the start.
  await work(world, random, () => {
    if (way === 'its log is deleted') copyFileSync(file, older)
  })
  for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true })
  copyFileSync(older, file)
}

/** Something is decided and sent. */
async function work(world: World, random: Random, beforeEnd: () => void = () => undefined): Promise<void> {
  const opened = world.open()
  try {
    opened.parts.engine().start()
    decide(world, opened, random)
    await settleAll(opened.parts)
    beforeEnd()
  } finally {
    await opened.close()
  }
}

function decide(world: World, { parts }: OpenedWorld, random: Random): void {
  for (const doorId of world.doorIds) {
    const others = world.doorIds.filter((other) => other !== doorId && random.fraction() < 0.3)
    carryOut(parts.useCases, world.operatorId, { kind: 'give', doorIds: [doorId, ...others], endsAt: null })
  }
}

/** What was decided is there, and that it was sent is forgotten: the lists tell, and nothing is sent twice. */
async function loseWork(random: Random): Promise<string[]> {
  const world = await createWorld({ doors: DOORS, commandDeadlineMs: COMMAND_DEADLINE_MS })
  const file = databaseFile(world.dir)
  try {
    const deciding = world.open()
    decide(world, deciding, random)
    await deciding.close()
    copyFileSync(file, `${file}.older`)
    const sending = world.open()
    sending.parts.engine().start()
    const found = [...(await settleAll(sending.parts))]
    await sending.close()
    copyFileSync(`${file}.older`, file)
    world.simulator.control.clearJournal()
    const sinceIso = toIso(systemClock.nowMs())
    const { parts, store, notices, close } = world.open()
    found.push(...notices.map(({ kind }) => `opening it said ${kind}`))
    parts.engine().start()
    found.push(...(await settleAll(parts)))
    found.push(
      ...violationsWhenSettled(store, world.simulator, { sinceIso, nowMs: systemClock.nowMs() }),
      ...world.doorIds.flatMap((doorId, index) => {
        const [lock] = world.simulator.control.state({ lockId: lockIdAt(index) }).locks
        const known = store.codes.receipts(doorId).length
        return known === lock?.memory.length
          ? []
          : [`door ${doorId} knows ${known} of its lock's codes as ours`]
      }),
    )
    await close()
    return found
  } finally {
    await world.remove()
  }
}

async function startOn(world: World): Promise<string[]> {
  const opened = world.open()
  try {
    const { parts, store, notices } = opened
    if (!notices.some(({ kind }) => kind === 'older_than_last_mark')) return ['nobody is told']
    world.simulator.control.clearJournal()
    // As the program begins its works on what it was told.
    beginObservation(store, systemClock)
    const endedEarly = endsObservation(world, opened)
    parts.engine().start()
    carryOut(parts.useCases, world.operatorId, { kind: 'give', doorIds: world.doorIds, endsAt: null })
    const found = endedEarly ? ['it could be ended before a lock was read'] : []
    found.push(...(await settleAll(parts)))
    checkDoors(parts.useCases, actorOf(world, opened), world.doorIds)
    found.push(...(await settleAll(parts)))
    const sent = world.simulator.control.journal().filter(({ path }) => WRITES.test(path))
    found.push(...sent.map(({ path, lockId }) => `${path} was sent to lock ${lockId} while it observed`))
    if (!endsObservation(world, opened)) found.push('it could not be ended after each lock was read')
    found.push(...(await settleAll(parts)), ...parts.faults.map((fault) => `fault: ${String(fault)}`))
    const writes = world.simulator.control.journal().filter(({ path }) => WRITES.test(path))
    if (writes.length === 0) found.push('nothing was sent after its end')
    return found
  } finally {
    await opened.close()
  }
}

function actorOf(world: World, { parts }: OpenedWorld) {
  return { operatorId: world.operatorId, correlationId: parts.useCases.random.correlationId() }
}

function endsObservation(world: World, opened: OpenedWorld): boolean {
  try {
    endObservation(opened.parts.useCases, actorOf(world, opened))
    return true
  } catch (error) {
    if (error instanceof RequestError) return false
    throw error
  }
}
