import { expect } from '@playwright/test'
import { test } from '../support/electronApp.ts'
import { failAt, failNowhere, silenceNews } from '../support/failingRoutes.ts'
import { FrontDesk } from '../support/frontDesk.ts'

test('what could not be read is said, and never looks as if there were none', async ({ app }) => {
  const { window } = app
  const desk = new FrontDesk(window)
  await desk.begin('Try with simulated locks')
  await expect(window.getByText(/of 12 doors in step/)).toBeVisible()

  await silenceNews(app)
  // Loaded anew, so that no news from before still waits in the page.
  await window.reload()
  await failAt(app, { routes: ['sites.list', 'doorGroups.list'] })
  await desk.goTo('Enforce plan')
  const scopes = window
    .getByRole('alert')
    .filter({ hasText: 'What there is to plan for could not all be read.' })
  await expect(scopes).toBeVisible()
  await failNowhere(app)
  await scopes.getByRole('button', { name: 'Try again' }).click()
  await expect(scopes).toBeHidden()
  await window.getByRole('combobox', { name: 'Scope' }).click()
  await expect(window.getByRole('option', { name: 'Hotel Miramar' })).toBeVisible()

  await failAt(app, { routes: ['traces.savedFilters'] })
  await desk.goTo('Traces')
  await window.getByRole('button', { name: 'Saved filters' }).click()
  await expect(window.getByText('Your filters could not be read.')).toBeVisible()
  await failNowhere(app)
  await window.getByRole('menuitem', { name: 'Try again' }).click()
  await expect(window.getByRole('button', { name: 'Saved filters' })).toBeHidden()

  await failAt(app, { routes: ['traces.retention', 'updates.get'] })
  await desk.goTo('Settings')
  await window.getByRole('link', { name: 'Data' }).click()
  await expect(window.getByText('How long records are kept could not be read.')).toBeVisible()
  await window.getByRole('link', { name: 'About' }).click()
  const updates = window
    .getByRole('alert')
    .filter({ hasText: 'Whether there are updates could not be read.' })
  await expect(updates).toBeVisible()
  await failNowhere(app)
  await updates.getByRole('button', { name: 'Try again' }).click()
  await expect(window.getByRole('heading', { name: 'Updates' })).toBeVisible()

  await failAt(app, { routes: ['people.findCodes'] })
  await window.keyboard.press('Control+k')
  await window.getByRole('textbox', { name: 'Search and do' }).fill('nobody of that name')
  await expect(window.getByText(/^Codes could not be searched\./)).toBeVisible()
  await expect(window.getByText(/^Nothing matches\./)).toBeHidden()
})

test('all doors are checked from the overview, and a list of doors that could not be read is told', async ({
  app,
}) => {
  const { window } = app
  const desk = new FrontDesk(window)
  await desk.begin('Try with simulated locks')
  await expect(window.getByText(/of 12 doors in step/)).toBeVisible()
  const check = window.getByRole('button', { name: 'Check now' })
  await failAt(app, { routes: ['doors.list'] })
  await check.click()
  await expect(
    window.getByRole('alert').filter({ hasText: 'Something in Lockstep went wrong.' }),
  ).toBeVisible()
  await failNowhere(app)
  await check.click()
  await expect(window.getByText('Checking 12 doors')).toBeVisible()
})

test('an address that nothing has leads back to the overview', async ({ app }) => {
  const { window } = app
  await new FrontDesk(window).begin('Try with simulated locks')
  await window.evaluate(() => {
    location.hash = '#/somewhere/else'
  })
  await expect(window.getByRole('navigation', { name: 'Main' })).toBeVisible()
  await window.getByRole('button', { name: 'Go to the overview' }).click()
  await expect(window.getByText(/of 12 doors in step/)).toBeVisible()
})
