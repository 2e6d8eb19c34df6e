import { expect } from '@playwright/test'
import { test } from '../support/electronApp.ts'
import { FrontDesk } from '../support/frontDesk.ts'
import { OFFICE_LOCK, seedSite } from '../support/seedSite.ts'
import { type SimulatorProcess, startSimulatorProcess } from '../support/simulator.ts'

let simulator: SimulatorProcess

test.beforeEach(async () => {
  simulator = await startSimulatorProcess()
  await simulator.control.setSwitches({ recordDelayMs: 0 })
  await simulator.control.replaceSite(seedSite(64))
})
test.afterEach(async () => {
  await simulator.close()
})

test('a code that somebody used at the door is proven by it, on the door and with the person', async ({
  app,
}) => {
  const { window } = app
  const desk = new FrontDesk(window)
  await desk.openOffice(simulator.url, 'unattended')
  await window.evaluate(async () => {
    const { people, doors } = globalThis.window.lockstep
    const made = JSON.parse(await people.create({ name: 'Ana Duarte', note: null }))
    const known = JSON.parse(await doors.list({}))
    if (!made.ok || !known.ok) throw new Error('not ready')
    const doorIds = known.data.map((door) => door.id)
    const window = { startsAt: null, endsAt: null }
    await people.giveCode({ personId: made.data.id, pin: '482915', ...window, doorIds, doorGroupIds: [] })
  })
  await desk.goTo('Doors')
  await window.getByRole('row', { name: /office/ }).click()
  await expect(window.getByText('Read back', { exact: true })).toBeVisible()

  await simulator.control.typeAtDoor({ lockId: OFFICE_LOCK, pin: '482915' })
  await window.getByRole('button', { name: 'More for this door' }).click()
  await window.getByRole('menuitem', { name: 'Read door use' }).click()
  await expect(window.getByText('Used at the door', { exact: true })).toBeVisible()
  await window.screenshot({ path: 'test-results/e2e/shots/door-use.png' })
  await desk.goTo('People & codes')
  await window.getByRole('row', { name: /Ana Duarte/ }).click()
  await expect(window.getByText('Used at the door', { exact: true })).toBeVisible()
})
