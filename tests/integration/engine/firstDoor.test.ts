import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { SEED_LOCK_ID, SEED_PIN, SEED_VENDOR_PIN_ID, seedSite } from '../../support/seedSite.ts'

const MINUTE_MS = 60_000

interface SeedTrace {
  readonly app_audit: readonly { readonly after: object }[]
  readonly integration_logs: readonly { readonly action: string; readonly response_json: object }[]
}

const seed: SeedTrace = JSON.parse(
  readFileSync(new URL('../../fixtures/door-provision-trace.json', import.meta.url), 'utf8'),
)

describe('the first door, end to end', () => {
  let plant: EnginePlant

  afterEach(async () => {
    await plant.close()
  })

  async function addTheDoor(ageMinutes: number) {
    plant = await buildEnginePlant({ site: seedSite(ageMinutes) })
    const first = plant.provision(SEED_LOCK_ID - 1, 'office')
    await plant.job(first.jobId, 'done')
    const made = plant.provision(SEED_LOCK_ID, 'ttlock')
    const job = await plant.job(made.jobId, 'done')
    return { ...made, job, logs: plant.logs(made.correlationId) }
  }

  it('case A: a code 64 minutes old is removed after its grace, and the trace tells it in order', async () => {
    const { doorId, correlationId, job, logs } = await addTheDoor(64)
    const [audit] = plant.store.traces.auditOf([correlationId])
    expect(audit).toMatchObject({ entity: `Door #${doorId}`, action: 'create', before: null })
    expect(Object.keys(audit?.after as object).sort()).toEqual(
      Object.keys(seed.app_audit[0]?.after ?? {}).sort(),
    )
    expect(logs.map((log) => log.action)).toEqual([
      'DOOR_PROVISION',
      'RECONCILE_ENQUEUED',
      'DRIFT_ENFORCE_JOB_START',
      'PASSCODE_LIST',
      'PASSCODE_DELETE',
      'DRIFT_ENFORCE_DELETE_PIN',
      'PASSCODE_LIST',
      'DRIFT_ENFORCE_JOB_DONE',
    ])
    expect(new Set(logs.map((log) => log.correlationId))).toEqual(new Set([correlationId]))
    expect(job.attemptCount).toBe(1)
    const done = logs.at(-1)
    expect(done?.response).toMatchObject({
      ok: true,
      deletes: { attempted: 1, ok: 1, failed: 0 },
      enforce_plan: {
        mode: 'ultra_strict',
        grace_window_seconds: 3_600,
        doors: [
          {
            deletes: [
              {
                code_name: 'AB U9 C6',
                vendor_pin_id: SEED_VENDOR_PIN_ID,
                reason: 'credential_revoked_or_missing',
                first_seen_source: 'provider_send_date',
                grace_bypassed: false,
              },
            ],
          },
        ],
        summary: { deletes: 1, grace_bypassed_deletes: 0 },
      },
    })
    const seedDone = seed.integration_logs.find((log) => log.action === 'DRIFT_ENFORCE_JOB_DONE')
    expect(Object.keys(done?.response as object)).toEqual(
      expect.arrayContaining(Object.keys(seedDone?.response_json ?? {})),
    )
    expect(plant.simulator.control.state({ lockId: SEED_LOCK_ID }).locks[0]).toMatchObject({
      cloud: [],
      memory: [],
    })
    expect(plant.store.traces.verifyAudit()).toBeNull()
    expect(plant.faults).toEqual([])
  })

  it('case B: a code ten minutes old is removed before its grace ends, and is marked so', async () => {
    const { logs } = await addTheDoor(10)
    const done = logs.at(-1)?.response as {
      analysis: { grace_bypassed_deletes: number }
      generated_at: string
      enforce_plan: { doors: { deletes: { grace_bypassed: boolean; eligible_at: string }[] }[] }
    }
    const [line] = done.enforce_plan.doors[0]?.deletes ?? []
    expect(done.analysis.grace_bypassed_deletes).toBe(1)
    expect(line?.grace_bypassed).toBe(true)
    const aheadMinutes = (Date.parse(line?.eligible_at ?? '') - Date.parse(done.generated_at)) / MINUTE_MS
    expect(aheadMinutes).toBeGreaterThan(49)
    expect(aheadMinutes).toBeLessThanOrEqual(50)
  })

  it('no row of the trace holds the PIN', async () => {
    const { logs } = await addTheDoor(64)
    expect(JSON.stringify(logs)).not.toContain(SEED_PIN)
  })
})
