import { setTimeout as delay } from 'node:timers/promises'
import { toIso } from '../../src-main/domain/instant.ts'
import { systemClock } from '../../src-main/platform/systemClock.ts'
import type { Store } from '../../src-main/ports/store.ts'
import { createRandom } from '../../src-main/simulator/random.ts'
import type { Acknowledged } from './commands.ts'
import { violationsAfterCrash, violationsWhenSettled } from './invariants.ts'
import { planRound, type Round } from './plan.ts'
import { settleAll } from './settle.ts'
import { type EngineProcess, startEngineProcess } from './startEngineProcess.ts'
import type { Tally } from './tally.ts'
import { createWorld, type World } from './world.ts'

export interface CampaignOptions {
  readonly rounds: number
  readonly doors: number
  readonly seed: string
  /** Is told what was tried. */
  readonly tally: Tally
  /** Hears of each round as it ends. */
  readonly onRound?: (round: number, violations: readonly string[]) => void
}

/** A gateway that answers in some milliseconds, so that a kill can fall between a command and its effect. */
const LATENCY = { commandMs: [1, 12], cloudMs: [0, 2], giveUpMs: 30 } as const
const COMMAND_DEADLINE_MS = 250

/**
 * Rounds of work over many doors, each cut off by SIGKILL at a moment the seed chose, then recovered from and compared
 * with the locks' own memory, the provider's journal and the database. Gives the violations, each with its round.
 */
export async function runCampaign({ tally, ...options }: CampaignOptions): Promise<readonly string[]> {
  const random = createRandom(options.seed)
  const violations: string[] = []
  const world = await createWorld({
    doors: options.doors,
    latency: LATENCY,
    commandDeadlineMs: COMMAND_DEADLINE_MS,
  })
  try {
    let live = liveCredentials(world)
    let sinceIso = toIso(systemClock.nowMs())
    for (let number = 1; number <= options.rounds; number++) {
      const round = planRound(random, {
        doorIds: world.doorIds,
        liveCredentialIds: live,
        nowMs: systemClock.nowMs(),
      })
      world.simulator.control.clearJournal()
      const acknowledged = await cutOff(world, round, tally)
      const found = await recover(world, { acknowledged, sinceIso, tally })
      violations.push(...found.map((violation) => `round ${number}: ${violation}`))
      options.onRound?.(number, found)
      live = liveCredentials(world)
      sinceIso = toIso(systemClock.nowMs())
    }
  } finally {
    await world.remove()
  }
  return violations
}

/** Runs the round's work in a process of its own and ends it. Gives what it had acknowledged. */
async function cutOff(world: World, round: Round, tally: Tally): Promise<readonly Acknowledged[]> {
  const { control } = world.simulator
  for (const fault of round.faults) control.addFault(fault)
  for (const command of round.commands) tally.count('command', command.kind)
  const { ending } = round
  const first = await startEngineProcess({
    dir: world.dir,
    operatorId: world.operatorId,
    commands: round.commands,
    dieAtStep: ending.kind === 'step' ? ending.step : null,
    commandDeadlineMs: COMMAND_DEADLINE_MS,
  })
  if (ending.kind !== 'step') {
    if (ending.kind === 'time') await first.started
    await Promise.race([delay(ending.afterMs), first.gone])
    first.kill()
  }
  tally.count('end of a process', await endOf(first, ending.kind))
  if (round.secondStep !== null) {
    const second = await startEngineProcess({
      dir: world.dir,
      operatorId: world.operatorId,
      commands: [],
      dieAtStep: round.secondStep,
      commandDeadlineMs: COMMAND_DEADLINE_MS,
    })
    tally.count('end of a process', `again, ${await endOf(second, 'step')}`)
  }
  for (const fault of round.faults) tally.count('fault', faultName(fault))
  control.clearFaults()
  return first.acknowledged
}

async function endOf(engine: EngineProcess, kind: Round['ending']['kind']): Promise<string> {
  const gone = await engine.gone
  if (gone === 'ended') return 'ended before it was killed'
  if (kind === 'step') return `killed in ${engine.diedIn ?? 'an unknown step'}`
  return kind === 'boot' ? 'killed while starting' : 'killed at a random moment'
}

function faultName({ kind, effect, errcode }: Round['faults'][number]): string {
  return [kind, errcode, effect === 'applied' ? 'after the effect' : null].filter(Boolean).join(' ')
}

async function recover(
  world: World,
  round: { acknowledged: readonly Acknowledged[]; sinceIso: string; tally: Tally },
): Promise<readonly string[]> {
  const opened = world.open()
  try {
    const found = violationsAfterCrash(world.dir, opened.store, round.acknowledged)
    const unsettled = opened.store.operations.unsettled()
    for (const { kind, state } of unsettled) round.tally.count('operation found open', `${kind} ${state}`)
    opened.parts.engine().start()
    found.push(
      ...(await settleAll(opened.parts)),
      ...violationsWhenSettled(opened.store, world.simulator, {
        sinceIso: round.sinceIso,
        nowMs: systemClock.nowMs(),
      }),
      ...opened.parts.faults.map((fault) => `fault: ${String(fault)}`),
    )
    tallyOperations(opened.store, world, round)
    return found
  } finally {
    await opened.close()
  }
}

function tallyOperations(
  store: Store,
  world: World,
  { sinceIso, tally }: { readonly sinceIso: string; readonly tally: Tally },
): void {
  for (const doorId of world.doorIds) {
    for (const operation of store.operations.ofDoor(doorId, 200)) {
      if (operation.intentAt >= sinceIso) tally.count('operation', `${operation.kind} ${operation.state}`)
    }
  }
}

function liveCredentials(world: World): readonly number[] {
  const opened = world.open()
  try {
    return opened.store.people
      .list()
      .flatMap(({ person }) => opened.store.people.credentials(person.id))
      .filter((credential) => credential.revokedAt === null)
      .map((credential) => credential.id)
  } finally {
    opened.store.close()
  }
}
