import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { test } from '../support/electronApp.ts'
import { FrontDesk } from '../support/frontDesk.ts'

const SCREENS = ['Overview', 'Doors', 'People & codes', 'Enforce plan', 'Jobs', 'Traces', 'Settings'] as const
/** Each with what no other of them has: the page before is still there when its address has gone. */
const PLACES = [
  ['#/doors/1', 'heading', 'Front door'],
  ['#/doors/new', 'heading', 'Add door'],
  ['#/people/5', 'heading', 'Weber family'],
  ['#/plans/1', 'button', 'Page to print'],
  ['#/settings/about', 'heading', 'Settings'],
] as const
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Rule and place of each violation, so that a failure says where to look. */
async function violations(window: Page): Promise<readonly string[]> {
  // Electron cannot open the blank page that axe's default mode wants.
  const { violations } = await new AxeBuilder({ page: window }).setLegacyMode(true).withTags(WCAG).analyze()
  return violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  )
}

test('the first start and every screen keep WCAG 2.2 AA, light and dark', async ({ app }) => {
  test.setTimeout(180_000)
  const { window } = app
  await expect(window.getByLabel('Your name')).toBeFocused()
  expect(await violations(window), 'welcome').toEqual([])
  const desk = new FrontDesk(window)
  await desk.begin('Try with simulated locks')
  await expect(window.getByText(/of 12 doors in step/)).toBeVisible()
  for (const scheme of ['light', 'dark'] as const) {
    await window.evaluate(
      (colorScheme) =>
        globalThis.window.lockstep.system.setPreferences({ colorScheme, density: 'comfortable' }),
      scheme,
    )
    await window.reload()
    await expect(desk.navigation()).toBeVisible()
    for (const screen of SCREENS) {
      if (screen !== 'Overview') await desk.goTo(screen)
      await desk.loaded()
      expect(await violations(window), `${screen}, ${scheme}`).toEqual([])
    }
    for (const [place, role, name] of PLACES) {
      await window.evaluate((hash) => {
        location.hash = hash
      }, place)
      await expect(window.getByRole('main').getByRole(role, { name, exact: true })).toBeVisible()
      await desk.loaded()
      expect(await violations(window), `${place}, ${scheme}`).toEqual([])
    }
    await window.evaluate(() => {
      location.hash = '#/doors/1'
    })
    await window.getByRole('button', { name: 'Check now' }).click()
    await expect(window.getByRole('alert').getByRole('button', { name: 'Close' })).toBeVisible()
    expect(await violations(window), `notification, ${scheme}`).toEqual([])
    await window.getByRole('button', { name: 'Change open schedule' }).click()
    const dialog = window.getByRole('dialog')
    await desk.choose('Open schedule', 'Stands open at certain hours')
    await expect(dialog.getByRole('checkbox', { name: 'Monday' })).toBeChecked()
    expect(await violations(window), `open schedule, ${scheme}`).toEqual([])
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  }
})
