import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type Page } from '@playwright/test'
import { type RunningApp, test } from '../support/electronApp.ts'
import { failAt, failedSoFar, failNowhere } from '../support/failingRoutes.ts'
import { FrontDesk } from '../support/frontDesk.ts'
import { answerFileDialogs, fileNote } from '../support/traceDesk.ts'

const OLDER_EXPORT = fileURLToPath(new URL('../fixtures/door-provision-trace.json', import.meta.url))
/** So many that the timeline is read in several pages. */
const RECORDS = 2_000
const NOT_ALL = 'This trace could not be read to its end.'

/** Opens the older system's export with its records many times over. */
async function openLongTrace(app: RunningApp): Promise<Page> {
  const { window } = app
  const trace = JSON.parse(await readFile(OLDER_EXPORT, 'utf8'))
  const logs: object[] = trace.integration_logs
  trace.integration_logs = Array.from({ length: RECORDS }, (_, index) => ({
    ...logs[index % logs.length],
    id: index + 1,
  }))
  const file = join(app.userDataDir, 'long-trace.json')
  await writeFile(file, JSON.stringify(trace))
  const desk = new FrontDesk(window)
  await desk.begin('Try with simulated locks')
  await desk.goTo('Traces')
  await answerFileDialogs(app, file)
  await window.getByRole('button', { name: 'Open trace file' }).click()
  await expect(fileNote(window)).toContainText('read-only')
  return window
}

test('a trace whose later records cannot be read says so, asks once, and shows all when asked again', async ({
  app,
}) => {
  await failAt(app, { routes: ['traces.logs'], spared: 1 })
  const window = await openLongTrace(app)
  const unread = window.getByRole('alert').filter({ hasText: NOT_ALL })
  await expect(unread).toBeVisible()
  await expect(window.getByText(/^[\d,]+ of 2,000 records loaded/)).toBeVisible()
  expect(await failedSoFar(app)).toEqual(['traces.logs'])
  await failNowhere(app)
  await unread.getByRole('button', { name: 'Try again' }).click()
  await expect(unread).toBeHidden()
  await expect(window.getByText(/of 2,000 records loaded/)).toBeHidden()
})

test('two runs are not compared by the records that happened to be read', async ({ app }) => {
  await failAt(app, { routes: ['traces.logs'], spared: 1 })
  const window = await openLongTrace(app)
  await window.getByRole('button', { name: 'Compare' }).click()
  await window.getByRole('button', { name: 'Find another run' }).click()
  const dialog = window.getByRole('dialog', { name: 'Compare with another run' })
  await dialog.getByRole('listitem').filter({ hasText: 'Front door' }).getByRole('button').first().click()
  const unread = window.getByRole('alert').filter({ hasText: 'The runs could not be compared.' })
  await expect(unread).toBeVisible()
  await failNowhere(app)
  await unread.getByRole('button', { name: 'Try again' }).click()
  await expect(window.getByRole('row', { name: 'First difference' })).toBeVisible()
})
