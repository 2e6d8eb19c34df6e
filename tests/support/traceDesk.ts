import { expect, type Locator, type Page } from '@playwright/test'
import type { RunningApp } from './electronApp.ts'
import { FrontDesk } from './frontDesk.ts'

/** The system's dialogs cannot be clicked; here they answer with this file at once. */
export async function answerFileDialogs(app: RunningApp, file: string): Promise<void> {
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path })
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
  }, file)
}

/** Opens the newest trace of a door, by its row. */
export async function openTraceOf(app: RunningApp, door: string): Promise<Page> {
  const { window } = app
  const desk = new FrontDesk(window)
  await desk.begin('Try with simulated locks')
  await desk.goTo('Traces')
  // Until the search is answered the list is that of all traces, and its rows go when the answer comes.
  const others = window.getByRole('grid', { name: 'Traces' }).locator('tbody tr').filter({ hasNotText: door })
  await expect(others.first()).toBeVisible()
  await window.getByLabel('Search traces').fill(door)
  await expect(others).toHaveCount(0)
  await window
    .getByRole('row', { name: new RegExp(door) })
    .first()
    .click()
  await expect(window.getByRole('heading', { name: 'Correlation detail' })).toBeVisible()
  return window
}

export async function exportAs(window: Page, format: RegExp): Promise<void> {
  await window.getByRole('button', { name: 'Export' }).click()
  await window.getByRole('menuitem', { name: format }).click()
  await expect(window.getByText(/^Saved /).last()).toBeVisible()
}

/** How many traces of doors are in the list: those of finished checks, or those with a failure. */
export function tracesOf(window: Page, which: 'drift_check' | 'failed'): Promise<number> {
  return window.evaluate(async (kind) => {
    const filter = {
      text: kind === 'failed' ? '' : kind,
      doorId: null,
      outcome: kind === 'failed' ? ('failed' as const) : ('all' as const),
    }
    const found = JSON.parse(
      await globalThis.window.lockstep.traces.search({
        ...filter,
        debugSession: null,
        from: null,
        to: null,
        after: null,
      }),
    )
    if (!found.ok) throw new Error(found.error.code)
    return found.data.rows.filter((row) => kind === 'failed' || row.outcomeState === 'ok').length
  }, which)
}

/** Of the newest trace that has this word. */
export function idOfTrace(window: Page, word: string): Promise<string> {
  return window.evaluate(async (text) => {
    const everything = { doorId: null, outcome: 'all' as const, debugSession: null }
    const found = JSON.parse(
      await globalThis.window.lockstep.traces.search({
        ...{ ...everything, text, from: null, to: null, after: null },
      }),
    )
    if (!found.ok) throw new Error(found.error.code)
    return found.data.rows[0]?.correlationId ?? ''
  }, word)
}

/** What stands above a trace or a session that was opened from a file; the status bar has a note as well. */
export function fileNote(window: Page): Locator {
  return window.getByRole('note').filter({ hasText: 'read-only' })
}
