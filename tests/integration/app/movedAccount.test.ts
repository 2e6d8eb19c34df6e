import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AccountId, DoorId, JobId, OperatorId } from '../../../src-main/domain/ids.ts'
import { systemRandom } from '../../../src-main/platform/systemRandom.ts'
import type { Simulator } from '../../../src-main/simulator/simulator.ts'
import { switchRegion } from '../../../src-main/useCases/accounts.ts'
import { createPerson } from '../../../src-main/useCases/changeCodes.ts'
import { giveCode } from '../../../src-main/useCases/giveCode.ts'
import { type AppScene, openAppScene } from '../../support/appScene.ts'
import { createFakeKeyring } from '../../support/fakeKeyring.ts'
import { OFFICE_LOCK, SEED_LOCK_ID, seedSite } from '../../support/seedSite.ts'
import { simulatedLogin, startTestSimulator } from '../../support/simulator.ts'

const DELETE = '/v3/keyboardPwd/delete'
const ADD = '/v3/keyboardPwd/add'
const SLOW_MS = 1_000

describe('an account whose address changes while a command is on its way', () => {
  let scene: AppScene
  let simulator: Simulator
  let accountId: number

  beforeEach(async () => {
    simulator = await startTestSimulator({ site: seedSite(64) })
    scene = await openAppScene(createFakeKeyring(true))
    await scene.get('session.begin', { name: 'Maria', passcode: 'harbour-lights', choice: 'connect' })
    const account = { region: 'custom', baseUrl: simulator.url, ...simulatedLogin } as const
    accountId = (await scene.get('accounts.connect', account)).id
    await scene.session.runtime.works?.engine.idle()
  })
  afterEach(async () => {
    await scene.close()
    await simulator.close()
  })

  /** The same service under another name of this computer. */
  const move = () =>
    switchRegion(scene.session.useCases, actor(), {
      accountId: accountId as AccountId,
      region: 'custom',
      baseUrl: simulator.url.replace('127.0.0.1', 'localhost'),
    })
  const actor = () => ({ operatorId: 1 as OperatorId, correlationId: systemRandom.correlationId() })
  const provision = (siteId: number, name: string, lockId: number) =>
    scene.get('doors.provision', {
      ...{ deviceId: null, description: null, location: null, doorGroupId: null },
      ...{ name, siteId, lockId: String(lockId) },
    })

  /** The seed's lock holds one code that nobody knows: the first run deletes it. The office has the same gateway. */
  async function untilDeleteIsOnItsWay(): Promise<{ readonly jobId: JobId; readonly office: DoorId }> {
    const site = await scene.get('sites.create', { name: 'Hotel', timezone: 'Europe/Lisbon' })
    await scene.get('sites.updateEnforcement', {
      ...{ siteId: site.id, graceWindowSeconds: 3_600, leadTimeSeconds: 86_400 },
      ...{ limits: site.limits, hours: null, needsSecondOperator: false },
      ...{ mode: 'ultra_strict', policy: 'auto' },
      ...{ allowFirstRunUnattended: true, allowEmptyExpectedUnattended: true },
    })
    const office = await provision(site.id, 'office', OFFICE_LOCK)
    await scene.session.runtime.works?.engine.idle()
    simulator.control.setLatency({
      latency: { commandMs: [SLOW_MS, SLOW_MS], cloudMs: [0, 0], giveUpMs: SLOW_MS },
    })
    const { jobId } = await provision(site.id, 'store', SEED_LOCK_ID)
    await vi.waitUntil(() => simulator.control.journal({ path: DELETE }).length === 1, { timeout: 20_000 })
    return { jobId: jobId as JobId, office: office.doorId as DoorId }
  }

  it('gets its answer from where it was sent; the lock is then read at the new address, and nothing is sent again', async () => {
    const { jobId } = await untilDeleteIsOnItsWay()
    const { store } = scene.session.runtime
    move()
    expect(store.operations.unsettled()).toMatchObject([{ state: 'sent', answeredAt: null }])
    await vi.waitUntil(() => store.jobs.get(jobId)?.status === 'done', { timeout: 20_000 })

    expect(simulator.control.journal({ path: DELETE })).toMatchObject([{ effect: 'applied' }])
    expect(store.operations.ofJob(jobId)).toMatchObject([
      { kind: 'delete', state: 'confirmed', answeredAt: expect.any(String), error: null },
    ])
    const steps = store.traces.logsOf(store.jobs.correlationIds(jobId), 0, 100)
    expect(steps.find(({ action }) => action === 'DRIFT_ENFORCE_DELETE_PIN')).toMatchObject({
      ok: true,
      response: { result: { answer: 'ok' } },
    })
    expect(store.jobs.get(jobId)?.attemptCount).toBe(1)
  })

  it('keeps the commands of the new address from a gateway that still works on the one of the old', async () => {
    const { jobId, office } = await untilDeleteIsOnItsWay()
    const { store } = scene.session.runtime
    move()
    const personId = createPerson(scene.session.useCases, actor(), { name: 'Ada', note: null })
    const { jobIds } = giveCode(scene.session.useCases, actor(), {
      ...{ personId, pin: '482915', startsAt: null, endsAt: null },
      ...{ doorIds: [office], doorGroupIds: [] },
    })
    const ids = [jobId, ...jobIds]
    await vi.waitUntil(() => ids.every((id) => store.jobs.get(id)?.status === 'done'), { timeout: 20_000 })
    expect(simulator.control.journal({ path: ADD })).toMatchObject([{ effect: 'applied' }])
  })
})
