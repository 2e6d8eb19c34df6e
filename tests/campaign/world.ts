import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DoorId, OperatorId, SiteId } from '../../src-main/domain/ids.ts'
import { USUAL_SITE_RULES } from '../../src-main/domain/plan/siteRules.ts'
import { systemClock } from '../../src-main/platform/systemClock.ts'
import type { Store } from '../../src-main/ports/store.ts'
import type { SiteEnforcement } from '../../src-main/ports/stores/siteStore.ts'
import type { LatencyOption } from '../../src-main/simulator/latency.ts'
import type { Simulator } from '../../src-main/simulator/simulator.ts'
import { addAccount } from '../../src-main/useCases/accounts.ts'
import { provisionDoor } from '../../src-main/useCases/provisionDoor.ts'
import { createSite, updateEnforcement } from '../../src-main/useCases/sites.ts'
import { assembleEngine, type EngineParts } from '../support/engineParts.ts'
import { engineSite, lockIdAt } from '../support/engineSite.ts'
import { simulatedLogin, startTestSimulator } from '../support/simulator.ts'
import { type OpenedProfile, openProfile } from './openProfile.ts'

export interface OpenedWorld {
  readonly store: Store
  readonly parts: EngineParts
  readonly notices: OpenedProfile['notices']
  /** Ends the engine and closes the database, so that another process can have it. */
  close(): Promise<void>
}

/** A site whose every door is in step, in a profile that no process has open; and the provider beside it. */
export interface World {
  readonly simulator: Simulator
  readonly dir: string
  readonly siteId: SiteId
  readonly operatorId: OperatorId
  readonly doorIds: readonly DoorId[]
  /** Opens the profile in this process; the engine is not started. */
  open(dir?: string): OpenedWorld
  remove(): Promise<void>
}

/** Everything is done without asking. */
export const UNATTENDED: SiteEnforcement = {
  mode: 'ultra_strict',
  policy: 'auto',
  graceWindowSeconds: 3_600,
  leadTimeSeconds: 86_400,
  allowFirstRunUnattended: true,
  allowEmptyExpectedUnattended: true,
  ...USUAL_SITE_RULES,
}

export async function createWorld(options: {
  readonly doors: number
  readonly latency?: LatencyOption
  readonly commandDeadlineMs: number
}): Promise<World> {
  const simulator = await startTestSimulator({
    site: engineSite(Array.from({ length: options.doors }, () => ({}))),
    latency: options.latency ?? 0,
  })
  const dir = mkdtempSync(join(tmpdir(), 'lockstep-campaign-'))

  function open(at = dir): OpenedWorld {
    const { store, vault, backups, notices } = openProfile(at, systemClock)
    const settings = { commandDeadlineMs: options.commandDeadlineMs }
    const parts = assembleEngine({ store, vault, backups, clock: systemClock }, { settings })
    return {
      ...{ store, parts, notices },
      async close() {
        await parts.engine().stop()
        await parts.clients.closeAll()
        store.close()
      },
    }
  }

  const world = open()
  const { useCases } = world.parts
  const operatorId = world.store.operators.insert({ name: 'Maria', role: 'manager', passcodeHash: 'unused' })
  const actor = () => ({ operatorId, correlationId: useCases.random.correlationId() })
  world.parts.engine().start()
  addAccount(useCases, actor(), {
    region: 'custom',
    baseUrl: simulator.url,
    secrets: {
      clientId: simulatedLogin.clientId,
      clientSecret: simulatedLogin.clientSecret,
      username: simulatedLogin.username,
      passwordMd5: createHash('md5').update(simulatedLogin.password).digest('hex'),
    },
  })
  await world.parts.engine().idle()
  const siteId = createSite(useCases, actor(), { name: 'Hotel', timezone: 'Europe/Lisbon' })
  updateEnforcement(useCases, actor(), { siteId, ...UNATTENDED })
  const doorIds: DoorId[] = []
  for (let index = 0; index < options.doors; index++) {
    const device = world.store.accounts.findDevice(String(lockIdAt(index)))
    const made = provisionDoor(useCases, actor(), {
      name: `Door ${index + 1}`,
      siteId,
      deviceId: device?.id ?? null,
      lockId: null,
      description: null,
      location: null,
      doorGroupId: null,
    })
    doorIds.push(made.doorId)
  }
  await world.parts.engine().idle()
  await world.close()

  return {
    ...{ simulator, dir, siteId, operatorId, doorIds, open },
    async remove() {
      await simulator.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
