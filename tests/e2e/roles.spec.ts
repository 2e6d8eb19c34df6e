import { expect } from '@playwright/test'
import { test } from '../support/electronApp.ts'
import { FrontDesk } from '../support/frontDesk.ts'

const SUPPORT = { name: 'Sam Far', passcode: 'far-and-away' }

test('support is offered what it may do and nothing else, by button and in the palette', async ({ app }) => {
  const { window } = app
  const desk = new FrontDesk(window)
  await desk.begin('Try with simulated locks')
  await expect(window.getByText(/of 12 doors in step/)).toBeVisible()
  await window.evaluate(async (support) => {
    const made = JSON.parse(
      await globalThis.window.lockstep.operators.create({ ...support, role: 'support' }),
    )
    if (!made.ok) throw new Error(made.error.code)
  }, SUPPORT)
  await desk.goTo('People & codes')
  await expect(window.getByRole('button', { name: 'Add person' })).toBeVisible()
  await window.getByRole('button', { name: /^Signed in as/ }).click()
  await window.getByRole('menuitem', { name: 'Sign out' }).click()
  await window.getByLabel('Your name').selectOption(SUPPORT.name)
  await window.getByLabel('Passcode', { exact: true }).fill(SUPPORT.passcode)
  await window.getByRole('button', { name: 'Sign in' }).click()

  await desk.goTo('Doors')
  await expect(window.getByRole('row', { name: /Front door/ })).toBeVisible()
  await expect(window.getByRole('button', { name: 'Add door' })).toBeHidden()
  await window.getByRole('link', { name: 'Front door' }).click()
  await expect(window.getByRole('button', { name: 'Check now' })).toBeVisible()
  await window.getByRole('button', { name: 'More for this door' }).click()
  await expect(window.getByRole('menuitem', { name: 'Read door use' })).toBeVisible()
  await expect(window.getByRole('menuitem', { name: 'Pause this door' })).toBeHidden()
  await window.keyboard.press('Escape')

  await desk.goTo('People & codes')
  await window.getByRole('row', { name: /Ana Duarte/ }).click()
  await expect(window.getByRole('heading', { name: 'Ana Duarte', level: 1 })).toBeVisible()
  for (const name of ['Give code', 'Check out', 'Extend', 'Reveal PIN', 'Revoke']) {
    await expect(window.getByRole('button', { name, exact: true })).toBeHidden()
  }

  await desk.goTo('Jobs')
  await expect(window.getByRole('row', { name: /Bring in step/ }).first()).toBeVisible()
  await expect(window.getByRole('checkbox', { name: 'Select all' })).toBeHidden()
  await window
    .getByRole('row', { name: /Awaiting approval/ })
    .first()
    .click()
  const details = window.getByRole('dialog')
  await expect(details.getByRole('button', { name: 'Show trace' })).toBeVisible()
  await expect(details.getByRole('button', { name: 'Cancel' })).toBeHidden()
  await window.keyboard.press('Escape')

  await window.keyboard.press('Control+k')
  await window.getByRole('textbox', { name: 'Search and do' }).fill('add')
  await expect(window.getByText('Add person', { exact: true })).toBeHidden()
  await expect(window.getByText('Add door', { exact: true })).toBeHidden()
})
