import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test } from '../support/electronApp.ts'
import { holdAt, letGo } from '../support/failingRoutes.ts'
import { FrontDesk } from '../support/frontDesk.ts'

/** A thread is started for each reading of a whole database: on a busy machine that takes longer than a click. */
const WHOLE = { timeout: 30_000 }

async function openData(window: Page, desk: FrontDesk): Promise<void> {
  await desk.goTo('Settings')
  await window.getByRole('link', { name: 'Data' }).click()
}

async function addPerson(window: Page, desk: FrontDesk, name: string): Promise<void> {
  await desk.goTo('People & codes')
  await window.getByRole('button', { name: 'Add person' }).first().click()
  const dialog = window.getByRole('dialog', { name: 'Add person' })
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('button', { name: 'Add person' }).click()
  await expect(window.getByRole('heading', { name, level: 1 })).toBeVisible()
}

test('a backup is made, shows what restoring it would change, and brings the day back', async ({ app }) => {
  const { window } = app
  const desk = new FrontDesk(window)
  await desk.begin('Connect TTLock account')
  await addPerson(window, desk, 'Ana Duarte')
  await window.evaluate(async () => {
    const { sites, doors } = globalThis.window.lockstep
    const site = JSON.parse(await sites.create({ name: 'Hotel', timezone: 'Europe/Lisbon' }))
    if (!site.ok) throw new Error(site.error.code)
    const rest = { deviceId: null, description: null, location: null, doorGroupId: null }
    await doors.provision({ ...rest, name: 'Front door', siteId: site.data.id, lockId: '77' })
  })
  await desk.goTo('Enforce plan')
  const observes = window.getByText('Reads and reports. Nothing is ever sent to a lock.')
  await expect(window.getByText('Mode', { exact: true })).toBeVisible()
  await expect(observes).toBeHidden()

  await openData(window, desk)
  const region = window.getByRole('region', { name: 'Backups' })
  await holdAt(app, 'data.backUp')
  await region.getByRole('button', { name: 'Back up now' }).click()
  const underWay = region.getByRole('status')
  await expect(underWay).toHaveText('The database is copied, and the copy is opened to prove it')
  await letGo(app)
  await expect(underWay).toBeEmpty(WHOLE)
  await expect(window.getByText('The backup is made and proven')).toBeVisible(WHOLE)
  await expect(region.getByRole('row').filter({ hasText: 'By hand' })).toHaveCount(1)
  await addPerson(window, desk, 'Bruno Lopes')

  await openData(window, desk)
  await region.getByRole('button', { name: /^Restore the backup of (today|yesterday)/ }).click()
  const dialog = window.getByRole('dialog', { name: /^Restore the backup of (today|yesterday)/ })
  const row = dialog.getByRole('row').filter({ has: window.getByRole('rowheader', { name: 'People' }) })
  await expect(row.getByRole('cell')).toHaveText(['2', '1'], WHOLE)
  await dialog.getByLabel('Reason').fill('Bruno was entered in the wrong hotel')
  await dialog.getByRole('button', { name: 'Restore' }).click()

  await expect(window.getByRole('heading', { name: 'Sign in' })).toBeVisible(WHOLE)
  await desk.signIn()
  await expect(window.getByText(/^The backup of (today|yesterday) .* was put in place\./)).toBeVisible()
  await desk.goTo('Enforce plan')
  await expect(observes).toBeVisible()
  await window.getByRole('button', { name: 'Preview plan' }).click()
  const holds = window.getByRole('status', { name: 'What holds this plan' })
  await expect(holds).toContainText('nothing of this plan is sent to a lock')
  await desk.goTo('People & codes')
  await expect(window.getByRole('row').filter({ hasText: 'Ana Duarte' })).toBeVisible()
  await expect(window.getByRole('row').filter({ hasText: 'Bruno Lopes' })).toHaveCount(0)
  await openData(window, desk)
  await expect(region.getByRole('row').filter({ hasText: 'Before a restore' })).toHaveCount(1)
})

test('the audit is verified by keyboard, and a mark that was noted is found again', async ({ app }) => {
  const { window } = app
  const desk = new FrontDesk(window)
  await desk.begin('Connect TTLock account')
  await openData(window, desk)
  const region = window.getByRole('region', { name: 'Audit' })
  await holdAt(app, 'data.verifyAudit')
  await region.getByRole('button', { name: 'Verify audit' }).focus()
  await window.keyboard.press('Enter')
  await expect(region.getByRole('status')).toHaveText('Each change is compared with the one before')
  await letGo(app)
  await expect(
    region.getByRole('status').filter({ hasText: /^The audit is whole: \d+ changes?,/ }),
  ).toBeVisible(WHOLE)
  const mark = (await region.getByRole('definition').textContent()) ?? ''
  expect(mark).toMatch(/^[0-9a-f]{64}$/)

  const noted = region.getByLabel('A mark you noted')
  await noted.fill('not a mark')
  await window.keyboard.press('Enter')
  await expect(
    region.getByText('A mark has 64 digits and letters from a to f.', { exact: true }),
  ).toBeVisible()
  await noted.fill(mark)
  await window.keyboard.press('Enter')
  await expect(region.getByText(/^The mark you noted is that of row \d+\.$/)).toBeVisible(WHOLE)
  await noted.fill('0'.repeat(64))
  await window.keyboard.press('Enter')
  await expect(region.getByRole('alert')).toHaveText(/^No row has the mark you noted/, WHOLE)
})

test('after a damaged database the first screen offers the newest backup', async ({
  launch,
  userDataDir,
}) => {
  const first = await launch()
  const desk = new FrontDesk(first.window)
  await desk.begin('Connect TTLock account')
  await addPerson(first.window, desk, 'Ana Duarte')
  await openData(first.window, desk)
  await first.window.getByRole('button', { name: 'Back up now' }).click()
  await expect(first.window.getByText('The backup is made and proven')).toBeVisible(WHOLE)
  await first.close()
  await writeFile(join(userDataDir, 'profiles', 'real', 'lockstep.db'), 'no database any more')

  const { window } = await launch()
  await expect(window.getByText(/^A backup of (today|yesterday) .* is on this PC\./)).toBeVisible()
  await window.getByRole('button', { name: 'Restore this backup' }).click()
  // The welcome has a passcode too.
  await expect(window.getByRole('heading', { name: 'Sign in' })).toBeVisible(WHOLE)
  const again = new FrontDesk(window)
  await again.signIn()
  await again.goTo('People & codes')
  await expect(window.getByRole('row').filter({ hasText: 'Ana Duarte' })).toBeVisible()
})
