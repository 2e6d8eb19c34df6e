import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeFolders, namePaths } from '../../src-main/app/paths.ts'
import { openPreferences } from '../../src-main/app/preferences.ts'
import { createRehearsalSandbox } from '../../src-main/app/rehearsalSandbox.ts'
import { Session } from '../../src-main/app/session.ts'
import { createUpdates } from '../../src-main/app/updates.ts'
import { gateRoutes } from '../../src-main/ipc/gateRoutes.ts'
import { createRouter } from '../../src-main/ipc/router.ts'
import { screenRoutes } from '../../src-main/ipc/screenRoutes.ts'
import { runWithCorrelation } from '../../src-main/observability/correlation.ts'
import { createTraceRecorder } from '../../src-main/observability/traceRecorder.ts'
import { systemClock } from '../../src-main/platform/systemClock.ts'
import { systemRandom } from '../../src-main/platform/systemRandom.ts'
import type { Keyring } from '../../src-main/ports/keyring.ts'
import { APP_ENTRY_URL } from '../../src-main/security/appOrigin.ts'
import { sampleSite } from '../../src-main/simulator/sampleSite.ts'
import { testConnection } from '../../src-main/ttlock/provider.ts'
import type { RouteName, RouteReply, RouteRequest } from '../../src-preload/contract/contract.ts'
import type { Envelope } from '../../src-preload/contract/envelope.ts'
import { isGateRoute } from '../../src-preload/contract/gateContract.ts'
import { startTestCheckpointThread } from './checkpointThread.ts'
import { createMemoryLogger } from './memoryLogger.ts'
import { startTestSimulator } from './simulator.ts'
import { migrationsFolder, sqlFolder } from './testStore.ts'
import { startTestTraceThread } from './traceThread.ts'
import { startTestWholeDatabaseThread } from './wholeDatabaseThread.ts'

const pageStyle = fileURLToPath(new URL('../../resources/trace-page/page.css', import.meta.url))

/** The whole main process behind its router, without Electron: what a window's request would meet. */
export interface AppScene {
  readonly session: Session
  readonly copied: readonly string[]
  /** Correlation ids for which a window was asked for. */
  readonly openedTraces: readonly string[]
  /** Places that a trace's own window asked the main window to show. */
  readonly shownInMain: readonly string[]
  /** What the next file dialogs answer; null is a person who cancels. */
  chooseFile(path: string | null): void
  ask<Name extends RouteName>(name: Name, request: RouteRequest<Name>): Promise<Envelope<RouteReply<Name>>>
  /** The same for a request that must succeed. */
  get<Name extends RouteName>(name: Name, request: RouteRequest<Name>): Promise<RouteReply<Name>>
  /** Ends the program and starts it again on the same folder; `meanwhile` runs while it is closed. */
  restart(meanwhile?: () => void): Promise<void>
  close(): Promise<void>
}

export async function openAppScene(keyring: Keyring): Promise<AppScene> {
  const userDataDir = await mkdtemp(join(tmpdir(), 'lockstep-app-'))
  const paths = namePaths({ userDataDir, appDir: userDataDir })
  makeFolders(paths)
  const logger = createMemoryLogger()
  const copied: string[] = []
  const openedTraces: string[] = []
  const shownInMain: string[] = []
  let chosenFile: string | null = null
  let session = await open()

  async function open(): Promise<Session> {
    return Session.open(
      {
        paths: paths.profiles,
        migrationsFolder,
        sqlFolder,
        programVersion: '0.1.0',
        keyring,
        clock: systemClock,
        network: { isOnline: () => true },
        random: systemRandom,
        logger,
        publisher: { changed: () => undefined },
        attention: { jobsChanged: () => undefined, forget: () => undefined },
        startCheckpointThread: startTestCheckpointThread,
        startWholeDatabaseThread: startTestWholeDatabaseThread,
        startSimulator: (stateFile, sampleAt) =>
          startTestSimulator({ stateFile, site: sampleSite({ now: sampleAt }).site }),
      },
      openPreferences(paths.preferences),
    )
  }

  const profile = () => ({
    store: session.runtime.store,
    vault: session.runtime.vault,
    clock: systemClock,
    useCases: session.useCases,
    backups: session.runtime.backups,
  })
  const makeGate = () =>
    gateRoutes({
      session,
      store: () => session.runtime.store,
      system: {
        preferences: () => ({ colorScheme: 'auto', density: 'comfortable' }),
        setPreferences: () => Promise.resolve(),
        about: () => ({
          appVersion: '',
          electronVersion: '',
          sqliteVersion: '',
          dataFolder: '',
          keyring: '',
        }),
        clipboard: {
          writeText: async (text) => {
            copied.push(text)
          },
        },
        desktop: { openLink: () => Promise.resolve(true), openFolder: () => Promise.resolve(true) },
        lookAgain: () => session.runtime.works?.engine.lookAgain(),
        pageDrawn: () => void session.warmUp(),
        leaveNow: () => undefined,
        dataFolder: () => userDataDir,
      },
    })
  const makeScreens = () =>
    screenRoutes({
      session,
      profile,
      testConnection: (request) =>
        testConnection({
          ...request,
          recorder: createTraceRecorder(session.runtime.store),
          clock: systemClock,
        }),
      traces: {
        windows: {
          open: (correlationId) => {
            openedTraces.push(correlationId)
            return true
          },
          showInMain: (place) => {
            shownInMain.push(place)
          },
        },
        dialog: {
          chooseFileToOpen: () => Promise.resolve(chosenFile),
          chooseFileToSave: () => Promise.resolve(chosenFile),
        },
        programVersion: '0.1.0',
        readPageStyle: () => readFile(pageStyle, 'utf8'),
        startThread: startTestTraceThread,
        readInSandbox: createRehearsalSandbox((site) => startTestSimulator({ site })),
      },
      backupsFolder: () => session.runtime.paths.backupsDir,
      updates: {
        programVersion: '0.1.0',
        ...createUpdates({
          ...{ updater: 'not_set_up', clock: systemClock },
          ...{ endWith: () => undefined, startAgain: () => undefined },
        }),
      },
    })
  const makeRouter = () => {
    const [gate, screens] = [makeGate(), makeScreens()]
    return createRouter({
      routesOf: (name) => (isGateRoute(name) ? gate : screens),
      authorize: (access) => session.authorize(access),
      origins: { devServerOrigin: null },
      logger,
      newCorrelationId: () => systemRandom.correlationId(),
      runWithCorrelation,
      monotonicMs: () => systemClock.monotonicMs(),
      onStoreTrouble: (cause) => session.runtime.works?.engine.storeRefused(cause),
      checksReplies: true,
    })
  }
  let router = makeRouter()

  async function ask<Name extends RouteName>(
    name: Name,
    request: RouteRequest<Name>,
  ): Promise<Envelope<RouteReply<Name>>> {
    const sender = { windowKind: 'main' as const, frame: { url: APP_ENTRY_URL, isMainFrame: true } }
    const text: string = await router(sender, name, request)
    return JSON.parse(text)
  }

  return {
    get session() {
      return session
    },
    copied,
    openedTraces,
    shownInMain,
    chooseFile: (path) => {
      chosenFile = path
    },
    ask,
    async get(name, request) {
      const envelope = await ask(name, request)
      if (!envelope.ok) throw new Error(`${name}: ${JSON.stringify(envelope.error)}`)
      return envelope.data
    },
    async restart(meanwhile) {
      await session.close()
      meanwhile?.()
      session = await open()
      router = makeRouter()
    },
    async close() {
      await session.close()
      await rm(userDataDir, { recursive: true, force: true })
    },
  }
}
