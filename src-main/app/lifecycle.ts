import type { App } from 'electron'
import { z } from 'zod'
import type { Logger } from '../ports/logger.ts'
import type { Power, PowerListeners } from '../ports/power.ts'
import { DEEP_LINK_SCHEME, type DeepLink, findDeepLink, parseDeepLink } from './deepLink.ts'

/**
 * A command that has just left may need all of its own 70 s, and then a sign-in that has to be renewed 15 s, before its
 * outcome is stored. Nothing new is begun meanwhile.
 */
export const DRAIN_LIMIT_MS = 90_000
/** After a fault of the program the state is not known, and no page may be left to tell what is waited for. */
const FAULT_DRAIN_LIMIT_MS = 15_000

type AppEvents = Pick<App, 'on' | 'removeListener' | 'quit'>
type InstanceLock = Pick<App, 'requestSingleInstanceLock' | 'on'>

const secondInstanceData = z.object({ link: z.string().max(200) })

/**
 * True when this is the only process on this data folder. Otherwise the first one was told and this one must exit.
 * `onAnother` hears of later starts and of links opened by the system; what they bring is untrusted, so nothing of it
 * but a well-formed link is ever looked at.
 */
export function claimSingleInstance(
  app: InstanceLock,
  options: { readonly argv: readonly string[]; readonly onAnother: (link: DeepLink | null) => void },
): boolean {
  const link = options.argv.find((argument) => argument.startsWith(`${DEEP_LINK_SCHEME}://`)) ?? ''
  if (!app.requestSingleInstanceLock({ link })) return false
  app.on('second-instance', (_event, argv, _workingDirectory, additionalData) => {
    const data = secondInstanceData.safeParse(additionalData)
    const sent = data.success ? parseDeepLink(data.data.link) : null
    options.onAnother(sent ?? findDeepLink(argv))
  })
  // macOS hands links over by event, also before the app is ready.
  app.on('open-url', (event, url) => {
    event.preventDefault()
    const opened = parseDeepLink(url)
    if (opened !== null) options.onAnother(opened)
  })
  return true
}

/**
 * Asks the system to open `lockstep://` links with this program. A refusal is no failure: on Linux the call says no
 * even where it worked, and installers register the scheme as well. An unpackaged program would register Electron itself.
 */
export function registerDeepLinks(
  app: Pick<App, 'setAsDefaultProtocolClient' | 'isPackaged'>,
  logger: Logger,
): void {
  if (!app.isPackaged) return
  if (!app.setAsDefaultProtocolClient(DEEP_LINK_SCHEME)) logger.info('link scheme not registered', {})
}

export interface LifecycleOptions extends Omit<PowerListeners, 'onShutdown'> {
  readonly app: AppEvents
  readonly power: Power
  readonly logger: Logger
  /** True while a tray icon can bring the program back. */
  readonly hasTray: () => boolean
  /** The dock icon was clicked (macOS). */
  readonly onActivate: () => void
  /** Something may be on its way to a lock. */
  readonly isBusy: () => boolean
  /** Lets what is in flight come to an end, at most so long, and closes the store. Called once. */
  readonly drain: (limitMs: number) => Promise<void>
}

export interface Lifecycle {
  /**
   * What closing the main window does: hide it where a tray icon brings it back; keep it where the program goes with it
   * and waits for what is in flight, which the window then shows.
   */
  onWindowClose(isLast: boolean): 'hide' | 'keep' | 'close'
  /**
   * The person logs off or the computer shuts down (Windows): put off while something is in flight, for as long as the
   * system and the person let it (ADR 0032).
   */
  onSessionEnd(event?: { preventDefault(): void }): void
  /** After a fault: runs the drain, at most until a short limit. Later calls wait for the same one. */
  drainAfterFault(): Promise<void>
  /** A person does not wait any longer: what is on its way is settled from its lock's list at the next start. */
  leaveNow(): void
  /** Ends the program as quitting does; `last`, which has to quit, is called when nothing is open any more. */
  endWith(last: () => void): void
  stop(): void
}

/** Quits only after the drain, forwards sleep and wake-up, and ends the program when nothing could bring it back. */
export function attachLifecycle(options: LifecycleOptions): Lifecycle {
  const { app, logger } = options
  let isQuitting = false
  let mayQuit = false
  let draining: Promise<void> | null = null
  const leaving = new AbortController()

  function drainOnce(limitMs = DRAIN_LIMIT_MS): Promise<void> {
    draining ??= drainWithin(options, { limitMs, leaving: leaving.signal })
    return draining
  }

  const onBeforeQuit = (event: { preventDefault(): void }): void => {
    if (mayQuit) return
    event.preventDefault()
    endWith(() => app.quit())
  }
  function endWith(last: () => void): void {
    if (isQuitting) return
    isQuitting = true
    logger.info('quitting', {})
    void drainOnce().then(() => {
      mayQuit = true
      last()
    })
  }
  function endWithSession(event?: { preventDefault(): void }): void {
    if (mayQuit) return
    if (isQuitting || options.isBusy()) event?.preventDefault()
    app.quit()
  }

  const onAllClosed = (): void => {
    if (!options.hasTray()) app.quit()
  }
  app.on('before-quit', onBeforeQuit)
  app.on('window-all-closed', onAllClosed)
  app.on('activate', options.onActivate)
  const unwatchPower = options.power.watch({ ...options, onShutdown: endWithSession })

  return {
    onWindowClose(isLast) {
      if (isQuitting) return mayQuit ? 'close' : 'keep'
      if (options.hasTray()) return 'hide'
      if (!isLast || !options.isBusy()) return 'close'
      app.quit()
      return 'keep'
    },
    onSessionEnd: endWithSession,
    drainAfterFault: () => drainOnce(FAULT_DRAIN_LIMIT_MS),
    leaveNow() {
      if (draining !== null) leaving.abort()
    },
    endWith,
    stop() {
      app.removeListener('before-quit', onBeforeQuit)
      app.removeListener('window-all-closed', onAllClosed)
      app.removeListener('activate', options.onActivate)
      unwatchPower()
    },
  }
}

/**
 * Never rejects: a program that cannot end is worse than a drain that failed, which is recorded. What is cut short is
 * settled from its lock's list at the next start.
 */
async function drainWithin(
  { drain, logger }: LifecycleOptions,
  { limitMs, leaving }: { readonly limitMs: number; readonly leaving: AbortSignal },
): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<'timed_out' | 'left'>((resolve) => {
    timer = setTimeout(() => resolve('timed_out'), limitMs)
    leaving.addEventListener('abort', () => resolve('left'), { once: true })
  })
  try {
    const ending = await Promise.race([drain(limitMs).then(() => 'drained' as const), limit])
    if (ending === 'timed_out') logger.error('drain cut short', { limitMs })
    if (ending === 'left') logger.warn('left while something was in flight', {})
  } catch (cause) {
    logger.error('drain failed', { cause })
  } finally {
    clearTimeout(timer)
  }
}
