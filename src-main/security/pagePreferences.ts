import type { BrowserWindowConstructorOptions } from 'electron'

/** The walls around every page. Said outright where Electron's own choice is the same: it has changed before. */
export function pagePreferences({
  preload,
  isDevelopmentBuild,
}: {
  readonly preload: string
  readonly isDevelopmentBuild: boolean
}): NonNullable<BrowserWindowConstructorOptions['webPreferences']> {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    plugins: false,
    spellcheck: false,
    devTools: isDevelopmentBuild,
  }
}
