import { BrowserWindow } from 'electron'
import type { WindowKind } from '../../../src-preload/contract/route.ts'
import type { Logger } from '../../ports/logger.ts'
import { APP_ENTRY_URL, type PageOrigins } from '../../security/appOrigin.ts'
import { pagePreferences } from '../../security/pagePreferences.ts'
import { attachContextMenu } from './contextMenu.ts'
import type { WindowRegistry } from './windowRegistry.ts'
import type { WindowPlacement } from './windowState.ts'

export interface WindowFactoryOptions {
  readonly preload: string
  readonly icon: string
  readonly origins: PageOrigins
  readonly isDevelopmentBuild: boolean
  readonly registry: WindowRegistry
  readonly logger: Logger
  /** Painted before the page is, so that a dark window does not flash white. */
  readonly readColorScheme: () => 'light' | 'dark'
}

export interface WindowRequest {
  readonly kind: WindowKind
  /** Place inside the page, e.g. `/trace-window/<id>`; `/` is the start. */
  readonly place: string
  readonly title: string
  readonly placement: WindowPlacement
  readonly minWidth: number
  readonly minHeight: number
  /** False for a start in the tray: the window loads but stays hidden. */
  readonly showsWhenReady: boolean
}

export type WindowFactory = (request: WindowRequest) => BrowserWindow

const BACKGROUND = { light: '#ffffff', dark: '#1a1b1e' } as const

/** The only place that makes a window, so that every window has the same walls. */
export function createWindowFactory(options: WindowFactoryOptions): WindowFactory {
  return (request) => {
    const { isMaximized, ...bounds } = request.placement
    const window = new BrowserWindow({
      ...bounds,
      minWidth: request.minWidth,
      minHeight: request.minHeight,
      title: request.title,
      icon: options.icon,
      show: false,
      autoHideMenuBar: true,
      backgroundColor: BACKGROUND[options.readColorScheme()],
      webPreferences: pagePreferences(options),
    })
    attachContextMenu(window)
    // The id is unknown once the window is destroyed, so it is kept here.
    const webContentsId = window.webContents.id
    options.registry.add({ kind: request.kind, contents: window.webContents })
    window.once('closed', () => options.registry.remove(webContentsId))
    window.once('ready-to-show', () => {
      if (!request.showsWhenReady) return
      if (isMaximized) window.maximize()
      window.show()
    })
    // A window that began hidden in the tray takes its size when it is first shown.
    if (isMaximized && !request.showsWhenReady) window.once('show', () => window.maximize())
    window.loadURL(pageUrl(request.place, options.origins)).catch((cause: unknown) => {
      // Closed while it was loading: nobody waits for the page any more.
      if (window.isDestroyed()) return
      options.logger.error('page could not be loaded', { windowKind: request.kind, cause })
    })
    return window
  }
}

function pageUrl(place: string, origins: PageOrigins): string {
  const base = origins.devServerOrigin === null ? APP_ENTRY_URL : `${origins.devServerOrigin}/`
  return `${base}#${place}`
}
