import { expect } from '@playwright/test'
import { test } from '../support/electronApp.ts'
import { FrontDesk } from '../support/frontDesk.ts'
import { OFFICE_LOCK, seedSite } from '../support/seedSite.ts'
import { type SimulatorProcess, startSimulatorProcess } from '../support/simulator.ts'

let simulator: SimulatorProcess

test.beforeEach(async () => {
  simulator = await startSimulatorProcess()
  await simulator.control.replaceSite(seedSite(64))
})
test.afterEach(async () => {
  await simulator.close()
})

async function pinsInLock(): Promise<readonly string[]> {
  const { locks } = await simulator.control.state({ lockId: OFFICE_LOCK })
  return (locks[0]?.memory ?? []).map((code) => code.keyboardPwd)
}

test('a person gets a PIN on a door, it is proven on the lock and found by its name, and taking it back takes it off the lock', async ({
  app,
}) => {
  const { window } = app
  const desk = new FrontDesk(window)
  await desk.openOffice(simulator.url, 'unattended')

  await desk.goTo('People & codes')
  await window.getByRole('button', { name: 'Add person' }).first().click()
  const dialog = window.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Ana Duarte')
  await dialog.getByRole('button', { name: 'Add person' }).click()
  await expect(window.getByRole('heading', { name: 'Ana Duarte' })).toBeVisible()

  await window.getByRole('button', { name: 'Give code' }).first().click()
  await window.getByRole('combobox', { name: 'Doors' }).click()
  await window.getByRole('option', { name: 'office' }).click()
  await window.keyboard.press('Escape')
  await window.getByRole('dialog').getByRole('button', { name: 'Give code' }).click()
  const card = window.getByRole('dialog', { name: 'The new code' })
  const shown = await card.getByText(/^PIN( \d)+$/).textContent()
  const pin = (shown ?? '').replace(/\D/g, '')
  expect(pin).toMatch(/^\d{6}$/)
  await expect(card.getByRole('button', { name: 'Print card' })).toBeVisible()
  await card.getByRole('button', { name: 'Copy message' }).click()
  const copied = await app.electron.evaluate(({ clipboard }) => clipboard.readText())
  expect(copied).toContain(pin)
  await card.getByRole('button', { name: 'I have handed it over' }).click()
  await expect(window.getByText(pin)).toHaveCount(0)

  await expect(window.getByText('Works now', { exact: true })).toBeVisible()
  await expect(window.getByText('Read back', { exact: true })).toBeVisible()
  expect(await pinsInLock()).toEqual([pin])

  const codeName = (await window.getByRole('heading', { name: /^AB U\d+ C\d+$/ }).textContent()) ?? ''
  await desk.goTo('Doors')
  await window.keyboard.press('Control+k')
  const search = window.getByRole('textbox', { name: 'Search and do' })
  const found = window.getByRole('button', { name: `${codeName} Ana Duarte` })
  await search.fill(codeName.toLowerCase())
  await expect(found).toBeVisible()
  await search.fill(pin)
  await expect(window.getByText('Nothing matches.', { exact: false })).toBeVisible()
  await search.fill('duarte')
  await found.click()
  await expect(window.getByRole('heading', { name: codeName })).toBeFocused()

  await window.getByRole('button', { name: /^Revoke/ }).click()
  await window
    .getByRole('dialog')
    .getByRole('button', { name: /^Remove .* from 1 door/ })
    .click()
  await expect.poll(pinsInLock).toEqual([])

  // Found by its name alone, among the earlier codes, which open for it.
  await desk.goTo('Doors')
  await window.keyboard.press('Control+k')
  const revoked = window.getByRole('button', { name: `${codeName} Ana Duarte · revoked` })
  await search.fill('duarte')
  await expect(window.getByRole('button', { name: /^Ana Duarte/ })).toBeVisible()
  await expect(revoked).toBeHidden()
  await search.fill(codeName.toLowerCase())
  await revoked.click()
  await expect(window.getByRole('heading', { name: 'Ana Duarte', level: 1 })).toBeVisible()
  await expect(window.getByRole('heading', { name: codeName })).toBeFocused()
  await expect(window.getByRole('region', { name: codeName })).toContainText('no end, revoked')

  await desk.goTo('Traces')
  await expect(window.getByText(/A code was revoked .*1 code removed/).first()).toBeVisible()
})
