import type { App, Protocol, Session, WebContents } from 'electron'
import type { Logger } from '../ports/logger.ts'
import { APP_SCHEME, type PageOrigins } from './appOrigin.ts'
import { type AppProtocolOptions, createAppProtocolHandler } from './appProtocol.ts'
import { buildDevelopmentCsp } from './csp.ts'
import { isNavigationAllowed } from './navigationPolicy.ts'
import { isPageRequestAllowed } from './networkPolicy.ts'
import { isPermissionGranted } from './permissionPolicy.ts'

/** Must run once, before `ready`. */
export function registerAppScheme(schemes: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  schemes.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ])
}

export interface HardenOptions {
  readonly origins: PageOrigins
  readonly logger: Logger
}

export interface HardenAppOptions extends HardenOptions {
  /** False closes the doors through which another program could drive this one. */
  readonly isDevelopmentBuild: boolean
}

const DEBUGGING_SWITCHES = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
] as const

/**
 * Must run before `ready`. Turns the sandbox on for every process and puts the navigation policies on every
 * web contents, whoever makes it.
 */
export function hardenApp(app: App, options: HardenAppOptions): void {
  if (!options.isDevelopmentBuild) {
    for (const name of DEBUGGING_SWITCHES) app.commandLine.removeSwitch(name)
  }
  // enableSandbox() strips --no-sandbox, without which Chromium cannot run as root; only a launcher gives that switch.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  app.on('web-contents-created', (_event, contents) => {
    hardenWebContents(contents, options)
  })
}

function hardenWebContents(contents: WebContents, { origins, logger }: HardenOptions): void {
  const refuse = (what: string): void => {
    logger.warn('web contents refused', { what, webContentsId: contents.id })
  }
  contents.on('will-navigate', (details) => {
    if (isNavigationAllowed({ url: details.url, isMainFrame: details.isMainFrame }, origins)) return
    details.preventDefault()
    refuse('navigation')
  })
  contents.on('will-frame-navigate', (details) => {
    if (isNavigationAllowed({ url: details.url, isMainFrame: details.isMainFrame }, origins)) return
    details.preventDefault()
    refuse('frame navigation')
  })
  contents.on('will-redirect', (details) => {
    if (isNavigationAllowed({ url: details.url, isMainFrame: details.isMainFrame }, origins)) return
    details.preventDefault()
    refuse('redirect')
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
    refuse('webview')
  })
  contents.setWindowOpenHandler(() => {
    refuse('window.open')
    return { action: 'deny' }
  })
}

export interface HardenSessionOptions extends HardenOptions, AppProtocolOptions {}

/** Must run after `ready` and before the first window. Serves our pages and takes everything else away. */
export function hardenSession(session: Session, options: HardenSessionOptions): void {
  const { origins, logger } = options
  session.protocol.handle(APP_SCHEME, createAppProtocolHandler(options))

  session.setPermissionRequestHandler((_contents, permission, callback) => {
    const isGranted = isPermissionGranted(permission)
    if (!isGranted) logger.warn('permission refused', { permission })
    callback(isGranted)
  })
  session.setPermissionCheckHandler((_contents, permission) => isPermissionGranted(permission))
  session.setDevicePermissionHandler((details) => isPermissionGranted(details.deviceType))

  session.webRequest.onBeforeRequest((details, callback) => {
    const isAllowed = isPageRequestAllowed(details.url, origins)
    if (!isAllowed) logger.warn('page request cancelled', { resourceType: details.resourceType })
    callback({ cancel: !isAllowed })
  })
  const { devServerOrigin } = origins
  if (devServerOrigin !== null) {
    session.webRequest.onHeadersReceived({ urls: [`${devServerOrigin}/*`] }, (details, callback) => {
      const csp = [buildDevelopmentCsp(devServerOrigin)]
      callback({ responseHeaders: { ...details.responseHeaders, 'content-security-policy': csp } })
    })
  }
  session.on('will-download', (event) => {
    event.preventDefault()
    logger.warn('download refused', {})
  })
  // The spell checker would fetch its dictionaries from the network.
  session.setSpellCheckerEnabled(false)
}
