import { readFile } from 'node:fs/promises'
import { dialog } from 'electron'
import type { RouteSet } from '../ipc/handlerTypes.ts'
import { screenRoutes } from '../ipc/screenRoutes.ts'
import { createTraceRecorder } from '../observability/traceRecorder.ts'
import { createFileDialog } from '../platform/fileDialog.ts'
import { systemClock } from '../platform/systemClock.ts'
import { testConnection } from '../ttlock/provider.ts'
import type { CompositionParts } from './composition.ts'
import { createRehearsalSandbox } from './rehearsalSandbox.ts'
import type { Session } from './session.ts'
import { startSimulatedSite } from './simulatedLocks.ts'
import { startTraceThread } from './traceThread.ts'

/** Puts together what answers the screens behind the sign-in. Loaded after it, see `composition.ts`. */
export function composeScreens(
  { app, paths, traceWindows }: Pick<CompositionParts, 'app' | 'paths' | 'traceWindows'>,
  session: Session,
): RouteSet {
  return screenRoutes({
    session,
    profile: () => ({
      store: session.runtime.store,
      vault: session.runtime.vault,
      clock: systemClock,
      useCases: session.useCases,
    }),
    testConnection: (request) =>
      testConnection({
        ...request,
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
  })
}
