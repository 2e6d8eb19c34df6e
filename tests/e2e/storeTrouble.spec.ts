import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, type Locator } from '@playwright/test'
import { type RunningApp, test } from '../support/electronApp.ts'
import { FrontDesk } from '../support/frontDesk.ts'
import { nodePath } from '../support/programs.ts'
import { repositoryDir } from '../support/repository.ts'
import { seedSite } from '../support/seedSite.ts'
import { type SimulatorProcess, startSimulatorProcess } from '../support/simulator.ts'

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
  await desk.openOffice(simulator.url)
  return desk
}

const standstills = ({ window }: RunningApp): Locator =>
  window.getByRole('list', { name: 'What keeps jobs from running' })

/** Holds the write lock of the profile's database, as a backup or a viewer would. */
async function holdDatabase(app: RunningApp): Promise<ChildProcess> {
  const program = join(repositoryDir, 'tests/support/holdDatabase.mjs')
  const child = spawn(nodePath, [program, join(app.userDataDir, 'profiles/real/lockstep.db')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

test('a database that another program holds is told as that, on a click and on Jobs, until it lets go', async ({
  app,
}) => {
  const { window } = app
  const desk = await openOffice(app)
  await desk.goTo('Overview')
  holder = await holdDatabase(app)
  // What waits for the database meanwhile holds up the window as well.
  await window.getByRole('button', { name: 'Check now' }).click({ timeout: 20_000 })
  const told = window.getByRole('alert').filter({ hasText: 'Another program holds the database.' })
  await expect(told).toBeVisible({ timeout: 20_000 })
  await window.screenshot({ path: 'test-results/e2e/shots/store-held-click.png' })
  // Also where no job has met it: nothing was due.
  await desk.goTo('Jobs')
  await expect(standstills(app)).toContainText('another program holds the database')
  holder.stdin?.end()
  await once(holder, 'exit')
  await expect(standstills(app)).toBeHidden({ timeout: 20_000 })
  await desk.goTo('Overview')
  await window.getByRole('button', { name: 'Check now' }).click()
  await expect(window.getByText('Your door is in step')).toBeVisible()
})
