import {
  type App,
  dialog,
  session as electronSession,
  ipcMain,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  protocol,
} from 'electron'
import { listenForRequests } from '../ipc/listenForRequests.ts'
import type { Router } from '../ipc/router.ts'
import { createLogger } from '../observability/logger.ts'
import { installMenu, leaveOutDefaultMenu } from '../platform/menu.ts'
import { createNotifier } from '../platform/notifier.ts'
import { createPower } from '../platform/power.ts'
import { createRestartOffer } from '../platform/restartDialog.ts'
import { systemClock } from '../platform/systemClock.ts'
import { createTheme } from '../platform/theme.ts'
import { showTray } from '../platform/tray.ts'
import { isTrayExpected } from '../platform/trayAvailability.ts'
import type { Logger } from '../ports/logger.ts'
import type { Power } from '../ports/power.ts'
import type { PageOrigins } from '../security/appOrigin.ts'
import { hardenApp, hardenSession, registerAppScheme } from '../security/harden.ts'
import { createAttention } from './attention.ts'
import type { Composition, CompositionParts } from './composition.ts'
import { watchCrashes } from './crashes.ts'
import { createDeepLinkInbox, type DeepLinkInbox } from './deepLink.ts'
import { type Environment, readEnvironment } from './environment.ts'
import { attachLifecycle, claimSingleInstance, type Lifecycle, registerDeepLinks } from './lifecycle.ts'
import { type AppPaths, makeFolders, namePaths } from './paths.ts'
import { openPreferences } from './preferences.ts'
import { ProfileRefused } from './profileRefused.ts'
import { createWarmUp } from './warmUp.ts'
import { createMainWindow, type MainWindow } from './windows/mainWindow.ts'
import { createTraceWindows } from './windows/traceWindow.ts'
import { createWindowFactory } from './windows/windowFactory.ts'
import { createWindowRegistry } from './windows/windowRegistry.ts'

/** A window in the tray comes out for its countdown, but not for what ends in a moment. */
const COUNTDOWN_AFTER_MS = 300

/** Starts the program: what must happen before Electron is ready, then the rest when it is. */
export function boot(app: App): void {
  const env = readEnvironment(app.isPackaged)
  const origins: PageOrigins = { devServerOrigin: env.devServerOrigin }
  const paths = namePaths({ userDataDir: app.getPath('userData'), appDir: app.getAppPath() })
  // Nothing secret is known before a profile is open.
  let readSecrets = (): readonly string[] => []
  const logger = createLogger({
    file: paths.logFile,
    level: env.isDevelopmentBuild ? 'debug' : 'info',
    isEchoed: env.isDevelopmentBuild,
    knownSecrets: () => readSecrets(),
  })
  // Fields for a time are then written with 24 hours, as all times of the program are.
  app.commandLine.appendSwitch('lang', 'en-GB')
  registerAppScheme(protocol)
  leaveOutDefaultMenu()
  const inbox = createDeepLinkInbox()
  const onAnother: Parameters<typeof claimSingleInstance>[1]['onAnother'] = (link) => {
    if (link) inbox.receive(link)
    else focusFirst()
  }
  let focusFirst = (): void => undefined
  if (!claimSingleInstance(app, { argv: process.argv, onAnother })) {
    app.exit(0)
    return
  }
  hardenApp(app, { origins, logger, isDevelopmentBuild: env.isDevelopmentBuild })
  if (env.deepLink) inbox.receive(env.deepLink)
  app
    .whenReady()
    .then(async () => {
      const { window, composition } = await start(app, { env, origins, paths, logger, inbox })
      readSecrets = () => composition.knownSecrets()
      focusFirst = () => window.show()
    })
    .catch((cause: unknown) => refuseStart(app, logger, cause))
}

interface Start {
  readonly env: Environment
  readonly origins: PageOrigins
  readonly paths: AppPaths
  readonly logger: Logger
  readonly inbox: DeepLinkInbox
}

async function start(
  app: App,
  { env, origins, paths, logger, inbox }: Start,
): Promise<{ readonly window: MainWindow; readonly composition: Composition }> {
  makeFolders(paths)
  const preferences = openPreferences(paths.preferences)
  const theme = createTheme(nativeTheme)
  theme.choose(preferences.current().colorScheme)
  hardenSession(electronSession.defaultSession, {
    origins,
    logger,
    rootDir: paths.rendererDir,
    readColorScheme: () => theme.resolved(),
  })
  registerDeepLinks(app, logger)
  const registry = createWindowRegistry()
  const createWindow = createWindowFactory({
    preload: paths.preload,
    icon: paths.icon,
    origins,
    isDevelopmentBuild: env.isDevelopmentBuild,
    registry,
    logger,
    readColorScheme: () => theme.resolved(),
  })
  const traceWindows = createTraceWindows({
    createWindow,
    showInMain: (place) => window.navigate(place),
  })
  const power = createPower({ powerMonitor, powerSaveBlocker })
  const attention = createAttention({
    power,
    notifier: createNotifier(),
    openPlans: () => window.navigate('/plans'),
  })
  let lifecycle: Lifecycle | null = null
  const window = createMainWindow({
    createWindow,
    stateFile: paths.windowState,
    logger,
    onClose: () => lifecycle?.onWindowClose(registry.list().length <= 1) ?? 'close',
    onSessionEnd: (event) => lifecycle?.onSessionEnd(event),
  })
  // The page loads while the profile, and all the code that it needs, is opened; what it asks before then waits.
  const router: Router = async (...request) => (await composing).router(...request)
  listenForRequests(ipcMain, { router, kindOf: registry.kindOf })
  window.show(env.startsHidden ? 'hidden' : 'visible')
  installMenu(env.platform, env)
  const composing = openProgram({
    ...{ app, paths, logger, preferences, theme, registry, origins, env, traceWindows, attention },
    endWith: (last) => lifecycle?.endWith(last),
    leaveNow: () => lifecycle?.leaveNow(),
    onPageDrawn: () => warmUp.begin(),
  })
  const warmUp = createWarmUp(() => void composing.then((composition) => composition.warmUp(), ignoreHere))
  if (env.startsHidden) warmUp.begin()
  const hasTray = isTrayExpected(env) && showTray(paths.trayIcon, trayActions(app, window), logger) !== null
  lifecycle = attachToSystem(app, { composing, power, logger, window, hasTray })
  const composition = await composing
  inbox.start((link) => traceWindows.open(link.correlationId))
  nativeTheme.on('updated', () => composition.themeChanged())
  return { window, composition }
}

/** Loaded late: the database and the schemas are half of the code that comes before the sign-in. */
async function openProgram(parts: CompositionParts): Promise<Composition> {
  const { compose } = await import('./composition.ts')
  return compose(parts)
}

function trayActions(app: App, window: MainWindow) {
  return { onOpen: () => window.show(), onQuit: () => app.quit() }
}

function attachToSystem(
  app: App,
  parts: {
    readonly composing: Promise<Composition>
    readonly power: Power
    readonly logger: Logger
    readonly window: MainWindow
    readonly hasTray: boolean
  },
): Lifecycle {
  const { composing, logger, window } = parts
  let composition: Composition | null = null
  void composing.then((made) => {
    composition = made
  }, ignoreHere)
  const lifecycle = attachLifecycle({
    app,
    power: parts.power,
    logger,
    hasTray: () => parts.hasTray,
    onActivate: () => window.show(),
    onSuspend: () => undefined,
    onResume: () => void composing.then((composition) => composition.wake()),
    isBusy: () => composition?.isBusy() ?? false,
    drain: async (limitMs) => {
      const made = await composing
      const showing = made.isBusy() ? setTimeout(() => window.show(), COUNTDOWN_AFTER_MS) : undefined
      await made.close(limitMs).finally(() => clearTimeout(showing))
    },
  })
  watchCrashes({
    app,
    process,
    logger,
    monotonicMs: () => systemClock.monotonicMs(),
    offerRestart: createRestartOffer(dialog),
    drainAfterFault: () => lifecycle.drainAfterFault(),
  })
  return lifecycle
}

/** A start that failed is told where it is awaited. */
function ignoreHere(): void {}

/** Nothing can be shown in a window yet; the person is told in a system dialog what to do, and nothing was changed. */
function refuseStart(app: App, logger: Logger, cause: unknown): void {
  logger.error('start failed', { cause })
  const sentence =
    cause instanceof ProfileRefused
      ? cause.sentence
      : 'Lockstep could not start. The log in the data folder says why. Nothing was changed.'
  dialog.showErrorBox('Lockstep cannot start', sentence)
  app.exit(1)
}
