import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { expect, type TestInfo } from '@playwright/test'
import { type LaunchOptions, test } from '../support/electronApp.ts'
import { FrontDesk } from '../support/frontDesk.ts'
import { OFFICE_LOCK, seedSite } from '../support/seedSite.ts'
import { startSimulatorProcess } from '../support/simulator.ts'

/** Less than the program waits for a command, and far more than the test needs before it lets the answer come. */
const HELD_BACK_MS = 60_000
const NEW_FILE = 'Lockstep-99.0.0.AppImage'

test.skip(process.platform !== 'linux', 'an AppImage takes the place of another on Linux alone')

/** What a server for updates gives, by path. A value that is a location is a redirect. */
interface Feed {
  readonly url: string
  readonly asked: readonly string[]
  files: Readonly<Record<string, string | { readonly location: string }>>
  close(): void
}

async function startFeed(host = '127.0.0.1'): Promise<Feed> {
  const asked: string[] = []
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://feed').pathname
    asked.push(path)
    const file = feed.files[path]
    if (file === undefined) response.writeHead(404).end()
    else if (typeof file === 'string') response.writeHead(200).end(file)
    else response.writeHead(302, { location: file.location }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const { port } = server.address() as AddressInfo
  const feed: Feed = { url: `http://${host}:${port}/`, asked, files: {}, close: () => void server.close() }
  return feed
}

/** As a packager writes it. `announced` is the file it means; another one may be given. */
function releaseOf(announced: string, given: string = announced): Feed['files'] {
  const sha512 = createHash('sha512').update(announced).digest('base64')
  const yml = [
    ...['version: 99.0.0', 'files:', `  - url: ${NEW_FILE}`, `    sha512: ${sha512}`],
    ...[`    size: ${Buffer.byteLength(announced)}`, `path: ${NEW_FILE}`, `sha512: ${sha512}`],
    "releaseDate: '2026-11-01T10:00:00.000Z'",
  ].join('\n')
  return { '/latest-linux.yml': yml, [`/${NEW_FILE}`]: given }
}

/** Among the test's results: no program may be started where its data lies when that is in memory. */
function installFolder(testInfo: TestInfo): string {
  const dir = testInfo.outputPath('installed')
  mkdirSync(dir, { recursive: true })
  return dir
}

function installedAt(dir: string, feedUrl: string): LaunchOptions {
  const appImage = join(dir, 'Lockstep.AppImage')
  writeFileSync(appImage, 'the old version', { mode: 0o755 })
  return { env: { LOCKSTEP_UPDATE_URL: feedUrl, APPIMAGE: appImage, XDG_CACHE_HOME: join(dir, 'cache') } }
}

let feed: Feed
test.beforeEach(async () => {
  feed = await startFeed()
})
test.afterEach(() => feed.close())

test('an update is looked for and fetched when asked, and installed after the command in flight has ended', async ({
  launch,
  userDataDir,
}, testInfo) => {
  const installDir = installFolder(testInfo)
  const simulator = await startSimulatorProcess()
  try {
    await simulator.control.replaceSite(seedSite(64))
    const started = join(userDataDir, 'started')
    feed.files = releaseOf(`#!/bin/sh\ndate +%s%3N > '${started}'\n`)
    const { window, electron } = await launch(installedAt(installDir, feed.url))
    const desk = new FrontDesk(window)
    await desk.openOffice(simulator.url, 'unattended')
    await desk.goTo('Settings')
    await window.getByRole('link', { name: 'About' }).click()
    const updates = window.getByRole('region', { name: 'Updates' })
    await expect(updates).toContainText('Lockstep looks for a new version only when you ask.')
    expect(feed.asked).toEqual([])
    await updates.getByRole('button', { name: 'Check for updates' }).click()
    await expect(updates).toContainText('Version 99.0.0 is available.')
    expect(feed.asked).toEqual(['/latest-linux.yml'])
    await window.screenshot({ path: 'test-results/e2e/shots/update-available.png' })
    await updates.getByRole('button', { name: 'Download' }).click()
    await expect(updates).toContainText('Version 99.0.0 is here.')
    await window.screenshot({ path: 'test-results/e2e/shots/update-downloaded.png' })

    await simulator.control.addFault({ kind: 'slow', path: '/v3/keyboardPwd/add', delayMs: HELD_BACK_MS })
    await window.evaluate(async () => {
      const { people, doors } = globalThis.window.lockstep
      const made = JSON.parse(await people.create({ name: 'Ana Duarte', note: null }))
      const known = JSON.parse(await doors.list({}))
      if (!made.ok || !known.ok) throw new Error('not ready')
      const doorIds = known.data.map((door) => door.id)
      const always = { startsAt: null, endsAt: null }
      await people.giveCode({ personId: made.data.id, pin: '482915', ...always, doorIds, doorGroupIds: [] })
    })
    const adds = () => simulator.control.journal({ path: '/v3/keyboardPwd/add' })
    await expect.poll(adds).toHaveLength(1)
    const exited = new Promise<void>((resolve) => electron.process().once('exit', () => resolve()))
    await updates.getByRole('button', { name: 'Restart to update' }).click()
    const dialog = window.getByRole('dialog', { name: 'Lockstep is closing' })
    await expect(dialog.getByText(/A command may be on its way to office/)).toBeVisible()
    await expect(dialog.getByRole('timer')).toHaveText(/Closes in \d+ seconds at the latest/)
    const letGoAt = Date.now()
    await simulator.control.clearFaults()
    await exited

    await expect.poll(() => existsSync(started)).toBe(true)
    expect(Number(readFileSync(started, 'utf8'))).toBeGreaterThanOrEqual(letGoAt)
    const { locks } = await simulator.control.state({ lockId: OFFICE_LOCK })
    expect(locks[0]?.memory.map((code) => code.keyboardPwd)).toEqual(['482915'])
    expect(readFileSync(join(installDir, 'Lockstep.AppImage'), 'utf8')).toContain('#!/bin/sh')
  } finally {
    await simulator.close()
  }
})

test('a file that is not the announced one is thrown away in words, and a redirect off this computer without encryption is not followed', async ({
  launch,
}, testInfo) => {
  const installDir = installFolder(testInfo)
  feed.files = releaseOf('the new version', 'something else!')
  const { window } = await launch(installedAt(installDir, feed.url))
  const desk = new FrontDesk(window)
  await desk.begin('Connect TTLock account')
  await desk.goTo('Settings')
  await window.getByRole('link', { name: 'About' }).click()
  const updates = window.getByRole('region', { name: 'Updates' })
  const fetchIt = async (): Promise<void> => {
    await updates.getByRole('button', { name: 'Check for updates' }).click()
    await updates.getByRole('button', { name: 'Download' }).click()
  }
  await fetchIt()
  await expect(updates).toContainText('is not the one that was announced')
  await expect(updates.getByRole('button', { name: 'Restart to update' })).toBeHidden()
  await window.screenshot({ path: 'test-results/e2e/shots/update-damaged.png' })

  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)
  test.skip(outside === undefined, 'this computer has no address but loopback')
  const plain = await startFeed(outside?.address)
  try {
    plain.files = releaseOf('the new version')
    feed.files = {
      ...releaseOf('the new version'),
      [`/${NEW_FILE}`]: { location: `${plain.url}${NEW_FILE}` },
    }
    await fetchIt()
    await expect(updates).toContainText('The address that offers updates does not answer.')
    expect(plain.asked).toEqual([])
  } finally {
    plain.close()
  }
  expect(readFileSync(join(installDir, 'Lockstep.AppImage'), 'utf8')).toBe('the old version')
})

test('without an address for updates, Settings says that they are not set up, and offers nothing', async ({
  app,
}) => {
  const { window } = app
  const desk = new FrontDesk(window)
  await desk.begin('Connect TTLock account')
  await desk.goTo('Settings')
  await window.getByRole('link', { name: 'About' }).click()
  const updates = window.getByRole('region', { name: 'Updates' })
  await expect(updates).toContainText('Updates are not set up on this PC.')
  await expect(updates.getByRole('button')).toHaveCount(0)
  await window.screenshot({ path: 'test-results/e2e/shots/update-none.png' })
})
