import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { CredentialId } from '../../src-main/domain/ids.ts'
import { toIso } from '../../src-main/domain/instant.ts'
import { systemClock } from '../../src-main/platform/systemClock.ts'
import type { Fault } from '../../src-main/simulator/faults.ts'
import type { Site } from '../../src-main/simulator/site.ts'
import { extendCode, revokeCode } from '../../src-main/useCases/changeCodes.ts'
import { setOpenSchedule } from '../../src-main/useCases/openSchedule.ts'
import { applyPlan, approvePlan } from '../../src-main/useCases/plans.ts'
import { updateEnforcement } from '../../src-main/useCases/sites.ts'
import { engineSite, lockIdAt } from '../support/engineSite.ts'
import { carryOut } from './commands.ts'
import { SET_SCHEDULE, violationsAfterCrash, violationsWhenSettled } from './invariants.ts'
import { settleAll } from './settle.ts'
import { type EngineProcess, startEngineProcess } from './startEngineProcess.ts'
import { createWorld, type OpenedWorld, UNATTENDED, type World } from './world.ts'

const LOCK = lockIdAt(0)
/** A busy machine answers late, and a late answer is a lost one. */
const COMMAND_DEADLINE_MS = 1_000
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const HANGS_WITHIN_MS = 60_000

/** What lies before the engine: a job that adds, changes and deletes, an approved replace (delete, then add), a schedule. */
export type StepWork = 'unattended' | 'approved replace' | 'open schedule'

export const COMMANDS_OF = {
  unattended: ['add', 'change', 'delete'],
  'approved replace': ['add', 'delete'],
  'open schedule': ['schedule'],
} as const satisfies Record<StepWork, readonly string[]>

type CommandKind = (typeof COMMANDS_OF)[StepWork][number]

const OFFICE_HOURS = [{ weekDays: [1, 2, 3, 4, 5], startMinute: 480, endMinute: 1_080 }]

export interface Killed {
  /** The step it died in; null when all was done before. */
  readonly step: string | null
  /** Operations that the next start found without an end. */
  readonly open: readonly string[]
  readonly violations: readonly string[]
}

/** One piece of work from the same beginning again and again, cut off at another place each time. */
export interface StepScene {
  /** Kills the engine in its n-th step, counted from 1, starts it again and looks at what became of the work. */
  killInStep(n: number): Promise<Killed>
  /** Kills it while the request hangs at the provider, who has done what was asked, or has not. */
  killInRequest(kind: CommandKind, effect: 'none' | 'applied'): Promise<Killed>
  remove(): Promise<void>
}

/** Where everything stands just before the engine begins its work: the database in a folder, the lock in a seed. */
interface Prepared {
  readonly dir: string
  readonly site: Site
  /** Everything done by then was done before. */
  readonly readyIso: string
}

export async function createStepScene(work: StepWork): Promise<StepScene> {
  const world = await createWorld({ doors: 1, commandDeadlineMs: COMMAND_DEADLINE_MS })
  const prepared = await prepare(world, work)

  async function start(dieAtStep: number | null, fault?: Fault) {
    const dir = mkdtempSync(join(tmpdir(), 'lockstep-crash-'))
    cpSync(prepared.dir, dir, { recursive: true })
    const { control } = world.simulator
    control.replaceSite(prepared.site)
    control.clearJournal()
    control.clearFaults()
    if (fault) control.addFault(fault)
    const child = await startEngineProcess({
      ...{ dir, dieAtStep, commands: [], operatorId: world.operatorId },
      commandDeadlineMs: COMMAND_DEADLINE_MS,
    })
    return { dir, child }
  }

  async function recover(dir: string, child: EngineProcess): Promise<Killed> {
    const gone = await child.gone
    const opened = world.open(dir)
    try {
      const found = violationsAfterCrash(dir, opened.store, [])
      const open = opened.store.operations.unsettled().map(({ kind, state }) => `${kind} ${state}`)
      opened.parts.engine().start()
      found.push(...(await settleAll(opened.parts)))
      const stretch = { sinceIso: prepared.readyIso, nowMs: systemClock.nowMs() }
      found.push(
        ...violationsWhenSettled(opened.store, world.simulator, stretch),
        ...opened.store.plans
          .list(50)
          .filter(({ status }) => status === 'applying')
          .map(({ id }) => `plan ${id} is still being applied`),
        ...opened.parts.faults.map((fault) => `fault: ${String(fault)}`),
      )
      return { step: gone === 'killed' ? (child.diedIn ?? 'a request') : null, open, violations: found }
    } finally {
      await opened.close()
      rmSync(dir, { recursive: true, force: true })
    }
  }

  return {
    async killInStep(n) {
      const { dir, child } = await start(n)
      return recover(dir, child)
    },
    async killInRequest(kind, effect) {
      const path = kind === 'schedule' ? SET_SCHEDULE : `/v3/keyboardPwd/${kind}`
      const { dir, child } = await start(null, { kind: 'hang', effect, path })
      try {
        await untilItHangs(world, path, effect)
      } finally {
        child.kill()
      }
      await child.gone
      world.simulator.control.clearFaults()
      return recover(dir, child)
    },
    remove: () => world.remove(),
  }
}

async function untilItHangs(world: World, path: string, effect: 'none' | 'applied'): Promise<void> {
  const endsMs = systemClock.monotonicMs() + HANGS_WITHIN_MS
  for (;;) {
    const [entry] = world.simulator.control.journal({ path })
    if (entry?.fault === 'hang' && entry.effect === effect) return
    if (systemClock.monotonicMs() > endsMs) throw new Error(`${path} was not sent in time`)
    await delay(5)
  }
}

async function prepare(world: World, work: StepWork): Promise<Prepared> {
  const opened = world.open()
  opened.parts.engine().start()
  const [kept, gone] = [await give(world, opened, inDays(1)), await give(world, opened, null)]
  await opened.close()
  const [lock] = world.simulator.control.state({ lockId: LOCK }).locks
  const codes = (lock?.cloud ?? []).map(({ nickName: _nickName, ...code }) => code)
  const prepared = { dir: world.dir, site: engineSite([{ codes }]), readyIso: toIso(systemClock.nowMs()) }
  await leaveJob(world, work, { kept, gone })
  return prepared
}

async function give(world: World, opened: OpenedWorld, endsAt: string | null): Promise<CredentialId> {
  const { doorIds, operatorId } = world
  const given = carryOut(opened.parts.useCases, operatorId, { kind: 'give', doorIds, endsAt })
  await opened.parts.engine().idle()
  if (given.kind !== 'given') throw new Error('no code was given')
  return given.credentialId as CredentialId
}

/** Leaves a job in the queue that has this to do, and nobody that does it. */
async function leaveJob(
  world: World,
  work: StepWork,
  { kept, gone }: { readonly kept: CredentialId; readonly gone: CredentialId },
): Promise<void> {
  const opened = world.open()
  const { useCases } = opened.parts
  const actor = () => ({ operatorId: world.operatorId, correlationId: useCases.random.correlationId() })
  if (work === 'open schedule') {
    for (const doorId of world.doorIds) setOpenSchedule(useCases, actor(), { doorId, schedule: OFFICE_HOURS })
  } else if (work === 'unattended') {
    extendCode(useCases, actor(), { credentialId: kept, endsAt: inDays(3) })
    revokeCode(useCases, actor(), gone)
    carryOut(useCases, world.operatorId, { kind: 'give', doorIds: world.doorIds, endsAt: null })
  } else {
    const [doorId] = world.doorIds
    if (doorId === undefined) throw new Error('no door')
    updateEnforcement(useCases, actor(), { siteId: world.siteId, ...UNATTENDED, policy: 'approve' })
    opened.parts.engine().start()
    await opened.parts.engine().idle()
    extendCode(useCases, actor(), { credentialId: gone, endsAt: inDays(3) })
    await opened.parts.engine().idle()
    await opened.parts.engine().stop()
    const plan = opened.store.plans.openPlanOfDoor(doorId)
    approvePlan(useCases, actor(), {
      planId: plan?.id as never,
      digest: plan?.digest ?? '',
      leftOut: [],
      reason: 'as agreed',
      typedDeletes: null,
    })
    applyPlan(useCases, actor(), plan?.id as never)
  }
  await opened.close()
}

function inDays(days: number): string {
  return new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS + days * DAY_MS).toISOString()
}
