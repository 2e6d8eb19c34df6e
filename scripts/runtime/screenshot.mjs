import { writeFileSync } from 'node:fs'
import { _electron } from '@playwright/test'
import { PlainFailure } from './failure.mjs'
import { repositoryRoot } from './repository.mjs'

const WINDOW_LIMIT_MS = 60_000
const SETTLE_LIMIT_MS = 20_000
const LOOK_EVERY_MS = 300
/** So many pictures in a row have to be equal before the window counts as settled. */
const EQUAL_LOOKS = 3

/**
 * Starts the app, waits until its first window has stopped changing, saves a picture of it and quits.
 * @param {{ runtime: import('./prepareRuntime.mjs').PreparedRuntime, appArgs: string[], file: string }} request
 */
export async function takeScreenshot({ runtime, appArgs, file }) {
  const app = await _electron.launch({
    executablePath: runtime.executablePath,
    args: [...runtime.args, repositoryRoot, ...appArgs],
    env: { ...process.env, ...runtime.env },
    cwd: repositoryRoot,
    colorScheme: null,
    // Playwright would switch the sandbox off by itself; only the launcher's own rule may.
    chromiumSandbox: true,
  })
  try {
    const page = await app.firstWindow({ timeout: WINDOW_LIMIT_MS }).catch(() => {
      throw new PlainFailure(
        'no window appeared; if another Lockstep is running, close it or add --user-data-dir=DIR for a separate one',
      )
    })
    await page.waitForLoadState('load')
    writeFileSync(file, await settledPicture(app, page))
  } finally {
    await app.close()
  }
}

/**
 * @param {import('@playwright/test').ElectronApplication} app
 * @param {import('@playwright/test').Page} page
 */
async function settledPicture(app, page) {
  const window = await app.browserWindow(page)
  const deadline = Date.now() + SETTLE_LIMIT_MS
  let picture = Buffer.alloc(0)
  let equal = 0
  while (equal < EQUAL_LOOKS && Date.now() < deadline) {
    await page.waitForTimeout(LOOK_EVERY_MS)
    const isShown = await window.evaluate((shown) => shown.isVisible())
    const isBusy = (await page.locator('[aria-busy="true"]').count()) > 0
    if (!isShown || isBusy) continue
    const next = await page.screenshot({ animations: 'disabled', caret: 'hide' })
    equal = next.equals(picture) ? equal + 1 : 1
    picture = next
  }
  return picture.length > 0 ? picture : page.screenshot()
}
