import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { CredentialId } from '../../../src-main/domain/ids.ts'
import { toIso } from '../../../src-main/domain/instant.ts'
import { systemClock } from '../../../src-main/platform/systemClock.ts'
import type { Fault } from '../../../src-main/simulator/faults.ts'
import type { Site } from '../../../src-main/simulator/site.ts'
import { extendCode, revokeCode } from '../../../src-main/useCases/changeCodes.ts'
import { applyPlan, approvePlan } from '../../../src-main/useCases/plans.ts'
import { updateEnforcement } from '../../../src-main/useCases/sites.ts'
import { type Acknowledged, carryOut } from '../../campaign/commands.ts'
import { violationsAfterCrash, violationsWhenSettled } from '../../campaign/invariants.ts'
import { settleAll } from '../../campaign/settle.ts'
import { removeBundle, startEngineProcess } from '../../campaign/startEngineProcess.ts'
import { createWorld, type OpenedWorld, UNATTENDED, type World } from '../../campaign/world.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'

const LOCK = lockIdAt(0)
const COMMAND_DEADLINE_MS = 200
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

const inDays = (days: number) =>
  new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS + days * DAY_MS).toISOString()

/** Where everything stands just before the engine begins its work: the database in a folder, the lock in a seed. */
interface Prepared {
  readonly dir: string
  readonly site: Site
  /** Everything done by then was done before. */
  readonly readyIso: string
}

describe.each([
  ['a job that adds, changes and deletes', 'auto', 15],
  ['an approved replace', 'approve', 13],
] as const)('SIGKILL within %s', (_what, policy, steps) => {
  let world: World
  let prepared: Prepared

  beforeAll(async () => {
    world = await createWorld({ doors: 1, commandDeadlineMs: COMMAND_DEADLINE_MS })
    const opened = world.open()
    opened.parts.engine().start()
    const [kept, gone] = [await give(opened, inDays(1)), await give(opened, null)]
    await opened.close()
    prepared = { dir: world.dir, site: siteNow(), readyIso: toIso(systemClock.nowMs()) }
    await prepare(kept, gone)
  })
  afterAll(async () => {
    removeBundle()
    await world.remove()
  })

  async function give(opened: OpenedWorld, endsAt: string | null): Promise<CredentialId> {
    const given = carryOut(opened.parts.useCases, world.operatorId, {
      kind: 'give',
      doorIds: world.doorIds,
      endsAt,
    })
    await opened.parts.engine().idle()
    if (given.kind !== 'given') throw new Error('no code was given')
    return given.credentialId as CredentialId
  }

  /** Leaves a job in the queue that has this to do, and nobody that does it. */
  async function prepare(kept: CredentialId, gone: CredentialId): Promise<void> {
    const opened = world.open()
    const { useCases } = opened.parts
    const actor = () => ({
      operatorId: world.operatorId,
      correlationId: useCases.random.correlationId(),
    })
    if (policy === 'auto') {
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

  function siteNow(): Site {
    const [lock] = world.simulator.control.state({ lockId: LOCK }).locks
    return engineSite([{ codes: (lock?.cloud ?? []).map(({ nickName: _nickName, ...code }) => code) }])
  }

  async function runAndDie(dieAtStep: number | null, fault?: Fault) {
    const dir = mkdtempSync(join(tmpdir(), 'lockstep-crash-'))
    cpSync(prepared.dir, dir, { recursive: true })
    world.simulator.control.replaceSite(prepared.site)
    world.simulator.control.clearJournal()
    world.simulator.control.clearFaults()
    if (fault) world.simulator.control.addFault(fault)
    const child = await startEngineProcess({
      ...{ dir, dieAtStep, commands: [], operatorId: world.operatorId },
      commandDeadlineMs: COMMAND_DEADLINE_MS,
    })
    return { dir, child }
  }

  async function recover(dir: string, acknowledged: readonly Acknowledged[]) {
    const startedIso = prepared.readyIso
    const opened = world.open(dir)
    try {
      const afterCrash = violationsAfterCrash(dir, opened.store, acknowledged)
      opened.parts.engine().start()
      await settleAll(opened.parts)
      const settled = violationsWhenSettled(opened.store, world.simulator, {
        sinceIso: startedIso,
        nowMs: systemClock.nowMs(),
      })
      const plans = opened.store.plans.list(50).map((plan) => plan.status)
      return { violations: [...afterCrash, ...settled], plans, faults: opened.parts.faults }
    } finally {
      await opened.close()
      rmSync(dir, { recursive: true, force: true })
    }
  }

  it.each(Array.from({ length: steps }, (_step, index) => index + 1))(
    'in step %i leaves nothing undone, undecided or done twice',
    async (step) => {
      const { dir, child } = await runAndDie(step)
      expect(await child.gone).toBe('killed')
      const { violations, plans, faults } = await recover(dir, [])
      expect(violations).toEqual([])
      expect(plans.filter((status) => status === 'applying')).toEqual([])
      expect(faults).toEqual([])
    },
  )

  function isHanging(path: string, effect: 'none' | 'applied'): boolean {
    const [entry] = world.simulator.control.journal({ path })
    return entry?.fault === 'hang' && entry.effect === effect
  }

  const kinds = policy === 'auto' ? (['add', 'change', 'delete'] as const) : (['add', 'delete'] as const)
  it.each(kinds.flatMap((kind) => [[kind, 'none'] as const, [kind, 'applied'] as const]))(
    'during the request of a code to %s, with its effect %s, leaves nothing undone or done twice',
    async (kind, effect) => {
      const path = `/v3/keyboardPwd/${kind}`
      const { dir, child } = await runAndDie(null, { kind: 'hang', effect, path })
      try {
        await vi.waitUntil(() => isHanging(path, effect), { timeout: 20_000, interval: 5 })
      } finally {
        child.kill()
      }
      expect(await child.gone).toBe('killed')
      world.simulator.control.clearFaults()
      expect((await recover(dir, [])).violations).toEqual([])
    },
  )

  it('has been tried in every step there is', async () => {
    const { dir, child } = await runAndDie(steps + 1)
    expect(await child.gone).toBe('ended')
    expect((await recover(dir, [])).violations).toEqual([])
  })
})
