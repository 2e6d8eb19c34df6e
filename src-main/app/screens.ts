import { readFile } from 'node:fs/promises'
import { dialog, session as electronSession } from 'electron'
import type { RouteSet } from '../ipc/handlerTypes.ts'
import { screenRoutes } from '../ipc/screenRoutes.ts'
import { createTraceRecorder } from '../observability/traceRecorder.ts'
import { createFileDialog } from '../platform/fileDialog.ts'
import { systemClock } from '../platform/systemClock.ts'
import { createUpdater } from '../platform/updater.ts'
import type { TestConnection } from '../ports/connectionTest.ts'
import { isUpdateAddressAllowed } from '../security/updatePolicy.ts'
import { type MonthCount, testConnection } from '../ttlock/provider.ts'
import type { CompositionParts } from './composition.ts'
import { createRehearsalSandbox } from './rehearsalSandbox.ts'
import type { Session } from './session.ts'
import { startSimulatedSite } from './simulatedLocks.ts'
import { startTraceThread } from './traceThread.ts'
import { createUpdates, type Updates } from './updates.ts'

/** Puts together what answers the screens behind the sign-in. Loaded after it, see `composition.ts`. */
export function composeScreens(
  parts: Pick<CompositionParts, 'app' | 'paths' | 'traceWindows' | 'env' | 'logger' | 'endWith'>,
  session: Session,
): RouteSet {
  const { app, paths, traceWindows } = parts
  return screenRoutes({
    session,
    profile: () => ({
      store: session.runtime.store,
      vault: session.runtime.vault,
      clock: systemClock,
      useCases: session.useCases,
      backups: session.runtime.backups,
    }),
    testConnection: (request) =>
      testConnection({
        ...request,
        ...monthOf(session, request),
        recorder: createTraceRecorder(session.runtime.store),
        clock: systemClock,
      }),
    traces: {
      windows: traceWindows,
      dialog: createFileDialog(dialog),
      programVersion: app.getVersion(),
      readPageStyle: () => readFile(paths.tracePageStyle, 'utf8'),
      startThread: startTraceThread,
      readInSandbox: createRehearsalSandbox(startSimulatedSite),
    },
    backupsFolder: () => session.runtime.paths.backupsDir,
    updates: { programVersion: app.getVersion(), ...composeUpdates(parts) },
  })
}

/** The calls of a test are those of its application, where that is known. */
function monthOf(
  session: Session,
  { baseUrl, secrets }: Parameters<TestConnection>[0],
): { readonly month?: MonthCount; readonly isUsedUp?: boolean } {
  const key = { baseUrl, clientId: secrets.clientId }
  const applications = session.runtime.works?.applications
  const month = applications?.monthOf(key)
  return month ? { month, isUsedUp: applications?.knownState(key)?.isUsedUp === true } : {}
}

function composeUpdates({
  app,
  paths,
  env,
  logger,
  endWith,
}: Pick<CompositionParts, 'app' | 'paths' | 'env' | 'logger' | 'endWith'>): Updates {
  const startAgain = (): void => {
    app.relaunch()
    app.quit()
  }
  const { updateUrl } = env
  const common = { clock: systemClock, endWith, startAgain }
  if (updateUrl === null) return createUpdates({ ...common, updater: 'not_set_up' })
  if (!isUpdateAddressAllowed(updateUrl)) return createUpdates({ ...common, updater: 'address_refused' })
  if (!env.isReplaceable) return createUpdates({ ...common, updater: 'not_installed' })
  const updater = createUpdater({
    ...{ app, logger, feedUrl: updateUrl, configFile: paths.updateConfig },
    sessions: electronSession,
  })
  return createUpdates({ ...common, updater })
}
