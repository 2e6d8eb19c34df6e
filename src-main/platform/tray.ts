import { Menu, nativeImage, Tray } from 'electron'
import type { Logger } from '../ports/logger.ts'

export interface TrayActions {
  readonly onOpen: () => void
  readonly onQuit: () => void
}

/** Returns the removal, or null when the system has no place for a tray icon. */
export function showTray(iconFile: string, actions: TrayActions, logger: Logger): (() => void) | null {
  try {
    const tray = new Tray(nativeImage.createFromPath(iconFile))
    tray.setToolTip('Lockstep')
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: 'Open Lockstep', click: actions.onOpen },
        { type: 'separator' },
        { label: 'Quit', click: actions.onQuit },
      ]),
    )
    tray.on('click', actions.onOpen)
    return () => tray.destroy()
  } catch (cause) {
    logger.warn('tray icon not shown', { cause })
    return null
  }
}
