import { join } from 'node:path'
import { expect } from '@playwright/test'
import { test } from '../support/electronApp.ts'
import { FrontDesk } from '../support/frontDesk.ts'
import { answerFileDialogs, fileNote } from '../support/traceDesk.ts'

test('support records, tries what fails, stops, and takes all of it along as one file', async ({
  launch,
}) => {
  const first = await launch()
  const { window } = first
  const desk = new FrontDesk(window)
  await desk.begin('Try with simulated locks')
  await desk.goTo('Traces')
  await window.getByRole('button', { name: 'Debug sessions' }).click()
  await expect(window.getByText('No debug session yet')).toBeVisible()
  await window.getByRole('button', { name: 'Record for support' }).click()
  const dialog = window.getByRole('dialog', { name: 'Record for support' })
  await dialog.getByLabel('Note').fill('Side entrance refuses new codes')
  await desk.choose('Record for', '10 minutes')
  await dialog.getByRole('button', { name: 'Record the next 10 minutes' }).click()
  await expect(dialog).toBeHidden()
  const row = window.getByRole('row', { name: /Side entrance refuses/ })
  await expect(row).toContainText('recording')
  const sign = window.getByRole('link', { name: /^Recording for support until \d\d:\d\d$/ })
  await expect(sign).toBeVisible()
  await expect(window.getByRole('button', { name: 'Record for support' })).toBeDisabled()

  await desk.goTo('Doors')
  await window
    .getByRole('row', { name: /Front door/ })
    .first()
    .click()
  await window.getByRole('button', { name: 'Check now' }).click()
  await sign.press('Enter')
  await expect(window.getByRole('heading', { name: 'Debug sessions', level: 1 })).toBeVisible()
  await row.getByRole('button', { name: 'Show traces' }).click()
  await expect(window.getByText(/^Debug session [0-9A-Z]{4}-[0-9A-Z]{4}$/)).toBeVisible()
  await expect(window.getByRole('row', { name: /Front door/ }).first()).toBeVisible()
  await window.getByRole('button', { name: 'Show traces of all sessions' }).click()
  await expect(window.getByText(/^Debug session [0-9A-Z]{4}-[0-9A-Z]{4}$/)).toBeHidden()

  await first.close()
  const app = await launch()
  const again = app.window
  const deskAgain = new FrontDesk(again)
  await deskAgain.signIn()
  const signAgain = again.getByRole('link', { name: /^Recording for support/ })
  await signAgain.click()
  const rowAgain = again.getByRole('row', { name: /Side entrance refuses/ })
  await rowAgain.getByRole('button', { name: 'Stop recording' }).click()
  await expect(rowAgain).toContainText('stopped early')
  await expect(signAgain).toBeHidden()

  await answerFileDialogs(app, join(app.userDataDir, 'side-entrance.lockstep-session.json'))
  await rowAgain.getByRole('button', { name: 'Export' }).click()
  await expect(again.getByText(/^Saved side-entrance/)).toBeVisible()
  await deskAgain.goTo('Traces')
  await again.getByRole('button', { name: 'Open trace file' }).click()
  await expect(fileNote(again)).toContainText('From a file, read-only')
  await expect(again.getByText('Side entrance refuses new codes')).toBeVisible()
  await again
    .getByRole('row', { name: /Front door/ })
    .first()
    .click()
  await expect(again.getByRole('heading', { name: 'Correlation detail' })).toBeVisible()
  await again.getByRole('button', { name: /^Debug session / }).click()
  await expect(again.getByRole('grid', { name: 'Traces of the file' })).toBeVisible()
})
