import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, expect } from '@playwright/test'
import { test } from '../support/electronApp.ts'
import { FrontDesk } from '../support/frontDesk.ts'
import { seedSite } from '../support/seedSite.ts'
import { startSimulatorProcess } from '../support/simulator.ts'
import { findSystemBrowser } from '../support/systemBrowser.ts'
import {
  answerFileDialogs,
  exportAs,
  fileNote,
  idOfTrace,
  openTraceOf,
  tracesOf,
} from '../support/traceDesk.ts'

const OLDER_EXPORT = resolve(import.meta.dirname, '../fixtures/door-provision-trace.json')

test('a trace opens in a window of its own, once', async ({ app }) => {
  const window = await openTraceOf(app, 'Front door')
  const opening = app.electron.waitForEvent('window')
  await window.getByRole('button', { name: 'Open in its own window' }).click()
  const own = await opening
  await expect(own.getByRole('heading', { name: 'Correlation detail' })).toBeVisible()
  await expect(own.getByRole('button', { name: 'Open in its own window' })).toBeHidden()
  await window.getByRole('button', { name: 'Open in its own window' }).click()
  await expect(window.getByRole('heading', { name: 'Correlation detail' })).toBeVisible()
  expect(app.electron.windows()).toHaveLength(2)
  // Another id there, as of a trace that went since.
  await own.evaluate(() => {
    location.hash = '#/trace-window/00000000000000000000000000000000'
  })
  const gone = own.getByRole('alert').filter({ hasText: 'It is not here any more.' })
  await expect(gone).toContainText('Close this window')
  await expect(gone).not.toContainText('Go back to the list')
})

test('a trace goes out as a page that opens in an ordinary browser, asks for nothing and runs nothing', async ({
  app,
}) => {
  const browserFile = findSystemBrowser()
  test.skip(browserFile === null, 'no browser is installed on this system')
  const window = await openTraceOf(app, 'Front door')
  const file = join(app.userDataDir, 'trace.html')
  await answerFileDialogs(app, file)
  await exportAs(window, /Web page/)

  const browser = await chromium.launch({ executablePath: browserFile ?? '' })
  try {
    const page = await browser.newPage()
    const requests: string[] = []
    const complaints: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    page.on('console', (message) => complaints.push(message.text()))
    await page.goto(pathToFileURL(file).href)
    for (const title of [
      '1 What changed',
      '2 What the system decided',
      '3 What was sent to locks',
      '4 Timeline',
    ])
      await expect(page.getByRole('heading', { name: title })).toBeVisible()
    expect(requests).toEqual([pathToFileURL(file).href])
    expect(complaints).toEqual([])
    // The style sheet is allowed by its hash: without it the body would have the browser's own margin.
    await expect(page.locator('body')).toHaveCSS('max-width', '1120px')
    const ran = await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'document.title = "ran"'
      document.body.append(script)
      return document.title
    })
    expect(ran).not.toBe('ran')
  } finally {
    await browser.close()
  }
})

test('a trace goes out as a file and comes back read-only, by keyboard', async ({ app }) => {
  const window = await openTraceOf(app, 'Front door')
  const file = join(app.userDataDir, 'front-door.lockstep-trace.json')
  await answerFileDialogs(app, file)
  await exportAs(window, /Lockstep trace/)
  const first = await readFile(file)

  await window.getByRole('button', { name: 'Traces' }).press('Enter')
  await window.getByRole('button', { name: 'Open trace file' }).press('Enter')
  await expect(fileNote(window)).toContainText('From a file, read-only')
  await expect(fileNote(window)).toContainText('front-door.lockstep-trace.json')
  await expect(window.getByRole('button', { name: 'Open in its own window' })).toBeHidden()

  await window.getByRole('button', { name: 'Export' }).press('Enter')
  await window.getByRole('menuitem', { name: /Lockstep trace/ }).press('Enter')
  await expect.poll(async () => (await readFile(file)).equals(first)).toBe(true)
})

test("the older system's export opens in the same screen", async ({ app }) => {
  const { window } = app
  const desk = new FrontDesk(window)
  await desk.begin('Try with simulated locks')
  await desk.goTo('Traces')
  await answerFileDialogs(app, OLDER_EXPORT)
  await window.getByRole('button', { name: 'Open trace file' }).click()
  await expect(fileNote(window)).toContainText('older system')
  for (const section of ['What changed', 'What the system decided', 'What was sent to locks', 'Timeline'])
    await expect(window.getByRole('heading', { name: section })).toBeVisible()
  await expect(window.getByRole('listitem', { name: /^PASSCODE_DELETE/ })).toBeVisible()
})

test('a hostile file is refused in words, and the list stays', async ({ app }) => {
  const { window } = app
  const desk = new FrontDesk(window)
  await desk.begin('Try with simulated locks')
  await desk.goTo('Traces')
  const file = join(app.userDataDir, 'hostile.json')
  await answerFileDialogs(app, file)
  const hostile: readonly (readonly [string, RegExp])[] = [
    ['['.repeat(200_000), /nested deeper/],
    ['{"format":"lockstep-trace","version":9}', /version 9/],
    ['{"correlation_id":"x","integration_logs":[],"__proto__":{"a":1}}', /a field that no trace has/],
    ['<html>', /not JSON/],
  ]
  for (const [text, sentence] of hostile) {
    await writeFile(file, text)
    await window.getByRole('button', { name: 'Open trace file' }).click()
    await expect(window.getByRole('alert').filter({ hasText: sentence })).toBeVisible()
  }
  await expect(window.getByRole('heading', { name: 'Traces', level: 1 })).toBeVisible()
})

test('a failed check is held beside the last good one, and the first difference is marked', async ({
  app,
}) => {
  const simulator = await startSimulatorProcess()
  try {
    await simulator.control.replaceSite(seedSite(64))
    const { window } = app
    const desk = new FrontDesk(window)
    await desk.begin('Connect TTLock account')
    await desk.connectAccount(simulator.url)
    await desk.fillDoor({ name: 'office', newSite: 'Hotel', device: /Office lock/ })
    await desk.provision()
    await expect(window.getByRole('heading', { name: 'office' })).toBeVisible()
    await expect(window.getByText('In step').first()).toBeVisible()
    await window.getByRole('button', { name: 'Check now' }).click()
    await expect.poll(() => tracesOf(window, 'drift_check')).toBe(1)
    await simulator.control.addFault({
      kind: 'errcode',
      errcode: -3003,
      path: '/v3/lock/listKeyboardPwd',
      count: 50,
    })
    await window.getByRole('button', { name: 'Check now' }).click()
    await expect.poll(() => tracesOf(window, 'failed')).toBeGreaterThan(0)

    await desk.goTo('Traces')
    const good = window.getByRole('row', { name: /office was provisioned/ })
    await expect(good).toBeVisible()
    await desk.choose('Outcome', 'With failures')
    await expect(good).toHaveCount(0)
    await window
      .getByRole('row', { name: /office/ })
      .first()
      .click()
    await window.getByRole('button', { name: 'Compare' }).click()
    await expect(window.getByRole('heading', { name: 'Compare two runs' })).toBeVisible()
    await expect(window.getByText(/PASSCODE_LIST went another way/)).toBeVisible()
    const first = window.getByRole('row', { name: 'First difference' })
    await expect(first).toContainText('PASSCODE_LIST')
    await expect(first).toContainText('-3003')

    // Any other run, here the one that provisioned the door: found by its id, by keyboard.
    const provision = await idOfTrace(window, 'DOOR_PROVISION')
    await window.getByRole('button', { name: 'Find another run' }).press('Enter')
    const dialog = window.getByRole('dialog', { name: 'Compare with another run' })
    await expect(dialog.getByRole('listitem').filter({ hasText: 'office' }).first()).toBeVisible()
    await dialog.getByLabel('Search runs').fill(provision)
    await expect(dialog.getByRole('listitem')).toHaveCount(1)
    await dialog.getByRole('listitem').getByRole('button').press('Enter')
    await expect(dialog).toBeHidden()
    await expect(window.getByRole('columnheader', { name: /The other run.*was provisioned/ })).toBeVisible()

    await window.getByRole('button', { name: 'Correlation detail' }).click()
    const file = join(app.userDataDir, 'failed.lockstep-trace.json')
    await answerFileDialogs(app, file)
    await exportAs(window, /Lockstep trace/)
    const opening = app.electron.waitForEvent('window')
    await window.getByRole('button', { name: 'Open in its own window' }).click()
    const own = await opening
    await own.getByRole('button', { name: 'Compare' }).press('Enter')
    await expect(own.getByRole('row', { name: 'First difference' })).toContainText('-3003')
    await own.getByRole('button', { name: 'Correlation detail' }).press('Enter')
    await expect(own.getByRole('grid', { name: 'Timeline' })).toBeVisible()

    await desk.goTo('Traces')
    await window.getByRole('button', { name: 'Open trace file' }).click()
    await expect(fileNote(window)).toContainText('read-only')
    await window.getByRole('button', { name: 'Compare' }).click()
    await expect(window.getByRole('row', { name: 'First difference' })).toContainText('-3003')
  } finally {
    await simulator.close()
  }
})

test('a door says why a code is on its lock', async ({ app }) => {
  const simulator = await startSimulatorProcess()
  try {
    await simulator.control.replaceSite(seedSite(10))
    const { window } = app
    const desk = new FrontDesk(window)
    await desk.begin('Connect TTLock account')
    await desk.connectAccount(simulator.url)
    await desk.fillDoor({ name: 'front', newSite: 'Hotel', device: /Seed lock/ })
    await desk.provision()
    await expect(window.getByRole('heading', { name: 'front' })).toBeVisible()
    await window.getByRole('button', { name: 'Why is it here?' }).click()
    const story = window.getByRole('dialog', { name: /The life of/ })
    await expect(story.getByText('The code was seen on the lock for the first time.')).toBeVisible()
    await window.keyboard.press('Escape')
    await expect(story).toBeHidden()
    await expect(window.getByRole('heading', { name: 'front' })).toBeVisible()
  } finally {
    await simulator.close()
  }
})

test('a code that is read over the phone finds its trace, by keyboard', async ({ app }) => {
  const window = await openTraceOf(app, 'Front door')
  const desk = new FrontDesk(window)
  const code = await window.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/).textContent()
  await desk.goTo('Traces')
  await window.keyboard.press('/')
  await window.keyboard.type((code ?? '').toLowerCase().replace('-', ' '))
  await expect(window.getByRole('row', { name: /Front door/ })).toHaveCount(1)
  await expect(window.getByRole('row')).toHaveCount(2)
})

test('hostile names from a file stay text: in the window, and in the page that goes out again', async ({
  app,
}) => {
  const browserFile = findSystemBrowser()
  test.skip(browserFile === null, 'no browser is installed on this system')
  const { window } = app
  const desk = new FrontDesk(window)
  await desk.begin('Try with simulated locks')
  await desk.goTo('Traces')
  const hostile = `</title></style></pre><script>document.title='ran'</script><img src=x onerror="document.title='ran'"><a href="javascript:1">`
  const trace = JSON.parse(await readFile(OLDER_EXPORT, 'utf8'))
  for (const log of trace.integration_logs) {
    log.action = hostile.slice(0, 200)
    log.lock_key = hostile.slice(0, 200)
    log.error_message = hostile
    log.request_json = { [hostile]: hostile }
  }
  trace.app_audit[0].entity = hostile.slice(0, 200)
  trace.reconcile_jobs[0].reason = hostile
  const file = join(app.userDataDir, 'hostile-trace.json')
  await writeFile(file, JSON.stringify(trace))
  await answerFileDialogs(app, file)
  await window.getByRole('button', { name: 'Open trace file' }).click()
  await expect(fileNote(window)).toContainText('read-only')
  await expect(window.getByText(hostile).first()).toBeVisible()
  expect(await window.title()).not.toBe('ran')

  const page = join(app.userDataDir, 'hostile.html')
  await answerFileDialogs(app, page)
  await exportAs(window, /Web page/)
  const browser = await chromium.launch({ executablePath: browserFile ?? '' })
  try {
    const view = await browser.newPage()
    const requests: string[] = []
    view.on('request', (request) => requests.push(request.url()))
    await view.goto(pathToFileURL(page).href)
    await expect(view.getByRole('heading', { name: '4 Timeline' })).toBeVisible()
    await expect(view.getByText(hostile).first()).toBeVisible()
    expect(await view.title()).toMatch(/^Trace [0-9a-f]{8}/)
    expect(requests).toEqual([pathToFileURL(page).href])
    expect(await view.locator('script, img, a:not([href^="#"])').count()).toBe(0)
  } finally {
    await browser.close()
  }
})

test('traces are narrowed to the time between two typed moments', async ({ app }) => {
  const { window } = app
  const desk = new FrontDesk(window)
  await desk.begin('Try with simulated locks')
  await desk.goTo('Traces')
  await expect(window.getByRole('row', { name: /Front door/ }).first()).toBeVisible()
  await desk.choose('Time', 'Between')
  await window.getByRole('textbox', { name: 'From' }).fill('2099-01-01 00:00')
  await expect(window.getByText('No trace matches')).toBeVisible()
  await window.getByRole('textbox', { name: 'From' }).fill('2020-01-01 00:00')
  await expect(window.getByRole('row', { name: /Front door/ }).first()).toBeVisible()
  await window.getByRole('textbox', { name: 'To' }).fill('2020-01-02 00:00')
  await expect(window.getByText('No trace matches')).toBeVisible()
  await window.getByRole('textbox', { name: 'To' }).fill('tomorrow')
  await window.getByRole('textbox', { name: 'To' }).blur()
  await expect(window.getByText('Type it as 2026-11-23 09:00')).toBeVisible()
})

test('a trace is rehearsed with simulated locks, and the first difference of an edited one is marked', async ({
  app,
}) => {
  const { window } = app
  const desk = new FrontDesk(window)
  await desk.begin('Try with simulated locks')
  await desk.goTo('Traces')
  await answerFileDialogs(app, OLDER_EXPORT)
  await window.getByRole('button', { name: 'Open trace file' }).click()
  await window.getByRole('button', { name: 'Rehearse' }).press('Enter')
  const dialog = window.getByRole('dialog', { name: 'Rehearsal' })
  await expect(dialog.getByText('Today Lockstep would decide the same about 1 code.')).toBeVisible()
  await expect(dialog.getByText('PINs are invented', { exact: false })).toBeVisible()
  await dialog.screenshot({ path: test.info().outputPath('rehearsal.png') })
  await window.keyboard.press('Escape')
  await expect(dialog).toBeHidden()

  const trace = JSON.parse(await readFile(OLDER_EXPORT, 'utf8'))
  for (const log of trace.integration_logs) {
    const [door] = log.response_json?.enforce_plan?.doors ?? []
    if (door) [door.deletes, door.blocked_by_grace] = [[], door.deletes]
  }
  const file = join(app.userDataDir, 'edited-trace.json')
  await writeFile(file, JSON.stringify(trace))
  await answerFileDialogs(app, file)
  await desk.goTo('Traces')
  await window.getByRole('button', { name: 'Open trace file' }).click()
  await window.getByRole('button', { name: 'Rehearse' }).click()
  await expect(dialog.getByRole('status')).toContainText(
    'Today Lockstep would decide differently: about AB U9 C6',
  )
  await expect(dialog.getByRole('row', { name: 'First difference' })).toBeVisible()
  await dialog.screenshot({ path: test.info().outputPath('rehearsal-different.png') })
})
