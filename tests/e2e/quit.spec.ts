import { type ElectronApplication, expect, type Page } from '@playwright/test'
import { test } from '../support/electronApp.ts'
import { FrontDesk } from '../support/frontDesk.ts'
import { OFFICE_LOCK, seedSite } from '../support/seedSite.ts'
import { type SimulatorProcess, startSimulatorProcess } from '../support/simulator.ts'

/** Less than the program waits for a command, and far more than the test needs before it lets the answer come. */
const HELD_BACK_MS = 60_000

let simulator: SimulatorProcess

test.beforeEach(async () => {
  simulator = await startSimulatorProcess()
  await simulator.control.replaceSite(seedSite(64))
})
test.afterEach(async () => {
  await simulator.close()
})

async function commandsSent(): Promise<number> {
  const adds = await simulator.control.journal({ path: '/v3/keyboardPwd/add' })
  return adds.length
}

/** A new code for the office door, on its way to the lock when this resolves. */
async function giveCode(window: Page): Promise<void> {
  await window.evaluate(async () => {
    const { people, doors } = globalThis.window.lockstep
    const made = JSON.parse(await people.create({ name: 'Ana Duarte', note: null }))
    const known = JSON.parse(await doors.list({}))
    if (!made.ok || !known.ok) throw new Error('not ready')
    const doorIds = known.data.map((door) => door.id)
    const window = { startsAt: null, endsAt: null }
    await people.giveCode({ personId: made.data.id, pin: '482915', ...window, doorIds, doorGroupIds: [] })
  })
  await expect.poll(commandsSent).toBe(1)
}

/** Resolves when the program has gone. */
async function quit(electron: ElectronApplication): Promise<{ readonly exited: Promise<void> }> {
  const exited = new Promise<void>((resolve) => electron.process().once('exit', () => resolve()))
  await electron.evaluate(({ app }) => {
    setImmediate(() => app.quit())
  })
  return { exited }
}

async function expectSettledOnce(window: Page): Promise<void> {
  const again = new FrontDesk(window)
  await again.signIn()
  await again.goTo('Jobs')
  await expect(window.getByRole('button', { name: /^Done/, pressed: false })).toBeVisible()
  await again.goTo('Overview')
  await expect(window.getByText('Your door is in step')).toBeVisible()
  await again.goTo('Traces')
  await expect(window.getByText(/A code was given/).first()).toBeVisible()
  expect(await commandsSent()).toBe(1)
}

test('quitting in the midst of a command counts down and waits; after the restart nothing is sent twice', async ({
  launch,
}) => {
  const first = await launch()
  await new FrontDesk(first.window).openOffice(simulator.url, 'unattended')
  await simulator.control.addFault({ kind: 'slow', path: '/v3/keyboardPwd/add', delayMs: HELD_BACK_MS })
  await giveCode(first.window)
  const { exited } = await quit(first.electron)
  const dialog = first.window.getByRole('dialog', { name: 'Lockstep is closing' })
  await expect(dialog.getByText(/A command may be on its way to office/)).toBeVisible()
  await expect(dialog.getByRole('timer')).toHaveText(/Closes in \d+ seconds at the latest/)
  await first.window.screenshot({ path: 'test-results/e2e/shots/closing.png' })
  await simulator.control.clearFaults()
  await exited
  const { locks } = await simulator.control.state({ lockId: OFFICE_LOCK })
  expect(locks[0]?.memory.map((code) => code.keyboardPwd)).toEqual(['482915'])

  const second = await launch()
  await expectSettledOnce(second.window)
})

test('a person who does not wait for a command goes at once; the next start finds out what became of it', async ({
  launch,
}) => {
  const first = await launch()
  await new FrontDesk(first.window).openOffice(simulator.url, 'unattended')
  // The lock takes the code, and no answer ever comes.
  await simulator.control.addFault({ kind: 'hang', path: '/v3/keyboardPwd/add', effect: 'applied' })
  await giveCode(first.window)
  const { exited } = await quit(first.electron)
  const dialog = first.window.getByRole('dialog', { name: 'Lockstep is closing' })
  const leave = dialog.getByRole('button', { name: 'Close now' })
  // A key that was meant for the form below it must not press it.
  await expect(leave).toBeVisible()
  await expect(leave).not.toBeFocused()
  await leave.click()
  await exited

  const second = await launch()
  await expectSettledOnce(second.window)
})
