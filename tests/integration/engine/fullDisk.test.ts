import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { toIso } from '../../../src-main/domain/instant.ts'
import { systemClock } from '../../../src-main/platform/systemClock.ts'
import { violationsAfterCrash, violationsWhenSettled } from '../../campaign/invariants.ts'
import { settleAll } from '../../campaign/settle.ts'
import { removeBundle, startEngineProcess } from '../../campaign/startEngineProcess.ts'
import { createWorld, type World } from '../../campaign/world.ts'
import { lockIdAt } from '../../support/engineSite.ts'

const LOCK = lockIdAt(0)
const PRLIMIT = '/usr/bin/prlimit'
const COMMAND_DEADLINE_MS = 5_000

/** As on a full disk, the system itself refuses to let a file of this process grow, or be written beyond a page. */
function limitFiles(pid: number, bytes: number | 'unlimited'): void {
  execFileSync(PRLIMIT, ['--pid', String(pid), `--fsize=${bytes}:unlimited`])
}

// Only Linux lets one process set the limits of another.
describe.skipIf(!existsSync(PRLIMIT))('a disk that takes nothing more', () => {
  let world: World

  beforeEach(async () => {
    world = await createWorld({ doors: 2, commandDeadlineMs: COMMAND_DEADLINE_MS })
    world.simulator.control.clearJournal()
  })
  afterEach(async () => {
    removeBundle()
    await world.remove()
  })

  const adds = () => world.simulator.control.journal({ path: '/v3/keyboardPwd/add' })

  async function fillUp(dieInIt: boolean) {
    const sinceIso = toIso(systemClock.nowMs())
    world.simulator.control.addFault({
      kind: 'slow',
      path: '/v3/keyboardPwd/add',
      delayMs: 600,
      lockId: LOCK,
    })
    const process = await startEngineProcess({
      dir: world.dir,
      operatorId: world.operatorId,
      commands: [
        { kind: 'give', doorIds: [world.doorIds[0] ?? 0], endsAt: null },
        { kind: 'give', doorIds: world.doorIds, endsAt: null },
      ],
      dieAtStep: null,
      commandDeadlineMs: COMMAND_DEADLINE_MS,
    })
    await vi.waitUntil(() => process.acknowledged.length === 2 && adds().length > 0, { timeout: 20_000 })
    limitFiles(process.pid, 4_096)
    await process.untilTrouble(true)
    if (dieInIt) process.kill()
    else {
      limitFiles(process.pid, 'unlimited')
      await process.untilTrouble(false)
    }
    expect(await process.gone).toBe(dieInIt ? 'killed' : 'ended')
    return { sinceIso, acknowledged: process.acknowledged }
  }

  async function violations(of: Awaited<ReturnType<typeof fillUp>>): Promise<readonly string[]> {
    const opened = world.open()
    try {
      const found = violationsAfterCrash(world.dir, opened.store, of.acknowledged)
      opened.parts.engine().start()
      found.push(...(await settleAll(opened.parts)))
      const stretch = { sinceIso: of.sinceIso, nowMs: systemClock.nowMs() }
      return [...found, ...violationsWhenSettled(opened.store, world.simulator, stretch)]
    } finally {
      await opened.close()
    }
  }

  it('in the midst of a command, stops the sending, loses nothing, and goes on by itself when there is room', async () => {
    const filled = await fillUp(false)
    expect(adds()).toHaveLength(3)
    expect(await violations(filled)).toEqual([])
  }, 60_000)

  it('and then a power cut, loses nothing either', async () => {
    const filled = await fillUp(true)
    // The other door's add may have been on its way; the last one waits for an outcome that could not be stored.
    expect(adds().length).toBeLessThan(3)
    expect(await violations(filled)).toEqual([])
    expect(adds()).toHaveLength(3)
  }, 60_000)
})
