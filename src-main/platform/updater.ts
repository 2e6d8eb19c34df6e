import { writeFile } from 'node:fs/promises'
import type { App, Session } from 'electron'
import type { AppUpdater, CancellationToken } from 'electron-updater'
import type { Logger } from '../ports/logger.ts'
import type { UpdateFailure, Updater } from '../ports/updater.ts'
import { isUpdateAddressAllowed } from '../security/updatePolicy.ts'

/** The session in which electron-updater makes its requests. */
const SESSION_NAME = 'electron-updater'

export interface UpdaterOptions {
  readonly app: Pick<App, 'isPackaged' | 'releaseSingleInstanceLock'>
  readonly sessions: { fromPartition(name: string, options: { cache: boolean }): Pick<Session, 'webRequest'> }
  readonly feedUrl: string
  /** Where what an installer would have written beside the program is kept when there was none. */
  readonly configFile: string
  readonly logger: Logger
}

interface Loaded {
  readonly updater: AppUpdater
  readonly newToken: () => CancellationToken
}

/** electron-updater, loaded when a person first asks. It neither downloads nor installs by itself. */
export function createUpdater(options: UpdaterOptions): Updater {
  const { app, logger } = options
  let loaded: Loaded | null = null
  let token: CancellationToken | null = null

  function refuse(what: string, cause: unknown): { readonly ok: false; readonly failure: UpdateFailure } {
    const failure = failureOf(cause)
    logger.warn('update failed', { what, failure, code: codeOf(cause) })
    return { ok: false, failure }
  }

  return {
    async check() {
      try {
        loaded ??= await configure(options)
        const found = await loaded.updater.checkForUpdates()
        return { ok: true, value: found?.isUpdateAvailable ? found.updateInfo.version : null }
      } catch (cause) {
        return refuse('check', cause)
      }
    },
    async download(onProgress) {
      if (loaded === null) return { ok: false, failure: 'unknown' }
      const { updater } = loaded
      const listener = ({ percent }: { readonly percent: number }): void => onProgress(Math.floor(percent))
      const asked = loaded.newToken()
      token = asked
      updater.on('download-progress', listener)
      try {
        await updater.downloadUpdate(asked)
        return { ok: true, value: 'downloaded' }
      } catch (cause) {
        return asked.cancelled ? { ok: true, value: 'cancelled' } : refuse('download', cause)
      } finally {
        updater.off('download-progress', listener)
        token = null
      }
    },
    cancelDownload: () => token?.cancel(),
    install() {
      if (loaded === null) return false
      let hasFailed = false
      loaded.updater.once('error', (cause) => {
        hasFailed = true
        logger.error('update not installed', { code: codeOf(cause) })
      })
      // The new program would find this one, and leave.
      app.releaseSingleInstanceLock()
      loaded.updater.quitAndInstall()
      return !hasFailed
    },
  }
}

async function configure({ app, sessions, feedUrl, configFile }: UpdaterOptions): Promise<Loaded> {
  const { default: library } = await import('electron-updater')
  const updater = library.autoUpdater
  updater.autoDownload = false
  updater.autoInstallOnAppQuit = false
  updater.allowPrerelease = false
  updater.allowDowngrade = false
  updater.disableDifferentialDownload = true
  updater.logger = null
  // It would otherwise send a number that tells one computer from another.
  updater.requestHeaders = { 'x-user-staging-id': 'none' }
  if (!app.isPackaged) {
    // Beside a packed program the packager leaves a file of its own, which also names who signed it.
    const config = { provider: 'generic', url: feedUrl, updaterCacheDirName: 'lockstep-updater' }
    await writeFile(configFile, JSON.stringify(config), { mode: 0o600 })
    updater.forceDevUpdateConfig = true
    updater.updateConfigPath = configFile
  }
  updater.setFeedURL({ provider: 'generic', url: feedUrl })
  // Also what the feed names and where it redirects to.
  sessions
    .fromPartition(SESSION_NAME, { cache: false })
    .webRequest.onBeforeRequest(({ url }, callback) => callback({ cancel: !isUpdateAddressAllowed(url) }))
  return { updater, newToken: () => new library.CancellationToken() }
}

const DAMAGED = ['ERR_CHECKSUM_MISMATCH', 'ERR_UPDATER_INVALID_SIGNATURE', 'ERR_UPDATER_NO_CHECKSUM']

/** electron-updater tells by codes; what Chromium could not reach comes as `net::ERR_…`, an answer that is no 200 as HTTP_ERROR_… */
export function failureOf(cause: unknown): UpdateFailure {
  const code = codeOf(cause)
  if (DAMAGED.includes(code)) return 'damaged'
  if (code.startsWith('ERR_UPDATER_CHANNEL_FILE_NOT_FOUND') || code.startsWith('HTTP_ERROR_')) {
    return 'unreachable'
  }
  if (code.startsWith('ERR_UPDATER_')) return 'unreadable'
  const message = cause instanceof Error ? cause.message : ''
  return message.startsWith('net::') ? 'unreachable' : 'unknown'
}

function codeOf(cause: unknown): string {
  const code: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : null
  return typeof code === 'string' ? code.slice(0, 60) : ''
}
