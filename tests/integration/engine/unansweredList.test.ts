import { afterEach, describe, expect, it } from 'vitest'
import type { DoorId, JobId } from '../../../src-main/domain/ids.ts'
import { previewPlan } from '../../../src-main/useCases/plans.ts'
import { buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'

const MINUTE_MS = 60_000

describe('the list', () => {
  let plant: EnginePlant

  afterEach(async () => {
    await plant.close()
  })

  it.each(['drop', 'html'] as const)(
    'of one lock alone that is answered by a %s, is waited for at that lock and nothing is said of TTLock',
    async (kind) => {
      plant = await buildEnginePlant({ site: engineSite([{}, {}]) })
      const doors = [await plant.provisioned(lockIdAt(0)), await plant.provisioned(lockIdAt(1))]
      const listPath = '/v3/lock/listKeyboardPwd'
      plant.simulator.control.addFault({ kind, count: 10_000, path: listPath, lockId: lockIdAt(0) })
      const { jobIds } = plant.give(doors, { pin: '482915' })
      await plant.job(jobIds[1] as JobId, 'done')
      plant.advance(MINUTE_MS)
      await plant.engine().idle()
      const reasons = () => plant.store.jobs.waitingByReason().map(({ reason, jobs }) => [reason, jobs])
      expect(reasons()).toEqual([['lock_unreachable', 1]])
      const asked = plant.requests(lockIdAt(0)).length
      for (let step = 0; step < 5; step += 1) {
        plant.give([doors[1] as DoorId], { pin: `48291${step}` })
        plant.advance(10_000)
        await plant.engine().idle()
      }
      expect(plant.requests(lockIdAt(0)).length - asked).toBeLessThanOrEqual(2)
      // Later, with nothing else to ask TTLock, it is still that lock.
      plant.advance(20 * MINUTE_MS)
      await plant.engine().idle()
      expect(reasons()).toEqual([['lock_unreachable', 1]])

      plant.simulator.control.clearFaults()
      plant.advance(10 * MINUTE_MS)
      await plant.job(jobIds[0] as JobId, 'done')
    },
  )

  it('of one lock alone without an answer, does not keep a preview of all doors', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}, {}]) })
    const doors = [await plant.provisioned(lockIdAt(0)), await plant.provisioned(lockIdAt(1))]
    const listPath = '/v3/lock/listKeyboardPwd'
    plant.simulator.control.addFault({ kind: 'html', count: 10_000, path: listPath, lockId: lockIdAt(0) })
    const preview = previewPlan(plant.useCases, plant.actor(), {
      ...{ scope: { kind: 'all' }, title: 'All doors', mode: 'ultra_strict', graceWindowSeconds: 3_600 },
    })
    await plant.job(preview.jobId, 'done')
    expect(plant.store.plans.doorHeads(preview.planId)).toMatchObject([
      { doorId: doors[0], state: 'unreadable' },
      { doorId: doors[1], head: { unreadableBecause: null } },
    ])
  })
})
