import { join } from 'node:path'
import { type App, clipboard, net, safeStorage, shell } from 'electron'
import { isGateRoute } from '../../src-preload/contract/gateContract.ts'
import { gateRoutes } from '../ipc/gateRoutes.ts'
import { createPublisher } from '../ipc/publisher.ts'
import { createRouter, type Router } from '../ipc/router.ts'
import { runWithCorrelation } from '../observability/correlation.ts'
import { createClipboard } from '../platform/clipboard.ts'
import { createDesktop } from '../platform/desktop.ts'
import { createKeyring } from '../platform/keyring.ts'
import { systemClock } from '../platform/systemClock.ts'
import { systemRandom } from '../platform/systemRandom.ts'
import type { Logger } from '../ports/logger.ts'
import type { Theme } from '../ports/theme.ts'
import type { TraceWindows } from '../ports/traceWindows.ts'
import type { PageOrigins } from '../security/appOrigin.ts'
import type { Attention } from './attention.ts'
import { startCheckpointThread } from './checkpointThread.ts'
import type { Environment } from './environment.ts'
import { madeLate } from './madeLate.ts'
import type { AppPaths } from './paths.ts'
import type { PreferenceFile } from './preferences.ts'
import { Session } from './session.ts'
import { startSimulatedLocks } from './simulatedLocks.ts'
import { startWholeDatabaseThread } from './wholeDatabaseThread.ts'
import type { WindowRegistry } from './windows/windowRegistry.ts'

export interface CompositionParts {
  readonly app: App
  readonly paths: AppPaths
  readonly logger: Logger
  readonly preferences: PreferenceFile
  readonly theme: Theme
  readonly registry: WindowRegistry
  readonly origins: PageOrigins
  readonly env: Environment
  readonly attention: Attention
  readonly traceWindows: TraceWindows
  /** Ends the program as quitting does, and does that last. */
  readonly endWith: (last: () => void) => void
  /** Ends the waiting for what is in flight, while the program is on its way out. */
  readonly leaveNow: () => void
  /** The main window shows what the session says. */
  readonly onPageDrawn: () => void
}

export interface Composition {
  readonly router: Router
  /** The system woke up or the network came back: what waits for a connection is tried at once. */
  wake(): void
  themeChanged(): void
  /** The page is drawn: what would have slowed it begins, while somebody types. */
  warmUp(): void
  /** Values the program's own log must never hold. */
  knownSecrets(): readonly string[]
  /** Something may be on its way to a lock. */
  isBusy(): boolean
  /** Lets operations in flight end, then closes the profile. Windows are told what it waits for, at most `limitMs`. */
  close(limitMs: number): Promise<void>
}

/** The only place that creates the program's parts and hands them to each other. */
export async function compose(parts: CompositionParts): Promise<Composition> {
  const { app, paths, logger, preferences, theme, registry } = parts
  const publisher = createPublisher({ receivers: () => registry.list().map((window) => window.contents) })
  const keyring = createKeyring(safeStorage, process.platform)
  const appDir = app.getAppPath()
  const session = await Session.open(
    {
      paths: paths.profiles,
      migrationsFolder: join(appDir, 'db', 'migrations'),
      sqlFolder: join(appDir, 'db', 'sql'),
      programVersion: app.getVersion(),
      keyring,
      clock: systemClock,
      network: net,
      random: systemRandom,
      logger,
      publisher,
      attention: parts.attention,
      startCheckpointThread,
      startWholeDatabaseThread,
      startSimulator: startSimulatedLocks,
    },
    preferences,
  )
  const wake = (): void => session.runtime.works?.engine.lookAgain()
  const gate = gateRoutes({
    session,
    store: () => session.runtime.store,
    system: {
      preferences: () => {
        const { colorScheme, density } = preferences.current()
        return { colorScheme, density }
      },
      async setPreferences(chosen) {
        await preferences.write(chosen)
        theme.choose(chosen.colorScheme)
        publisher.changed('settings')
      },
      about: () => ({
        appVersion: app.getVersion(),
        electronVersion: process.versions.electron ?? '',
        sqliteVersion: session.runtime.store.sqliteVersion(),
        dataFolder: paths.userDataDir,
        keyring: keyring.backend(),
      }),
      clipboard: createClipboard(clipboard),
      desktop: createDesktop(shell, logger),
      dataFolder: () => paths.userDataDir,
      lookAgain: wake,
      pageDrawn: parts.onPageDrawn,
      leaveNow: parts.leaveNow,
    },
  })
  // Two thirds of the main process's code, which no sign-in waits for.
  const screens = madeLate(async () => {
    const { composeScreens } = await import('./screens.ts')
    return composeScreens(parts, session)
  })
  const router = createRouter({
    routesOf: (name) => (isGateRoute(name) ? gate : screens()),
    authorize: (access) => session.authorize(access),
    origins: parts.origins,
    logger,
    newCorrelationId: () => systemRandom.correlationId(),
    runWithCorrelation,
    monotonicMs: () => systemClock.monotonicMs(),
    onStoreTrouble: (cause) => session.runtime.works?.engine.storeRefused(cause),
    checksReplies: parts.env.isDevelopmentBuild,
  })
  return {
    router,
    wake,
    themeChanged: () => publisher.changed('settings'),
    warmUp() {
      void session.warmUp()
      screens().catch((cause: unknown) => logger.error('screens could not be loaded', { cause }))
    },
    knownSecrets: () => session.runtime.knownSecrets(),
    isBusy: () => session.jobsInFlight > 0,
    async close(limitMs) {
      if (session.jobsInFlight > 0) session.announceEnd(limitMs)
      await session.drain()
      // Windows that ask now would ask a closed store.
      publisher.stop()
      await session.close()
    },
  }
}
