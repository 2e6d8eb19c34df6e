import { afterEach, beforeEach, describe, it, vi } from 'vitest'
import type { JobId } from '../../../src-main/domain/ids.ts'
import type { JobStatus } from '../../../src-main/domain/job/job.ts'
import type { Simulator } from '../../../src-main/simulator/simulator.ts'
import { type AppScene, openAppScene } from '../../support/appScene.ts'
import { createFakeKeyring } from '../../support/fakeKeyring.ts'
import { simulatedLogin, startTestSimulator } from '../../support/simulator.ts'

/** Less than the shortest pause after which waiting work looks again by itself. */
const AT_ONCE_MS = 2_000

describe('system.networkIsBack', () => {
  let scene: AppScene
  let simulator: Simulator

  beforeEach(async () => {
    simulator = await startTestSimulator()
    scene = await openAppScene(createFakeKeyring(true))
    await scene.get('session.begin', { name: 'Maria', passcode: 'harbour-lights', choice: 'connect' })
  })
  afterEach(async () => {
    await scene.close()
    await simulator.close()
  })

  const jobs = () => scene.session.runtime.store.jobs
  const becomes = (jobId: number, statuses: readonly JobStatus[], timeout: number) =>
    vi.waitUntil(() => statuses.some((status) => jobs().get(jobId as JobId)?.status === status), {
      timeout,
      interval: 10,
    })

  it('told by a page, also while nobody is signed in, has waiting jobs tried at once', async () => {
    const account = { region: 'custom', baseUrl: simulator.url, ...simulatedLogin } as const
    const { id } = await scene.get('accounts.connect', account)
    await vi.waitUntil(() => jobs().counts().done > 0, { timeout: 20_000 })
    await simulator.control.setService({ up: false })
    const { jobId } = await scene.get('accounts.sync', { accountId: id })
    await becomes(jobId, ['waiting_offline'], 20_000)
    await scene.get('session.signOut', {})
    await simulator.control.setService({ up: true })
    await scene.get('system.networkIsBack', {})
    await becomes(jobId, ['running', 'done'], AT_ONCE_MS)
    // How long a sync takes is a matter of the account's rate.
    await becomes(jobId, ['done'], 20_000)
  })
})
