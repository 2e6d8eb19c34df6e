import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { toIso } from '../../src-main/domain/instant.ts'
import { systemClock } from '../../src-main/platform/systemClock.ts'
import { lockIdAt } from '../support/engineSite.ts'
import { repositoryDir } from '../support/repository.ts'
import type { Acknowledged } from './commands.ts'
import { violationsAfterCrash, violationsWhenSettled } from './invariants.ts'
import { databaseFile } from './openProfile.ts'
import { settleAll } from './settle.ts'
import { type EngineProcess, startEngineProcess } from './startEngineProcess.ts'
import { createWorld, type World } from './world.ts'

const LOCK = lockIdAt(0)
const PRLIMIT = '/usr/bin/prlimit'
/** Every add ends within it, also on a busy machine. */
const COMMAND_DEADLINE_MS = 5_000
const SLOW_ADD_MS = 600
const WITHIN_MS = 20_000
const NOBODY = 65_534

/**
 * What takes the database away in the midst of a command. A file can become read-only for a program that has it open
 * only with its whole disk; so here the program is killed, and the file is read-only when it starts again.
 */
export const STORE_TROUBLES = ['disk full', 'held by another program', 'read-only file'] as const
export type StoreTroubleTried = (typeof STORE_TROUBLES)[number]

/** `ended`: there is room again, or the other program lets go. `killed`: a power cut in the midst of the trouble. */
export type TroubleEnd = 'ended' | 'killed'

/** Whether this system lets one process do that to another. */
export function canTry(trouble: StoreTroubleTried): boolean {
  if (trouble === 'disk full') return existsSync(PRLIMIT)
  return trouble === 'held by another program' || process.platform !== 'win32'
}

/** Two codes on two doors, and the store fails while the first of three adds is on its way. Gives the violations. */
export async function meetTrouble(trouble: StoreTroubleTried, end: TroubleEnd): Promise<readonly string[]> {
  const world = await createWorld({ doors: 2, commandDeadlineMs: COMMAND_DEADLINE_MS })
  try {
    const sinceIso = toIso(systemClock.nowMs())
    const engine = await startInMidst(world)
    const found = await cutOff(world, engine, { trouble, end })
    return [...found, ...(await recover(world, { sinceIso, acknowledged: engine.acknowledged }))]
  } finally {
    await world.remove()
  }
}

const addsOf = (world: World) => world.simulator.control.journal({ path: '/v3/keyboardPwd/add' }).length

async function startInMidst(world: World): Promise<EngineProcess> {
  const { control } = world.simulator
  control.clearJournal()
  control.addFault({ kind: 'slow', path: '/v3/keyboardPwd/add', delayMs: SLOW_ADD_MS, lockId: LOCK })
  const engine = await startEngineProcess({
    dir: world.dir,
    operatorId: world.operatorId,
    commands: [
      { kind: 'give', doorIds: [world.doorIds[0] ?? 0], endsAt: null },
      { kind: 'give', doorIds: world.doorIds, endsAt: null },
    ],
    dieAtStep: null,
    commandDeadlineMs: COMMAND_DEADLINE_MS,
  })
  await until('the first add', () => engine.acknowledged.length === 2 && addsOf(world) > 0)
  return engine
}

async function cutOff(
  world: World,
  engine: EngineProcess,
  { trouble, end }: { readonly trouble: StoreTroubleTried; readonly end: TroubleEnd },
): Promise<readonly string[]> {
  if (trouble === 'read-only file') {
    engine.kill()
    await engine.gone
    return startReadOnly(world)
  }
  const relieve = trouble === 'disk full' ? fillDisk(engine.pid) : await holdDatabase(world.dir)
  await engine.untilTrouble(true)
  if (end === 'killed') {
    engine.kill()
    await engine.gone
  }
  await relieve()
  if (end === 'ended') await engine.untilTrouble(false)
  const gone = await engine.gone
  return gone === end ? [] : [`the process was ${gone}, not ${end}`]
}

/** As on a full disk, the system itself refuses to let a file of this process grow, or be written beyond a page. */
function fillDisk(pid: number): () => Promise<void> {
  const limit = (bytes: number | 'unlimited') =>
    execFileSync(PRLIMIT, ['--pid', String(pid), `--fsize=${bytes}:unlimited`])
  limit(4_096)
  return async () => {
    if (existsSync(`/proc/${pid}`)) limit('unlimited')
  }
}

/** Another program's write lock, as of a backup or a database viewer. */
async function holdDatabase(dir: string): Promise<() => Promise<void>> {
  const holder = spawn(
    process.execPath,
    [join(repositoryDir, 'tests/support/holdDatabase.mjs'), databaseFile(dir)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  await once(holder.stdout, 'data')
  return async () => {
    holder.stdin.end()
    if (holder.exitCode === null) await once(holder, 'exit')
  }
}

/** Nothing may be written: the program has to say that it does not open, and to leave everything alone. */
async function startReadOnly(world: World): Promise<readonly string[]> {
  const sentBefore = addsOf(world)
  const isRoot = process.getuid?.() === 0
  const setRights = (writable: boolean) => {
    for (const name of ['', ...readdirSync(world.dir)]) {
      const path = join(world.dir, name)
      const isFolder = name === '' || name === 'backups'
      chmodSync(path, isFolder ? (writable ? 0o700 : 0o500) : writable ? 0o600 : 0o400)
      // Rights say nothing to root: another user has to start it.
      if (isRoot) chownSync(path, writable ? 0 : NOBODY, writable ? 0 : NOBODY)
    }
  }
  setRights(false)
  try {
    const engine = await startEngineProcess(
      {
        ...{ dir: world.dir, operatorId: world.operatorId, commands: [], dieAtStep: null },
        commandDeadlineMs: COMMAND_DEADLINE_MS,
      },
      isRoot ? NOBODY : null,
    )
    const ending = await engine.gone.catch((error: unknown) => String(error))
    const found = ending.includes('did not open: unreachable')
      ? []
      : [`started on a read-only file: ${ending.slice(0, 200)}`]
    if (addsOf(world) !== sentBefore) found.push('something was sent without a store')
    return found
  } finally {
    setRights(true)
  }
}

async function recover(
  world: World,
  round: { readonly sinceIso: string; readonly acknowledged: readonly Acknowledged[] },
): Promise<readonly string[]> {
  const opened = world.open()
  try {
    const found = violationsAfterCrash(world.dir, opened.store, round.acknowledged)
    opened.parts.engine().start()
    found.push(...(await settleAll(opened.parts)))
    const stretch = { sinceIso: round.sinceIso, nowMs: systemClock.nowMs() }
    found.push(...violationsWhenSettled(opened.store, world.simulator, stretch))
    if (addsOf(world) !== 3) found.push(`${addsOf(world)} adds were sent, decided were 3`)
    return found
  } finally {
    await opened.close()
  }
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  const endsMs = systemClock.monotonicMs() + WITHIN_MS
  while (!isSo()) {
    if (systemClock.monotonicMs() > endsMs) throw new Error(`${what} did not come in time`)
    await delay(5)
  }
}
