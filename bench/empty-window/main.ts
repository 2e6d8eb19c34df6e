import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'

/** The least that can be called a window with React in it: what every start is measured against. */
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1_280, height: 820, show: false, autoHideMenuBar: true })
  window.once('ready-to-show', () => window.show())
  return window.loadFile(join(app.getAppPath(), 'out', 'renderer', 'index.html'))
})

app.on('window-all-closed', () => app.quit())
