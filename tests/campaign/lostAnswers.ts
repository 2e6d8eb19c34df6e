import { toIso } from '../../src-main/domain/instant.ts'
import type { Store } from '../../src-main/ports/store.ts'
import type { JournalEntry } from '../../src-main/simulator/journal.ts'
import { createRandom, type Random } from '../../src-main/simulator/random.ts'
import { buildEnginePlant, type EnginePlant } from '../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../support/engineSite.ts'
import { carryOut } from './commands.ts'
import { violationsWhenSettled } from './invariants.ts'
import { planRound } from './plan.ts'
import { dueAtMs, openJobs } from './settle.ts'
import { UNATTENDED } from './world.ts'

/** Of one gateway each. */
const DOORS = 20
const WRITES = ['/v3/keyboardPwd/add', '/v3/keyboardPwd/change', '/v3/keyboardPwd/delete']
/**
 * How an answer is lost after the gateway did what it was asked: the line breaks before or in the midst of it, a web page
 * comes, TTLock says that it failed, or nothing comes until the time is up. The last costs real time: it is the rarest.
 */
const LOSSES = [
  { kind: 'drop', part: 0.25 },
  { kind: 'cut off', part: 0.25 },
  { kind: 'html', httpStatus: 504, part: 0.25 },
  { kind: 'errcode', errcode: 1, part: 0.24 },
  { kind: 'hang', part: 0.01 },
] as const
/** So many are decided before the engine is left to it. */
const ROUNDS_AT_ONCE = 16
/** Real time: longer than a command takes on a busy machine, which would take effect after it was given up. */
const TIMEOUT_MS = 2_000
/** Simulated time, which costs nothing: as in the product longer than the time-out. */
const COMMAND_DEADLINE_MS = 75_000
const MOST_TURNS = 500
const MOST_OPERATIONS = 100_000

export interface LostAnswersOptions {
  readonly seed: string
  readonly operations: number
  /** Of the commands that the gateway carries out, this share is never heard of again. */
  readonly lostShare: number
}

export interface LostAnswersReport {
  /** Commands that took effect. */
  readonly applied: number
  /** Of these, those without an answer. */
  readonly lost: number
  readonly calls: number
  readonly violations: readonly string[]
}

/**
 * Adds, changes and deletes over some doors whose answers are lost after the effect, until so many took effect. Whenever
 * nothing is left to do, the locks are held against what was decided and each command against its operation.
 */
export async function loseAnswers(options: LostAnswersOptions): Promise<LostAnswersReport> {
  const { seed, operations } = options
  const random = createRandom(`lost ${seed}`)
  const plant = await buildEnginePlant({
    ...{ seed, site: engineSite(Array.from({ length: DOORS }, () => ({}))), enforcement: UNATTENDED },
    settings: { commandDeadlineMs: COMMAND_DEADLINE_MS },
    client: { timeouts: { cloudMs: 10_000, gatewayMs: TIMEOUT_MS, connectMs: 2_000 } },
  })
  const report = { applied: 0, lost: 0, calls: 0 }
  const violations: string[] = []
  try {
    for (let index = 0; index < DOORS; index++) plant.provision(lockIdAt(index))
    violations.push(...(await comeToRest(plant)))
    loseShare(plant, options.lostShare)
    while (report.applied < operations && violations.length === 0) {
      const sinceIso = toIso(plant.clock.nowMs())
      plant.simulator.control.clearJournal()
      decide(plant, random)
      violations.push(...(await comeToRest(plant)))
      violations.push(
        ...violationsWhenSettled(plant.store, plant.simulator, { sinceIso, nowMs: plant.clock.nowMs() }),
      )
      const entries = plant.simulator.control.journal()
      const applied = entries.filter(isApplied)
      report.calls += entries.length
      report.applied += applied.length
      report.lost += applied.filter(({ fault }) => fault !== null).length
    }
    violations.push(...withoutId(plant.store), ...plant.faults.map((fault) => `fault: ${String(fault)}`))
  } finally {
    await plant.close()
  }
  return { ...report, violations }
}

function isApplied({ path, effect }: JournalEntry): boolean {
  return WRITES.includes(path) && effect === 'applied'
}

/** A request is asked about one fault after the other: a later one has what the earlier ones left. */
function loseShare({ simulator }: EnginePlant, share: number): void {
  for (const path of WRITES) {
    let left = 1
    for (const { part, ...loss } of LOSSES) {
      const probability = (share * part) / left
      left -= share * part
      const count = Number.MAX_SAFE_INTEGER
      simulator.control.addFault({ ...loss, path, probability, count, effect: 'applied' })
    }
  }
}

function decide({ store, useCases, clock, actor }: EnginePlant, random: Random): void {
  const { operatorId } = actor()
  const doorIds = store.doors.allIds()
  const liveCredentialIds = store.people
    .list()
    .flatMap(({ person }) => store.people.credentials(person.id))
    .filter(({ revokedAt }) => revokedAt === null)
    .map(({ id }) => id)
  for (let round = 0; round < ROUNDS_AT_ONCE; round++) {
    const { commands } = planRound(random, { doorIds, liveCredentialIds, nowMs: clock.nowMs() })
    for (const command of commands) carryOut(useCases, operatorId, command)
  }
}

/** Time passes until nothing is left but checks scheduled for later. Gives what does not come to rest. */
async function comeToRest(plant: EnginePlant): Promise<readonly string[]> {
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    await plant.engine().idle()
    const [next] = openJobs(plant)
      .map(dueAtMs)
      .sort((a, b) => a - b)
    if (next === undefined) return []
    plant.advance(Math.max(1, next - plant.clock.nowMs() + 1))
  }
  return openJobs(plant).map((job) => `job ${job.id} does not come to rest: ${job.status}, ${job.lastError}`)
}

/** An add that counts as done and does not say as which code could never be changed or removed. */
function withoutId(store: Store): readonly string[] {
  return store.doors
    .allIds()
    .flatMap((doorId) => store.operations.ofDoor(doorId, MOST_OPERATIONS))
    .filter(({ kind, state, vendorPinId }) => kind === 'add' && state === 'confirmed' && vendorPinId === null)
    .map(
      ({ id, doorId }) => `operation ${id} on door ${doorId} is said to be done, without the code's number`,
    )
}
