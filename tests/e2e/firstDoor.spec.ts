import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { type RunningApp, test } from '../support/electronApp.ts'
import { FrontDesk } from '../support/frontDesk.ts'
import { SEED_LOCK_ID, SEED_PIN, SEED_VENDOR_PIN_ID, seedSite } from '../support/seedSite.ts'
import { type SimulatorProcess, startSimulatorProcess } from '../support/simulator.ts'

const SITE = 'Hotel'
const THE_TRACE = [
  'DOOR_PROVISION',
  'RECONCILE_ENQUEUED',
  'DRIFT_ENFORCE_JOB_START',
  'PASSCODE_LIST',
  'PASSCODE_DELETE',
  'DRIFT_ENFORCE_DELETE_PIN',
  'PASSCODE_LIST',
  'DRIFT_ENFORCE_JOB_DONE',
]

interface SeedTrace {
  readonly app_audit: readonly { readonly after: object }[]
  readonly reconcile_jobs: readonly object[]
  readonly integration_logs: readonly { readonly action: string; readonly response_json: object }[]
}
const seed: SeedTrace = JSON.parse(
  readFileSync(new URL('../fixtures/door-provision-trace.json', import.meta.url), 'utf8'),
)

let simulator: SimulatorProcess

test.beforeEach(async () => {
  simulator = await startSimulatorProcess()
})
test.afterEach(async () => {
  await simulator.close()
})

/** A hotel with its first door, its account connected, and rules that let the second door be emptied unattended. */
async function openHotel(app: RunningApp, codeAgeMinutes: number): Promise<FrontDesk> {
  await simulator.control.replaceSite(seedSite(codeAgeMinutes))
  const desk = new FrontDesk(app.window)
  await desk.begin('Connect TTLock account')
  await desk.connectAccount(simulator.url)
  await desk.fillDoor({ name: 'office', newSite: SITE, device: /Office lock/ })
  await desk.provision()
  await expect(app.window.getByRole('heading', { name: 'office' })).toBeVisible()
  await desk.enforceUnattended(SITE)
  return desk
}

/** The trace on the screen, with its long records whole. */
function shownTrace(window: Page) {
  return window.evaluate(async () => {
    const correlationId = location.hash.split('/').at(-1) ?? ''
    const trace = JSON.parse(await globalThis.window.lockstep.traces.get({ correlationId }))
    if (!trace.ok) throw new Error(trace.error.code)
    const logs = trace.data.integration_logs.map(async (log) => {
      if (!log.shortened) return log
      const asked = { trace: { kind: 'live', correlationId }, kind: 'log', id: log.id } as const
      const whole = JSON.parse(await globalThis.window.lockstep.traces.record(asked))
      if (!whole.ok) throw new Error(whole.error.code)
      return { ...log, ...whole.data }
    })
    return { ...trace.data, integration_logs: await Promise.all(logs) }
  })
}

async function seedLock() {
  const { locks } = await simulator.control.state({ lockId: SEED_LOCK_ID })
  return locks[0]
}

async function deletesSent(): Promise<number> {
  return (await simulator.control.journal({ path: '/v3/keyboardPwd/delete' })).length
}

test('the first door, case A: a code 64 minutes old goes, and the trace tells it in order', async ({
  app,
}) => {
  const desk = await openHotel(app, 64)
  await desk.fillDoor({ name: 'ttlock', site: SITE, device: /Seed lock/ })
  await desk.provision()
  await desk.showProvisionTrace('ttlock')
  const { window } = app

  await expect(window.getByText(/ttlock was provisioned; 1 code removed; in step since/)).toBeVisible()
  for (const section of ['What changed', 'What the system decided', 'What was sent to locks', 'Timeline']) {
    await expect(window.getByRole('heading', { name: section })).toBeVisible()
  }
  await expect(window.getByRole('listitem', { name: /^PASSCODE_DELETE/ })).toBeVisible()

  const trace = await shownTrace(window)
  expect(trace.app_audit).toHaveLength(1)
  expect(trace.app_audit[0]).toMatchObject({ entity: 'Door #2', action: 'create', before: null })
  expect(Object.keys(trace.app_audit[0]?.after as object).sort()).toEqual(
    Object.keys(seed.app_audit[0]?.after ?? {}).sort(),
  )
  expect(trace.integration_logs.map((log) => log.action)).toEqual(THE_TRACE)
  expect(new Set(trace.integration_logs.map((log) => log.correlation_id))).toEqual(
    new Set([trace.correlation_id]),
  )
  for (const [index, log] of trace.integration_logs.entries()) {
    expect(Object.keys(log)).toEqual(expect.arrayContaining(Object.keys(seed.integration_logs[0] ?? {})))
    expect(log.lock_key, THE_TRACE[index]).toBe(`TTLOCK:${SEED_LOCK_ID}`)
    expect(log.created_at).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
    expect(log.duration_ms).toBeGreaterThanOrEqual(0)
  }
  const [job] = trace.reconcile_jobs
  expect(job).toMatchObject({ status: 'done', attempt_count: 1, job_type: 'drift_enforce_lock_truth' })
  expect(Object.keys(job ?? {})).toEqual(expect.arrayContaining(Object.keys(seed.reconcile_jobs[0] ?? {})))
  const done = trace.integration_logs.at(-1)?.response_json
  expect(Object.keys(done as object)).toEqual(
    expect.arrayContaining(Object.keys(seed.integration_logs.at(-1)?.response_json ?? {})),
  )
  expect(done).toMatchObject({
    ok: true,
    deletes: { attempted: 1, failed: 0, ok: 1 },
    analysis: { deletes: 1, grace_bypassed_deletes: 0 },
    enforce_plan: {
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
    },
  })
  expect(JSON.stringify(trace)).not.toContain(SEED_PIN)
  expect(await seedLock()).toMatchObject({ cloud: [], memory: [] })
})

test('the first door, case B: a code ten minutes old goes before its grace ends, and is marked so', async ({
  app,
}) => {
  const desk = await openHotel(app, 10)
  const givenAt = (await seedLock())?.cloud[0]?.sendDate ?? 0
  await desk.fillDoor({ name: 'ttlock', site: SITE, device: /Seed lock/ })
  await desk.provision()
  await desk.showProvisionTrace('ttlock')
  await expect(app.window.getByText(/1 code removed; in step since/)).toBeVisible()
  await expect(app.window.getByText('grace bypassed').first()).toBeVisible()

  const done = (await shownTrace(app.window)).integration_logs.at(-1)?.response_json as {
    analysis: { grace_bypassed_deletes: number }
    generated_at: string
    enforce_plan: { doors: { deletes: { grace_bypassed: boolean; eligible_at: string }[] }[] }
  }
  const [line] = done.enforce_plan.doors[0]?.deletes ?? []
  expect(done.analysis.grace_bypassed_deletes).toBe(1)
  expect(line?.grace_bypassed).toBe(true)
  const eligibleAt = Date.parse(line?.eligible_at ?? '')
  expect(eligibleAt - givenAt).toBe(60 * 60_000)
  expect(eligibleAt).toBeGreaterThan(Date.parse(done.generated_at))
  expect(await seedLock()).toMatchObject({ memory: [] })
})

test('with the network gone at Provision door, the job waits without losing an attempt and runs by itself', async ({
  app,
}) => {
  const desk = await openHotel(app, 64)
  await desk.fillDoor({ name: 'ttlock', site: SITE, device: /Seed lock/ })
  await simulator.control.setService({ up: false })
  await desk.provision()
  await desk.showProvisionTrace('ttlock')
  const { window } = app
  await expect(
    window.getByText(/ttlock was provisioned; it waits for the (network|TTLock service)\./),
  ).toBeVisible()
  // Now and then it looks whether the network is back, and runs for that moment.
  const jobNow = async () => (await shownTrace(window)).reconcile_jobs[0]
  await expect.poll(jobNow).toMatchObject({ status: 'waiting_offline', attempt_count: 0 })

  await simulator.control.setService({ up: true })
  await expect(window.getByText(/1 code removed; in step since/)).toBeVisible({ timeout: 20_000 })
  expect(await jobNow()).toMatchObject({ status: 'done', attempt_count: 1 })
  expect(await deletesSent()).toBe(1)
  expect(await seedLock()).toMatchObject({ memory: [] })
})

test('killed between the delete and its answer, the program settles it by reading and sends nothing twice', async ({
  launch,
}) => {
  const first = await launch()
  const desk = await openHotel(first, 64)
  await simulator.control.addFault({ kind: 'hang', path: '/v3/keyboardPwd/delete', effect: 'applied' })
  await desk.fillDoor({ name: 'ttlock', site: SITE, device: /Seed lock/ })
  await desk.provision()
  await desk.showProvisionTrace('ttlock')
  const { correlation_id: correlationId } = await shownTrace(first.window)
  await expect.poll(deletesSent).toBe(1)
  await expect.poll(async () => (await seedLock())?.memory.length).toBe(0)
  await first.kill()

  const second = await launch({ userDataDir: first.userDataDir })
  await new FrontDesk(second.window).signIn()
  await second.window.evaluate((id) => {
    location.hash = `#/traces/${id}`
  }, correlationId)
  await expect(second.window.getByText(/1 code removed; in step since/)).toBeVisible()
  await expect(second.window.getByRole('listitem', { name: /^OPERATION_SETTLED/ })).toBeVisible()

  const trace = await shownTrace(second.window)
  const actions = trace.integration_logs.map((log) => log.action)
  expect(actions.filter((action) => action === 'DRIFT_ENFORCE_JOB_START')).toHaveLength(2)
  expect(actions).toContain('JOB_TAKEN_UP_AGAIN')
  const settled = trace.integration_logs.find((log) => log.action === 'OPERATION_SETTLED')
  expect(settled?.response_json).toMatchObject({ state: 'confirmed', settled_by: 'recovery_read' })
  expect(await deletesSent()).toBe(1)
  expect(await seedLock()).toMatchObject({ cloud: [], memory: [] })
})

test('bad input is told at its field, and nothing is stored', async ({ app }) => {
  const desk = await openHotel(app, 64)
  const { window } = app
  const doorCount = () =>
    window.evaluate(async () => {
      const doors = JSON.parse(await globalThis.window.lockstep.doors.list({}))
      return doors.ok ? doors.data.length : -1
    })

  await desk.fillDoor({ name: '   ', site: SITE, lockId: '12a' })
  await desk.provision()
  await expect(window.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(/.+/)
  await expect(window.getByLabel('Name', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await expect(window.getByLabel('Name', { exact: true })).toBeFocused()
  await expect(window.getByLabel('Lock ID')).toHaveAttribute('aria-invalid', 'true')

  await window.getByLabel('Name', { exact: true }).fill('Back door')
  await window.getByLabel('Lock ID').fill(String(SEED_LOCK_ID - 1))
  await desk.choose('Site', 'New site')
  await window.getByLabel('Name of the site').fill('Annex')
  await desk.provision()
  await expect(window.getByLabel('Name of the site')).toHaveAccessibleDescription(/create it/)
  await window.getByRole('button', { name: 'Cancel' }).click()

  await desk.provision()
  await expect(window.getByText(/already guards office|guards office/)).toBeVisible()

  await window.getByLabel('Name', { exact: true }).fill('OFFICE')
  await window.getByLabel('Lock ID').fill(String(SEED_LOCK_ID))
  await desk.provision()
  await expect(window.getByLabel('Name', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  expect(await doorCount()).toBe(1)
})
