import type { RunningApp } from './electronApp.ts'

type Handler = (event: unknown, name: string, request: unknown) => unknown

interface FailingRoutes {
  readonly routes: readonly string[]
  /** Requests to these routes that are still answered. */
  readonly spared?: number
}

/** What `handle` keeps; not in Electron's types. Its one listener is that of the router. */
interface Kept {
  readonly _invokeHandlers: Map<string, Handler>
  real?: Handler
  failed?: string[]
  letGo?: () => void
}

/** From now on the main process fails at these routes, and at no others. */
export function failAt(app: RunningApp, failing: FailingRoutes): Promise<void> {
  return app.electron.evaluate(({ ipcMain }, { routes, spared = 0 }) => {
    const kept = ipcMain as unknown as Kept
    const [channel = ''] = [...kept._invokeHandlers.keys()]
    kept.real ??= kept._invokeHandlers.get(channel) as Handler
    const { real } = kept
    const failed: string[] = []
    kept.failed = failed
    let left = spared
    kept._invokeHandlers.set(channel, (event, name, request) => {
      if (!routes.includes(name) || left-- > 0) return real(event, name, request)
      failed.push(name)
      return '{"ok":false,"error":{"code":"internal"}}'
    })
  }, failing)
}

export function failNowhere(app: RunningApp): Promise<void> {
  return failAt(app, { routes: [] })
}

/** From now on requests to this route wait until `letGo`, as if the work took long. */
export function holdAt(app: RunningApp, route: string): Promise<void> {
  return app.electron.evaluate(({ ipcMain }, held) => {
    const kept = ipcMain as unknown as Kept
    const [channel = ''] = [...kept._invokeHandlers.keys()]
    kept.real ??= kept._invokeHandlers.get(channel) as Handler
    const { real } = kept
    const until = new Promise<void>((resolve) => {
      kept.letGo = resolve
    })
    kept._invokeHandlers.set(channel, (event, name, request) =>
      name === held ? until.then(() => real(event, name, request)) : real(event, name, request),
    )
  }, route)
}

export function letGo(app: RunningApp): Promise<void> {
  return app.electron.evaluate(({ ipcMain }) => (ipcMain as unknown as Kept).letGo?.())
}

/** The routes that failed since `failAt` was last called, in the order they were asked. */
export function failedSoFar(app: RunningApp): Promise<readonly string[]> {
  return app.electron.evaluate(({ ipcMain }) => (ipcMain as unknown as Kept).failed ?? [])
}

/** From now on no news reaches the page. Else each would ask again, and the answer would be no click's. */
export function silenceNews(app: RunningApp): Promise<void> {
  return app.electron.evaluate(({ BrowserWindow }) => {
    for (const { webContents } of BrowserWindow.getAllWindows()) webContents.send = () => {}
  })
}
