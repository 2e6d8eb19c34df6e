import { expect, type Page } from '@playwright/test'
import { type RunningApp, test } from '../support/electronApp.ts'
import { FrontDesk } from '../support/frontDesk.ts'
import { seedSite } from '../support/seedSite.ts'
import { type SimulatorProcess, startSimulatorProcess } from '../support/simulator.ts'

const LOCK_OFFLINE = -3036

let simulator: SimulatorProcess

test.beforeEach(async () => {
  simulator = await startSimulatorProcess()
  await simulator.control.replaceSite(seedSite(64))
})
test.afterEach(async () => {
  await simulator.close()
})

async function openOffice(app: RunningApp): Promise<FrontDesk> {
  const desk = new FrontDesk(app.window)
  await desk.openOffice(simulator.url)
  return desk
}

/** What reads the lock waits for most of a minute, and is not tried again under the test's hands as without a network. */
async function takeLockOffline(answeredAfterMs = 0): Promise<void> {
  const path = '/v3/lock/listKeyboardPwd'
  const fault = { kind: 'errcode', errcode: LOCK_OFFLINE, delayMs: answeredAfterMs, path } as const
  await simulator.control.addFault(fault)
}

async function checkNow(window: Page): Promise<void> {
  await window.getByRole('link', { name: 'Overview' }).click()
  await window.getByRole('button', { name: 'Check now' }).click()
}

test('a job that cannot reach TTLock says why and what to do, lists its attempts, and goes on by itself', async ({
  app,
}) => {
  const { window } = app
  const desk = await openOffice(app)
  await simulator.control.setService({ up: false })
  await checkNow(window)
  await desk.goTo('Jobs')
  const standstills = window.getByRole('list', { name: 'What keeps jobs from running' })
  await expect(standstills.getByText('Jobs wait: offline')).toBeVisible()
  await expect(standstills.getByText(/Check this PC’s cable or Wi-Fi/)).toBeVisible()

  // Among all jobs: from those that wait it is gone each time it looks whether the network is back.
  await window.getByRole('row', { name: /Check: office/ }).click()
  const details = window.getByRole('dialog', { name: 'Check: office' })
  await expect(details.getByText(/Waits because this PC has no network/)).toBeVisible()
  const attempts = details.getByRole('region', { name: 'Attempts' }).getByRole('listitem')
  await expect(attempts.filter({ hasText: 'Waited' }).first()).toBeVisible()
  await details.screenshot({ path: 'test-results/e2e/shots/job-details.png' })
  await window.screenshot({ path: 'test-results/e2e/shots/jobs-offline.png' })

  await simulator.control.setService({ up: true })
  await expect(details.getByText('Done', { exact: true }).first()).toBeVisible({ timeout: 20_000 })
  await expect(attempts.first()).toContainText('Done')
  await window.keyboard.press('Escape')
  await expect(standstills).toBeHidden()
})

test('a job whose lock is offline is tried again at once when asked', async ({ app }) => {
  const { window } = app
  const desk = await openOffice(app)
  await takeLockOffline()
  await checkNow(window)
  await desk.goTo('Jobs')
  await window.getByRole('button', { name: /^Waiting/ }).click()
  await window.getByRole('row', { name: /Check: office/ }).click()
  const details = window.getByRole('dialog', { name: 'Check: office' })
  await details.getByRole('button', { name: 'Retry' }).click()
  await expect(details.getByText('Done', { exact: true }).first()).toBeVisible()
})

test('schedules show the next and the last run; several jobs are cancelled at once', async ({ app }) => {
  const { window } = app
  const desk = await openOffice(app)
  await desk.goTo('Jobs')
  await window.getByRole('button', { name: /^Scheduled/ }).click()
  const schedule = window
    .getByRole('grid', { name: 'Schedules' })
    .getByRole('row', { name: /Bring in step: office/ })
  await expect(schedule).toContainText('Done')
  await window.screenshot({ path: 'test-results/e2e/shots/jobs-schedules.png' })

  await window.getByRole('button', { name: /^All/ }).click()
  await window.getByRole('combobox', { name: 'Kind of job' }).click()
  await window.getByRole('option', { name: 'Read locks and gateways' }).click()
  await expect(window.getByRole('row', { name: /Bring in step/ })).toHaveCount(0)
  await window.getByRole('combobox', { name: 'Kind of job' }).click()
  await window.getByRole('option', { name: 'All kinds' }).click()

  await takeLockOffline()
  await checkNow(window)
  await desk.goTo('Jobs')
  await window.getByRole('button', { name: /^Waiting/ }).click()
  await window.getByRole('checkbox', { name: 'Select all' }).check()
  // It runs meanwhile, finds its lock offline still, and is chosen as before.
  await takeLockOffline(60_000)
  await window.evaluate(async () => {
    const { jobs } = globalThis.window.lockstep
    const some = { statuses: ['waiting_offline' as const], types: [], text: '', after: null }
    const waiting = JSON.parse(await jobs.list(some))
    if (!waiting.ok) throw new Error(waiting.error.code)
    await jobs.retry({ jobIds: waiting.data.rows.map(({ jobId }) => jobId) })
  })
  await expect(window.getByText('No job has this status or these words')).toBeVisible()
  await simulator.control.clearFaults()
  await window.getByRole('button', { name: 'Cancel 1 job' }).click()
  await expect(window.getByRole('alert').filter({ hasText: '1 job cancelled' })).toBeVisible()
  await expect(window.getByText('No job has this status or these words')).toBeVisible()

  await desk.goTo('Traces')
  const trace = window.getByRole('row', { name: /office was to be checked; it was cancelled/ })
  await expect(trace.getByText('Cancelled', { exact: true })).toBeVisible()
})

test('a preview that was cancelled asks for a new one in place of another try', async ({ app }) => {
  const { window } = app
  const desk = await openOffice(app)
  await simulator.control.setService({ up: false })
  await desk.goTo('Enforce plan')
  await window.getByRole('button', { name: 'Preview plan' }).click()
  await desk.goTo('Jobs')
  await window.getByRole('row', { name: /Check/ }).click()
  const details = window.getByRole('dialog')
  await details.getByRole('button', { name: 'Cancel' }).click()
  await expect(details.getByText(/Make a new preview/)).toBeVisible()
  await expect(details.getByRole('button', { name: 'Retry' })).toBeHidden()
  await details.screenshot({ path: 'test-results/e2e/shots/job-new-preview.png' })
})

test('a frozen site is said on Jobs, with who can lift it', async ({ app }) => {
  const { window } = app
  const desk = await openOffice(app)
  await window.evaluate(async () => {
    const sites = JSON.parse(await globalThis.window.lockstep.sites.list({}))
    if (!sites.ok) throw new Error(sites.error.code)
    const until = new Date(Date.now() + 3_600_000).toISOString()
    for (const site of sites.data) await globalThis.window.lockstep.sites.freeze({ siteId: site.id, until })
  })
  await desk.goTo('Jobs')
  const standstills = window.getByRole('list', { name: 'What keeps jobs from running' })
  await expect(standstills.getByText('Nothing is sent: frozen')).toBeVisible()
  await expect(standstills.getByText(/A manager lifts the freeze/)).toBeVisible()
})

test('a paused door is said on Jobs and in the status bar though no job has met it, until it is resumed', async ({
  app,
}) => {
  const { window } = app
  const desk = await openOffice(app)
  await desk.goTo('Doors')
  await window.getByRole('row', { name: /office/ }).click()
  await window.getByRole('button', { name: 'More for this door' }).click()
  await window.getByRole('menuitem', { name: 'Pause this door' }).click()
  const dialog = window.getByRole('dialog', { name: 'Pause office' })
  await dialog.getByLabel('Reason').fill('the painters are in')
  await dialog.getByRole('button', { name: 'Pause door' }).click()
  await expect(dialog).toBeHidden()

  await desk.goTo('Jobs')
  const standstills = window.getByRole('list', { name: 'What keeps jobs from running' })
  await expect(standstills).toContainText('Nothing is sent to paused doors')
  await expect(standstills).toContainText('1 door')
  const statusBar = window.getByRole('contentinfo')
  await expect(statusBar).toContainText('Nothing is sent to paused doors')

  await desk.goTo('Doors')
  await window.getByRole('row', { name: /office/ }).click()
  await window.getByRole('button', { name: 'More for this door' }).click()
  await window.getByRole('menuitem', { name: 'Resume this door' }).click()
  await desk.goTo('Jobs')
  await expect(standstills).toBeHidden()
  await expect(statusBar).not.toContainText('Nothing is sent')
})
