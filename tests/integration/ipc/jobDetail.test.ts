import { afterEach, describe, expect, it } from 'vitest'
import { jobDetail } from '../../../src-main/ipc/present/jobDetail.ts'
import { checkDoors } from '../../../src-main/useCases/checkDoors.ts'
import { retryJobs } from '../../../src-main/useCases/steerJobs.ts'
import { buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'

describe('jobDetail', () => {
  let plant: EnginePlant

  afterEach(async () => {
    await plant.close()
  })

  it('of a job that waited and was tried again, tells each attempt with its cause, the newest first', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    const doorId = await plant.provisioned(lockIdAt(0))
    await plant.simulator.control.setService({ up: false })
    const [jobId] = checkDoors(plant.useCases, plant.actor(), [doorId])
    if (jobId === undefined) throw new Error('no job')
    await plant.job(jobId, 'waiting_offline')
    await plant.simulator.control.setService({ up: true })
    retryJobs(plant.useCases, plant.actor(), [jobId])
    await plant.job(jobId, 'done')
    const { job, attempts, isCut } = jobDetail(plant, jobId)
    expect(job).toMatchObject({ jobId, status: 'done' })
    expect(attempts.map((attempt) => attempt.outcome)).toEqual(['done', 'wait'])
    expect(attempts[0]).toMatchObject({ causes: [] })
    expect(attempts[1]?.causes.length).toBeGreaterThan(0)
    expect(isCut).toBe(false)
  })
})
