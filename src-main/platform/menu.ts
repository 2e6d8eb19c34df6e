import { Menu, type MenuItemConstructorOptions } from 'electron'

/** Must run before `ready`: Electron would make its own menu first, for nothing. */
export function leaveOutDefaultMenu(): void {
  Menu.setApplicationMenu(null)
}

/**
 * The program's own menu. Electron's default one opens web pages and developer tools; without any, macOS would have
 * no copy and paste, and nobody could make the text larger.
 */
export function installMenu(
  platform: NodeJS.Platform,
  { isDevelopmentBuild }: { isDevelopmentBuild: boolean },
): void {
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ]
  if (isDevelopmentBuild) view.push({ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' })
  const menus: MenuItemConstructorOptions[] = [
    platform === 'darwin'
      ? { role: 'appMenu' }
      : { label: 'File', submenu: [{ role: 'close' }, { role: 'quit' }] },
    { role: 'editMenu' },
    { label: 'View', submenu: view },
    { role: 'windowMenu' },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(menus))
}
