import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRehearsalSandbox } from '../../../src-main/app/rehearsalSandbox.ts'
import { rehearseStored } from '../../../src-main/useCases/rehearseTrace.ts'
import type { RehearsalView } from '../../../src-preload/contract/views/traces.ts'
import { type AppScene, openAppScene } from '../../support/appScene.ts'
import { buildEnginePlant } from '../../support/enginePlant.ts'
import { createFakeKeyring } from '../../support/fakeKeyring.ts'
import { SEED_LOCK_ID, seedSite } from '../../support/seedSite.ts'
import { startTestSimulator } from '../../support/simulator.ts'

const OLDER_EXPORT = fileURLToPath(new URL('../../fixtures/door-provision-trace.json', import.meta.url))
const readInSandbox = createRehearsalSandbox((site) => startTestSimulator({ site }))

describe('a trace of this database', () => {
  it('of a door with codes to add, to keep and to delete is decided the same by the planner that made it', async () => {
    const plant = await buildEnginePlant({ site: seedSite(64) })
    try {
      const office = await plant.provisioned(SEED_LOCK_ID - 1)
      const kept = plant.give([office], { endsAt: '2099-06-01T10:00:00Z' })
      await plant.engine().idle()
      const before = plant.simulator.control.journal().length
      const added = plant.give([office])
      await plant.engine().idle()
      const calls = plant.simulator.control.journal().length
      const rehearsal = await rehearseStored(readInSandbox, plant.store, added.correlationId)
      expect(rehearsal.verdict).toBe('same')
      const [door] = rehearsal.doors
      expect(door?.codes).toEqual([
        expect.objectContaining({ code: expect.stringContaining(`C${added.credentialId}`), isSame: true }),
      ])
      expect(kept.credentialId).not.toBe(added.credentialId)
      // Not one call reached the provider of the profile.
      expect(calls).toBeGreaterThan(before)
      expect(plant.simulator.control.journal()).toHaveLength(calls)
    } finally {
      await plant.close()
    }
  })
})

describe("the older system's export", () => {
  let scene: AppScene
  let folder: string
  beforeAll(async () => {
    scene = await openAppScene(createFakeKeyring(true))
    folder = await mkdtemp(join(tmpdir(), 'lockstep-rehearsal-'))
    await scene.get('session.begin', { name: 'Maria Santos', passcode: 'harbour-lights', choice: 'connect' })
  })
  afterAll(async () => {
    await scene.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function rehearse(
    edit: (plan: { doors: { deletes: unknown[]; blocked_by_grace: unknown[] }[] }) => void,
  ): Promise<RehearsalView> {
    const trace = JSON.parse(await readFile(OLDER_EXPORT, 'utf8'))
    for (const log of trace.integration_logs)
      if (log.response_json?.enforce_plan) edit(log.response_json.enforce_plan)
    const file = join(folder, 'trace.json')
    await writeFile(file, JSON.stringify(trace))
    scene.chooseFile(file)
    const reply = await scene.get('traces.import', { taskId: randomUUID() })
    if (reply.kind !== 'opened') throw new Error('nothing was opened')
    return scene.get('traces.rehearse', { trace: { kind: 'imported', importId: reply.importId } })
  }

  it('is decided the same today, and says which facts were taken as usual', async () => {
    const { verdict, doors } = await rehearse(() => undefined)
    expect(verdict).toBe('same')
    expect(doors[0]).toMatchObject({
      lock_key: 'TTLOCK:28991110',
      codes: [{ code: 'AB U9 C6', recorded: { kind: 'delete' }, today: { kind: 'delete' }, isSame: true }],
      assumed: ['digits', 'lock_abilities', 'windows'],
      missing: [],
    })
  })

  it('with a decision that today would be another shows the first difference', async () => {
    const { verdict, doors } = await rehearse(({ doors: [door] }) => {
      if (door) [door.deletes, door.blocked_by_grace] = [[], door.deletes]
    })
    expect(verdict).toBe('different')
    expect(doors[0]).toMatchObject({
      firstDifference: 0,
      codes: [{ recorded: { kind: 'blocked_by_grace' }, today: { kind: 'delete' } }],
    })
  })

  it('whose plan has another shape is said not to be understood', async () => {
    const { verdict } = await rehearse(
      (plan) => (plan.doors = [{ deletes: [{ vendor_pin_id: 5 }], blocked_by_grace: [] }]),
    )
    expect(verdict).toBe('plan_not_understood')
  })
})
