import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { DoorId, JobId, PlanId } from '../../src-main/domain/ids.ts'
import { DEFAULT_ENGINE_SETTINGS } from '../../src-main/engine/engineContext.ts'
import { systemClock } from '../../src-main/platform/systemClock.ts'
import type { JournalEntry } from '../../src-main/simulator/journal.ts'
import { defaultAccount, type Site } from '../../src-main/simulator/site.ts'
import { addAccount } from '../../src-main/useCases/accounts.ts'
import { createPerson } from '../../src-main/useCases/changeCodes.ts'
import { giveCode } from '../../src-main/useCases/giveCode.ts'
import { applyPlan, approvePlan, previewPlan } from '../../src-main/useCases/plans.ts'
import { provisionDoor } from '../../src-main/useCases/provisionDoor.ts'
import { createSite, updateEnforcement } from '../../src-main/useCases/sites.ts'
import type { Actor } from '../../src-main/useCases/useCaseContext.ts'
import { assembleEngine } from '../../tests/support/engineParts.ts'
import { AUTO_ULTRA_STRICT } from '../../tests/support/enginePlant.ts'
import { simulatedLogin, startSimulatorProcess } from '../../tests/support/simulator.ts'
import { createTestBackups } from '../../tests/support/testBackups.ts'
import { createTestVault } from '../../tests/support/testVault.ts'
import { openBenchStore } from './benchStore.ts'
import { gatewayAt } from './lanesRun.ts'
import { temporaryFolder } from './temporaryFolder.ts'

/** Not more: a command's share of disk and processor is as in a house, and would be the larger part of its time. */
const SPEED_UP = 10
export const SPACING_MS = 2_000 / SPEED_UP
const GATEWAYS = 40
const DOORS_OF_A_GATEWAY = 4
const DOORS = GATEWAYS * DOORS_OF_A_GATEWAY
const CODES = 4
const FIRST_LOCK = 28_991_110
const COMMAND_MS = [3_000 / SPEED_UP, 8_000 / SPEED_UP] as const
/** What the provider's cloud takes by itself. */
const CLOUD_MS = [100 / SPEED_UP, 300 / SPEED_UP] as const

export interface ApplyRun {
  /** From the click, or from the moment the jobs may begin, until the last job has ended. */
  readonly makespanMs: number
  /** The commands that were sent. */
  readonly journal: readonly JournalEntry[]
}

export interface ApplyScene {
  readonly commands: number
  /** Gives each door new codes and applies them as one approved plan. */
  byPlan(): Promise<ApplyRun>
  /** The same where nobody is asked: a job for each door. */
  byJobs(): Promise<ApplyRun>
  close(): Promise<void>
}

/**
 * The program's engine, use cases, store and client around a simulator of a house with a gateway on each of 40 floors,
 * ten times faster than real. Doors were added floor by floor, so that one gateway's doors stand together in every order.
 */
export async function openApplyScene(): Promise<ApplyScene> {
  const simulator = await startSimulatorProcess(['--doors', '1'])
  process.once('exit', () => void simulator.close())
  await simulator.control.replaceSite(makeSite())
  const folder = temporaryFolder()
  const { store } = openBenchStore('FULL', folder)
  const parts = assembleEngine(
    {
      ...{ store, vault: createTestVault(), clock: systemClock },
      backups: createTestBackups(join(folder, 'lockstep.db'), systemClock),
    },
    {
      settings: {
        readBackDelaysMs: DEFAULT_ENGINE_SETTINGS.readBackDelaysMs.map((ms) => ms / SPEED_UP),
        busyDelaysMs: DEFAULT_ENGINE_SETTINGS.busyDelaysMs.map((ms) => ms / SPEED_UP),
      },
      client: {
        spacingMs: SPACING_MS,
        rateLimit: { calls: 10 * SPEED_UP, perMs: 1_000 },
        timeouts: {},
      },
    },
  )
  const operatorId = store.operators.insert({ name: 'Bench', role: 'manager', passcodeHash: 'unused' })
  const actor = (): Actor => ({ operatorId, correlationId: parts.useCases.random.correlationId() })
  const asleep = { ...parts.useCases, wake: { wake: () => undefined, callsChanged: () => undefined } }

  parts.engine().start()
  const application = { baseUrl: simulator.url, clientId: simulatedLogin.clientId }
  addAccount(parts.useCases, actor(), {
    region: 'custom',
    baseUrl: simulator.url,
    secrets: {
      clientId: application.clientId,
      clientSecret: simulatedLogin.clientSecret,
      username: simulatedLogin.username,
      passwordMd5: createHash('md5').update(simulatedLogin.password).digest('hex'),
    },
  })
  const { id } = store.applications.find(application) ?? {}
  if (id !== undefined) store.applications.setCallsPerMonth(id, 10_000_000)
  await parts.engine().idle()
  const siteId = createSite(parts.useCases, actor(), { name: 'House', timezone: 'Europe/Lisbon' })
  updateEnforcement(parts.useCases, actor(), { siteId, ...AUTO_ULTRA_STRICT })
  const doorIds = Array.from({ length: DOORS }, (_, index): DoorId => {
    const device = store.accounts.findDevice(String(FIRST_LOCK + index))
    if (!device) throw new Error('the account does not list a lock of this scene')
    const place = { description: null, location: null, doorGroupId: null, lockId: null }
    const name = `Door ${index + 1}`
    return provisionDoor(parts.useCases, actor(), { siteId, deviceId: device.id, name, ...place }).doorId
  })
  await parts.engine().idle()
  await simulator.control.setLatency({
    latency: { commandMs: COMMAND_MS, cloudMs: CLOUD_MS, giveUpMs: 30_000 / SPEED_UP },
  })

  function giveCodes(): readonly JobId[] {
    const given = Array.from({ length: CODES }, () => {
      const personId = createPerson(asleep, actor(), { name: 'Ada', note: null })
      const open = { pin: null, startsAt: null, endsAt: null, doorGroupIds: [] }
      return giveCode(asleep, actor(), { personId, doorIds, ...open })
    })
    return given[0]?.jobIds ?? []
  }

  async function planned(): Promise<PlanId> {
    const preview = previewPlan(parts.useCases, actor(), {
      ...{ scope: { kind: 'site', id: siteId }, title: 'House' },
      ...{ mode: AUTO_ULTRA_STRICT.mode, graceWindowSeconds: AUTO_ULTRA_STRICT.graceWindowSeconds },
    })
    await parts.engine().idle()
    const digest = store.plans.get(preview.planId)?.digest ?? ''
    approvePlan(parts.useCases, actor(), {
      ...{ planId: preview.planId, digest, leftOut: [] },
      ...{ reason: 'benchmark', typedDeletes: null },
    })
    return preview.planId
  }

  async function measured(begin: () => readonly JobId[]): Promise<ApplyRun> {
    await simulator.control.clearJournal()
    const startedAt = performance.now()
    const jobIds = begin()
    await parts.engine().idle()
    const makespanMs = performance.now() - startedAt
    if (parts.faults.length > 0) throw parts.faults[0]
    const open = jobIds.find((id) => store.jobs.get(id)?.status !== 'done')
    if (open !== undefined) throw new Error(`job ${open} is ${store.jobs.get(open)?.status}`)
    return { makespanMs, journal: await simulator.control.journal({ path: '/v3/keyboardPwd/add' }) }
  }

  return {
    commands: DOORS * CODES,
    async byPlan() {
      updateEnforcement(parts.useCases, actor(), { siteId, ...AUTO_ULTRA_STRICT, policy: 'approve' })
      giveCodes()
      await parts.engine().idle()
      const planId = await planned()
      return measured(() => [applyPlan(parts.useCases, actor(), planId)])
    },
    async byJobs() {
      updateEnforcement(parts.useCases, actor(), { siteId, ...AUTO_ULTRA_STRICT })
      await parts.engine().idle()
      return measured(() => {
        const jobIds = giveCodes()
        parts.engine().wake()
        return jobIds
      })
    },
    async close() {
      await parts.engine().stop()
      await parts.clients.closeAll()
      await simulator.close()
    },
  }
}

function makeSite(): Site {
  return {
    accounts: [defaultAccount],
    gateways: Array.from({ length: GATEWAYS }, (_, index) => ({
      gatewayId: gatewayAt(index),
      gatewayName: `Floor ${index + 1}`,
    })),
    locks: Array.from({ length: DOORS }, (_, index) => ({
      lockId: FIRST_LOCK + index,
      lockAlias: `Door ${index + 1}`,
      gateways: [{ gatewayId: gatewayAt(Math.floor(index / DOORS_OF_A_GATEWAY)), rssi: -60 }],
    })),
  }
}
