import type { App, WebContents } from 'electron'
import type { Logger } from '../ports/logger.ts'

/** A window that dies more often than this within the span is not simply loaded again. */
const SILENT_RELOADS = 1
const SPAN_MS = 60_000

export type AfterCrash = 'reload' | 'ask'

/** Times are monotonic; `crashedAtMs` includes the crash at hand. */
export function decideAfterWindowCrash(crashedAtMs: readonly number[], nowMs: number): AfterCrash {
  const recent = crashedAtMs.filter((atMs) => nowMs - atMs < SPAN_MS)
  return recent.length <= SILENT_RELOADS ? 'reload' : 'ask'
}

export interface CrashOptions {
  readonly app: Pick<App, 'on' | 'relaunch' | 'exit'>
  readonly process: Pick<NodeJS.Process, 'on'>
  readonly logger: Logger
  readonly monotonicMs: () => number
  /** Asks the person; resolves with their choice. */
  readonly offerRestart: (reason: 'window' | 'program') => Promise<'restart' | 'quit'>
  /** Stops the engine and closes the store, within a limit; never rejects. */
  readonly drainAfterFault: () => Promise<void>
}

/**
 * Records every process that dies and every fault nobody caught. A window is loaded again once and then asked about;
 * after an uncaught fault in the main process the engine stops for good, since its state is no longer known.
 */
export function watchCrashes(options: CrashOptions): void {
  const { app, logger } = options
  const windowCrashes: number[] = []
  let isEnding = false

  async function end(reason: 'window' | 'program'): Promise<void> {
    if (isEnding) return
    isEnding = true
    await options.drainAfterFault()
    const choice = await options.offerRestart(reason)
    if (choice === 'restart') app.relaunch()
    app.exit(choice === 'restart' ? 0 : 1)
  }

  function endOrExit(reason: 'window' | 'program'): void {
    end(reason).catch((cause: unknown) => {
      logger.error('restart could not be offered', { cause })
      app.exit(1)
    })
  }

  app.on('render-process-gone', (_event, contents: WebContents, details) => {
    if (details.reason === 'clean-exit') return
    logger.error('window process gone', { reason: details.reason, exitCode: details.exitCode })
    const nowMs = options.monotonicMs()
    windowCrashes.push(nowMs)
    if (decideAfterWindowCrash(windowCrashes, nowMs) === 'ask') endOrExit('window')
    else if (!contents.isDestroyed()) contents.reload()
  })
  app.on('child-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return
    // Chromium starts its own helpers again; the record is for whoever wonders why the screen flickered.
    logger.error('helper process gone', {
      type: details.type,
      reason: details.reason,
      exitCode: details.exitCode,
      serviceName: details.serviceName ?? null,
    })
  })
  options.process.on('uncaughtException', (cause) => {
    logger.error('uncaught exception', { cause })
    endOrExit('program')
  })
  options.process.on('unhandledRejection', (cause) => {
    logger.error('unhandled rejection', { cause })
    endOrExit('program')
  })
}
