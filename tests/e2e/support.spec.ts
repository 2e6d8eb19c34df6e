import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, expect, type Locator, type Page } from '@playwright/test'
import { type RunningApp, test } from '../support/electronApp.ts'
import { FrontDesk } from '../support/frontDesk.ts'
import { seedSite } from '../support/seedSite.ts'
import { startSimulatorProcess } from '../support/simulator.ts'
import { findSystemBrowser } from '../support/systemBrowser.ts'
import { answerFileDialogs, openTraceOf, tracesOf } from '../support/traceDesk.ts'

/** A door that was checked well once and then fails; returns the failed run. */
async function failAfterAGoodRun(app: RunningApp, simulator: Simulator): Promise<string> {
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
  const path = '/v3/lock/listKeyboardPwd'
  await simulator.control.addFault({ kind: 'errcode', errcode: -4043, path, count: 99 })
  await window.getByRole('button', { name: 'Check now' }).click()
  await expect.poll(() => tracesOf(window, 'failed')).toBeGreaterThan(0)
  return window.evaluate(async () => {
    const narrow = { text: 'office', doorId: null, outcome: 'failed' as const, debugSession: null }
    const found = JSON.parse(
      await globalThis.window.lockstep.traces.search({
        ...narrow,
        ...{ from: null, to: null, after: null },
      }),
    )
    return found.ok ? (found.data.rows[0]?.correlationId ?? '') : ''
  })
}

type Simulator = Awaited<ReturnType<typeof startSimulatorProcess>>

const HANDS: readonly (readonly [string, (target: Locator) => Promise<void>])[] = [
  ['mouse', (target) => target.click()],
  ['keyboard', walkTo],
]

/** With Tab alone, as somebody without a mouse, or with the arrow in a menu; then Enter. */
async function walkTo(target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  const { keyboard } = target.page()
  const isFocused = (): Promise<boolean> => target.evaluate((element) => element === document.activeElement)
  const key = (await target.getAttribute('role')) === 'menuitem' ? 'ArrowDown' : 'Tab'
  for (let step = 0; step < MOST_STEPS && !(await isFocused()); step += 1) await keyboard.press(key)
  await expect(target).toBeFocused()
  await keyboard.press('Enter')
}

const MOST_STEPS = 80

for (const [hand, act] of HANDS) {
  test(`support opens a link, finds the first error, compares, copies the sentence and exports the page, by ${hand}`, async ({
    launch,
  }) => {
    // The program is started twice, and a browser after it.
    test.setTimeout(120_000)
    const simulator = await startSimulatorProcess()
    try {
      await simulator.control.replaceSite(seedSite(64))
      const first = await launch()
      const correlationId = await failAfterAGoodRun(first, simulator)
      await first.close()

      const app = await launch({ args: [`lockstep://trace/${correlationId}`] })
      // A window is told before its address is.
      const isTrace = (page: Page): boolean => page.url().includes('trace-window')
      await expect.poll(() => app.electron.windows().map(isTrace).sort()).toEqual([false, true])
      const main = app.electron.windows().find((page) => !isTrace(page))
      const trace = app.electron.windows().find(isTrace)
      if (!main || !trace) throw new Error('the link did not open a window')
      await new FrontDesk(main).signIn()
      await expect(trace.getByRole('heading', { name: 'Correlation detail' })).toBeVisible()
      const record = trace.getByRole('complementary', { name: 'Record' })
      await expect(record).toContainText('PASSCODE_LIST')
      await expect(record).toContainText('-4043')

      await act(trace.getByRole('button', { name: 'Compare' }))
      await expect(trace.getByText(/PASSCODE_LIST went another way/)).toBeVisible()
      await expect(trace.getByRole('row', { name: 'First difference' })).toContainText('-4043')
      await act(trace.getByRole('button', { name: 'Correlation detail' }))

      await act(trace.getByRole('button', { name: 'Copy this sentence' }))
      const copied = await app.electron.evaluate(({ clipboard }) => clipboard.readText())
      expect(copied).toMatch(/office/)
      const file = join(app.userDataDir, 'for-the-customer.html')
      await answerFileDialogs(app, file)
      await act(trace.getByRole('button', { name: 'Export' }))
      await act(trace.getByRole('menuitem', { name: /Web page/ }))
      await expect(trace.getByText(/^Saved /).last()).toBeVisible()
      const page = await readFile(file, 'utf8')
      expect(page).toContain('-4043')
      await readInBrowser(file, copied)
    } finally {
      await simulator.close()
    }
  })
}

/** In an ordinary browser, where the system has one. */
async function readInBrowser(file: string, sentence: string): Promise<void> {
  const browserFile = findSystemBrowser()
  if (browserFile === null) return
  const browser = await chromium.launch({ executablePath: browserFile })
  try {
    const page = await browser.newPage()
    await page.goto(pathToFileURL(file).href)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(sentence)
    await expect(page.getByText(/-4043/).first()).toBeVisible()
  } finally {
    await browser.close()
  }
}

test('an open trace grows while its job runs, follows it to the end, and nothing is loaded anew', async ({
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
    // Held back until the trace was seen growing; the program waits 15 s for a list.
    const path = '/v3/lock/listKeyboardPwd'
    await simulator.control.addFault({ kind: 'slow', path, delayMs: 14_000 })
    await desk.provision()
    await desk.showProvisionTrace('office')

    const live = window.getByText('Updates while its job runs')
    await expect(live).toBeVisible()
    await window.evaluate(() => document.body.setAttribute('data-not-loaded-anew', ''))
    const timeline = window.getByRole('grid', { name: 'Timeline' })
    const before = Number(await timeline.getAttribute('aria-rowcount'))
    await expect(timeline.getByRole('row', { name: /PASSCODE_LIST/ })).toBeHidden()

    await simulator.control.clearFaults()
    await expect(timeline.getByRole('row', { name: /PASSCODE_LIST/ })).toBeVisible()
    await expect(live).toBeHidden()
    await expect(timeline.getByRole('row', { name: /JOB_DONE/ })).toBeVisible()
    expect(Number(await timeline.getAttribute('aria-rowcount'))).toBeGreaterThan(before)
    await expect(window.locator('body')).toHaveAttribute('data-not-loaded-anew', '')
  } finally {
    await simulator.close()
  }
})

test('a filter is kept under a name, used again and removed', async ({ app }) => {
  const window = await openTraceOf(app, 'Front door')
  const desk = new FrontDesk(window)
  await desk.goTo('Traces')
  await window.getByLabel('Search traces').fill('Front door')
  await desk.choose('Outcome', 'Ended well')
  await window.getByRole('button', { name: 'Save filter' }).click()
  await window.getByRole('textbox', { name: 'Name' }).fill('Front door, good')
  await window.keyboard.press('Enter')
  const kept = window.getByRole('button', { name: 'Saved filters' })
  await expect(kept).toBeVisible()
  await window.getByLabel('Search traces').fill('nothing has this')
  await expect(window.getByText('No trace matches')).toBeVisible()
  await window.getByRole('button', { name: 'Show all traces' }).click()
  await expect(window.getByLabel('Search traces')).toHaveValue('')
  await kept.press('Enter')
  await window.getByRole('menuitem', { name: 'Front door, good', exact: true }).press('Enter')
  await expect(window.getByLabel('Search traces')).toHaveValue('Front door')
  await expect(window.getByRole('combobox', { name: 'Outcome', exact: true })).toHaveValue('Ended well')
  await kept.click()
  await window.getByRole('menuitem', { name: 'Remove saved filter Front door, good' }).click()
  await expect(kept).toBeHidden()
})

test('a trace that moves while it is pressed, because a newer one comes above it, opens all the same', async ({
  app,
}) => {
  const { window } = app
  const desk = new FrontDesk(window)
  await desk.begin('Try with simulated locks')
  await desk.goTo('Traces')
  const list = window.getByRole('grid', { name: 'Traces' })
  const first = list.locator('tbody tr').first()
  await expect(first).toBeVisible()
  const idOf = (row: Locator): Promise<string | null> => row.getAttribute('data-row-id')
  await first.locator('td').last().hover()
  const pressed = await idOf(first)
  await window.mouse.down()
  await window.evaluate(async () => {
    const { doors } = globalThis.window.lockstep
    const all = JSON.parse(await doors.list({}))
    if (!all.ok) throw new Error(all.error.code)
    await doors.checkNow({ doorIds: all.data.slice(0, 1).map((door) => door.id) })
  })
  await expect.poll(() => idOf(first)).not.toBe(pressed)
  await window.mouse.up()
  await expect(window.getByRole('heading', { name: 'Correlation detail' })).toBeVisible()
  expect(window.url()).toContain(pressed ?? 'no row was pressed')
})
