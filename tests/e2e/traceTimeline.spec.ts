import { expect } from '@playwright/test'
import { test } from '../support/electronApp.ts'
import { openTraceOf } from '../support/traceDesk.ts'

test('the timeline is searched by keyboard, read as a table, and leads to the door', async ({ app }) => {
  const window = await openTraceOf(app, 'Front door')
  const timeline = window.getByRole('grid', { name: 'Timeline' })
  const record = window.getByRole('complementary', { name: 'Record' })
  await expect(timeline).toBeVisible()
  // A trace that grows has another number of matches at each look.
  await expect(window.getByText('Updates while its job runs')).toBeHidden({ timeout: 30_000 })
  await window.keyboard.press('/')
  await expect(window.getByLabel('Search in the timeline')).toBeFocused()
  await window.keyboard.type('passcode_')
  const count = window.getByRole('status').filter({ hasText: / of \d+$/ })
  await expect(count).toHaveText(/^– of \d+$/)
  await window.keyboard.press('Enter')
  await expect(count).toHaveText(/^1 of \d+$/)
  await expect(record.getByRole('heading')).toHaveText(/^PASSCODE_/)
  await window.keyboard.press('Shift+Enter')
  await expect(count).toHaveText(/^(\d+) of \1$/)
  await window.getByRole('button', { name: 'Next match' }).click()
  await expect(count).toHaveText(/^1 of \d+$/)
  const all = await timeline.getByRole('row').count()
  await window.getByLabel('Only matches').check()
  await expect.poll(() => timeline.getByRole('row').count()).toBeLessThan(all)

  await window.getByRole('button', { name: 'Table' }).click()
  for (const name of ['Time', 'What', 'Kind', 'Lock', 'Outcome', 'Waited', 'Took'])
    await expect(timeline.getByRole('columnheader', { name })).toBeVisible()
  await expect(timeline.getByRole('row').nth(1).getByRole('gridcell').nth(2)).toHaveText(/call/)

  await timeline.focus()
  await window.keyboard.press('Home')
  await window.keyboard.press('c')
  const copied = await app.electron.evaluate(({ clipboard }) => clipboard.readText())
  expect(JSON.parse(copied)).toMatchObject({ lock_key: expect.stringMatching(/^TTLOCK:/) })
  await window.keyboard.press('Enter')
  await expect(record).toBeFocused()
  await record.getByRole('link', { name: 'Door Front door' }).press('Enter')
  await expect(window.getByRole('heading', { name: 'Front door', level: 1 })).toBeVisible()
})

test('from its own window a trace shows the door in the main one', async ({ app }) => {
  const window = await openTraceOf(app, 'Front door')
  const opening = app.electron.waitForEvent('window')
  await window.getByRole('button', { name: 'Open in its own window' }).click()
  const own = await opening
  await own
    .getByRole('grid', { name: 'Timeline' })
    .getByRole('row', { name: /PASSCODE_LIST/ })
    .first()
    .click()
  await own.keyboard.press('/')
  await expect(own.getByLabel('Search in the timeline')).toBeFocused()
  await own.getByRole('button', { name: 'Door Front door' }).click()
  await expect(window.getByRole('heading', { name: 'Front door', level: 1 })).toBeVisible()
  await expect(own.getByRole('heading', { name: 'Correlation detail' })).toBeVisible()
})
