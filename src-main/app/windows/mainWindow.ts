import { type BrowserWindow, screen } from 'electron'
import { EVENT_CHANNEL } from '../../../src-preload/contract/channels.ts'
import type { Logger } from '../../ports/logger.ts'
import type { WindowFactory } from './windowFactory.ts'
import { placeWindow, readWindowState, writeWindowState } from './windowState.ts'

const SIZES = { width: 1_280, height: 820, minWidth: 940, minHeight: 600 } as const
const TITLE = 'Lockstep'

export interface MainWindowOptions {
  readonly createWindow: WindowFactory
  readonly stateFile: string
  readonly logger: Logger
  /** What closing does: asked at each close. */
  readonly onClose: () => 'hide' | 'keep' | 'close'
  /** The person logs off or the computer shuts down (Windows). */
  readonly onSessionEnd: (event: { preventDefault(): void }) => void
}

/** The one main window, made when first shown and made again after it was closed for good. */
export interface MainWindow {
  /** Opens or brings it to the front. `hidden` loads it without showing. */
  show(how?: 'visible' | 'hidden'): void
  /** Shows it at a place inside the page, e.g. `/traces/<id>`. */
  navigate(to: string): void
  current(): BrowserWindow | null
}

export function createMainWindow(options: MainWindowOptions): MainWindow {
  let window: BrowserWindow | null = null

  function open(place: string, showsWhenReady: boolean): void {
    const placement = placeWindow(readWindowState(options.stateFile), {
      workAreas: screen.getAllDisplays().map((display) => display.workArea),
      sizes: SIZES,
    })
    const opened = options.createWindow({
      kind: 'main',
      place,
      title: TITLE,
      placement,
      minWidth: SIZES.minWidth,
      minHeight: SIZES.minHeight,
      showsWhenReady,
    })
    opened.on('close', (event) => {
      keepState(opened)
      const doing = options.onClose()
      if (doing === 'close') return
      event.preventDefault()
      if (doing === 'hide') opened.hide()
    })
    opened.on('query-session-end', options.onSessionEnd)
    opened.once('closed', () => {
      window = null
    })
    window = opened
  }

  function keepState(opened: BrowserWindow): void {
    const state = { bounds: opened.getNormalBounds(), isMaximized: opened.isMaximized() }
    writeWindowState(options.stateFile, state).catch((cause: unknown) => {
      options.logger.warn('window place not kept', { cause })
    })
  }

  function bringToFront(opened: BrowserWindow): void {
    if (opened.isMinimized()) opened.restore()
    opened.show()
    opened.focus()
  }

  return {
    show(how = 'visible') {
      if (window === null) open('/', how === 'visible')
      else if (how === 'visible') bringToFront(window)
    },
    navigate(to) {
      if (window === null) {
        open(to, true)
        return
      }
      bringToFront(window)
      window.webContents.send(EVENT_CHANNEL, { name: 'navigate', payload: { to } })
    },
    current: () => window,
  }
}
