import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, test as base, type ElectronApplication, type Page, type TestInfo } from '@playwright/test'
import { type ErrorOutput, withErrorOutput } from './errorOutput.ts'
import { repositoryDir } from './repository.ts'

/** For saving the trace, and once more for quitting; then the process is ended by force. */
const CLOSE_LIMIT_MS = 10_000
const WINDOW_LIMIT_MS = 30_000
const ACTION_LIMIT_MS = 10_000
const PICTURE_LIMIT_MS = 5_000

export interface LaunchOptions {
  /** The profile folder; the test's own one if left out, so that a second launch finds what the first one stored. */
  readonly userDataDir?: string
  /** Arguments for the app, after its folder. */
  readonly args?: readonly string[]
  /** Added to the environment of the tests. */
  readonly env?: Readonly<Record<string, string>>
}

export interface RunningApp {
  readonly electron: ElectronApplication
  /** The first window, loaded. */
  readonly window: Page
  readonly userDataDir: string
  /** What the main process has written to its standard error so far. */
  stderr(): string
  /** Quits the way a person does, and ends the process by force if it has not gone in 10 s. */
  close(): Promise<void>
  /**
   * Ends the process and its children at once with SIGKILL, with no chance to tidy up.
   * The Playwright trace of a killed process is lost; the steps and its standard error stay.
   */
  kill(): Promise<void>
}

interface Fixtures {
  readonly userDataDir: string
  /** Starts the built app; whatever is still running after the test is ended. */
  readonly launch: (options?: LaunchOptions) => Promise<RunningApp>
  /** The app, started once with the test's own profile. */
  readonly app: RunningApp
}

/** A running app and what the fixture needs to end it and to tell why a test failed. */
interface Session {
  readonly app: RunningApp
  finish(traceFile: string | null): Promise<void>
}

export const test = base.extend<Fixtures>({
  // Playwright reads the fixture's needs from this pattern.
  // biome-ignore lint/correctness/noEmptyPattern: an empty one is how a fixture says that it needs none.
  userDataDir: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'lockstep-e2e-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  },

  launch: async ({ userDataDir }, use, testInfo) => {
    const sessions: Session[] = []
    await use(async (options = {}) => {
      const session = await withErrorOutput((output) => startSession({ userDataDir, ...options }, output))
      sessions.push(session)
      return session.app
    })
    for (const [index, session] of sessions.entries()) await endSession(session, index, testInfo)
  },

  app: async ({ launch }, use) => {
    await use(await launch())
  },
})

async function startSession(
  options: LaunchOptions & { readonly userDataDir: string },
  errorOutput: ErrorOutput,
): Promise<Session> {
  const { executablePath, launcherArgs } = preparedElectron()
  const electron = await _electron.launch({
    executablePath,
    args: [...launcherArgs, repositoryDir, `--user-data-dir=${options.userDataDir}`, ...(options.args ?? [])],
    cwd: repositoryDir,
    env: { ...inheritedEnvironment(), ...options.env },
    // Left to itself Playwright emulates a light scheme, and the app's own choice has no effect.
    colorScheme: null,
    // Left to itself Playwright switches the sandbox off; only the launcher may, and only for root.
    chromiumSandbox: true,
  })
  const child = electron.process()
  const exited = new Promise<void>((settle) => child.once('exit', () => settle()))
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null
  const kill = async (): Promise<void> => {
    if (isRunning()) signalGroup(child.pid)
    await exited
  }
  const orKill = async (ending: Promise<void>): Promise<void> => {
    const timer = setTimeout(() => void kill(), CLOSE_LIMIT_MS)
    await ending.finally(() => clearTimeout(timer))
  }
  const close = async (): Promise<void> => {
    await orKill(electron.close())
    await exited
  }

  try {
    // The test's trace (use.trace) has no snapshots of an Electron window; this one has. A film beside them costs a
    // quarter of the whole run.
    // A wrong locator must say so long before the test's own limit.
    electron.context().setDefaultTimeout(ACTION_LIMIT_MS)
    await electron.context().tracing.start({ snapshots: true })
    const window = await electron.firstWindow({ timeout: WINDOW_LIMIT_MS })
    await window.waitForLoadState('load')
    return {
      app: {
        electron,
        window,
        userDataDir: options.userDataDir,
        stderr: () => errorOutput.text(),
        close,
        kill,
      },
      finish: async (traceFile) => {
        if (!isRunning()) return
        await orKill(electron.context().tracing.stop(traceFile === null ? {} : { path: traceFile }))
        await close()
      },
    }
  } catch (cause) {
    await kill()
    throw new Error(`the app did not open a window; it wrote:\n${errorOutput.text()}`, { cause })
  }
}

async function endSession(session: Session, index: number, testInfo: TestInfo): Promise<void> {
  const hasFailed = testInfo.status !== testInfo.expectedStatus
  const traceFile = testInfo.outputPath(`app-${index}-trace.zip`)
  try {
    if (hasFailed) await attachPictures(session.app, index, testInfo)
    await session.finish(hasFailed ? traceFile : null)
    if (hasFailed && existsSync(traceFile)) {
      await testInfo.attach('trace', { path: traceFile, contentType: 'application/zip' })
    }
  } finally {
    await session.app.kill()
    if (hasFailed) {
      await testInfo.attach(`main process ${index}, standard error`, {
        body: session.app.stderr(),
        contentType: 'text/plain',
      })
    }
  }
}

/** How each window looks at the end. */
async function attachPictures(app: RunningApp, index: number, testInfo: TestInfo): Promise<void> {
  for (const [place, window] of app.electron.windows().entries()) {
    // One that hangs or is gone has no picture; the failure is told by the test.
    const path = testInfo.outputPath(`app-${index}-window-${place}.png`)
    const picture = await window.screenshot({ path, timeout: PICTURE_LIMIT_MS }).catch(() => null)
    if (picture !== null) await testInfo.attach('picture', { path, contentType: 'image/png' })
  }
}

function preparedElectron(): { executablePath: string; launcherArgs: string[] } {
  const executablePath = process.env.LOCKSTEP_ELECTRON
  const args = process.env.LOCKSTEP_ELECTRON_ARGS
  if (!executablePath || !args) {
    throw new Error(
      'No prepared Electron: run these tests through npm, as in: npm test -- e2e [-- Playwright arguments]',
    )
  }
  return { executablePath, launcherArgs: JSON.parse(args) }
}

function inheritedEnvironment(): Record<string, string> {
  const { ELECTRON_RUN_AS_NODE: _, ...environment } = process.env
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

/** Playwright starts Electron as the leader of a process group (not on Windows), so its helpers end with it. */
function signalGroup(pid: number | undefined): void {
  if (pid === undefined) return
  process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
}
