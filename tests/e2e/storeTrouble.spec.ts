import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Locator } from '@playwright/test'
import { type RunningApp, test } from '../support/electronApp.ts'
import { FrontDesk } from '../support/frontDesk.ts'
import { SEED_LOCK_ID, seedSite } from '../support/seedSite.ts'
import { type SimulatorProcess, startSimulatorProcess } from '../support/simulator.ts'

const OFFICE_LOCK = SEED_LOCK_ID - 1
const PRLIMIT = '/usr/bin/prlimit'
const repositoryDir = join(import.meta.dirname, '../..')

let simulator: SimulatorProcess
let holder: ChildProcess | null = null

test.beforeEach(async () => {
  simulator = await startSimulatorProcess()
  await simulator.control.replaceSite(seedSite(64))
})
test.afterEach(async () => {
  holder?.kill()
  holder = null
  await simulator.close()
})

async function openOffice({ window }: RunningApp): Promise<FrontDesk> {
  const desk = new FrontDesk(window)
  await desk.begin('Connect TTLock account')
  await desk.connectAccount(simulator.url)
  await desk.fillDoor({ name: 'office', newSite: 'Hotel', lockId: String(OFFICE_LOCK) })
  await desk.provision()
  await expect(window.getByText('In step', { exact: true })).toBeVisible()
  return desk
}

const standstills = ({ window }: RunningApp): Locator =>
  window.getByRole('list', { name: 'What keeps jobs from running' })

/** Holds the write lock of the profile's database, as a backup or a viewer would. */
async function holdDatabase(app: RunningApp): Promise<ChildProcess> {
  const node = join(repositoryDir, 'node_modules/.bin/node')
  const program = join(repositoryDir, 'tests/support/holdDatabase.mjs')
  const child = spawn(node, [program, join(app.userDataDir, 'profiles/real/lockstep.db')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

/** As on a full disk, the system lets no file of the program grow, or be written beyond a page. */
function limitFiles(app: RunningApp, bytes: number | 'unlimited'): void {
  execFileSync(PRLIMIT, ['--pid', String(app.electron.process().pid), `--fsize=${bytes}:unlimited`])
}

test('a database that another program holds is told as that, on a click and on Jobs, until it lets go', async ({
  app,
}) => {
  const { window } = app
  const desk = await openOffice(app)
  await desk.goTo('Overview')
  holder = await holdDatabase(app)
  await window.getByRole('button', { name: 'Check now' }).click()
  const told = window.getByRole('alert').filter({ hasText: 'Another program holds the database.' })
  await expect(told).toBeVisible({ timeout: 20_000 })
  await window.screenshot({ path: 'test-results/e2e/shots/store-held-click.png' })
  holder.stdin?.end()
  await once(holder, 'exit')
  await window.getByRole('button', { name: 'Check now' }).click()
  await expect(window.getByText('Your door is in step')).toBeVisible()
  await desk.goTo('Jobs')
  await expect(standstills(app)).toBeHidden()
})

test('a full disk stops the jobs, says so with what to do, and they go on when there is room', async ({
  app,
}) => {
  test.skip(!existsSync(PRLIMIT), 'only Linux lets one process set the limits of another')
  const { window } = app
  const desk = await openOffice(app)
  await desk.goTo('Overview')
  await simulator.control.setLatency({
    latency: { commandMs: [0, 0], cloudMs: [1_500, 1_500], giveUpMs: 3_000 },
  })
  await window.getByRole('button', { name: 'Check now' }).click()
  await expect(window.getByText('1 job running')).toBeVisible()
  limitFiles(app, 4_096)
  await desk.goTo('Jobs')
  await expect(standstills(app).getByText('Nothing is running jobs: the disk is full')).toBeVisible({
    timeout: 20_000,
  })
  await expect(standstills(app).getByText(/Make room on the disk/)).toBeVisible()
  await window.screenshot({ path: 'test-results/e2e/shots/store-full.png' })
  limitFiles(app, 'unlimited')
  await expect(standstills(app)).toBeHidden({ timeout: 40_000 })
  await expect(window.getByRole('row', { name: /Check: office/ }).first()).toContainText('Done')
})
