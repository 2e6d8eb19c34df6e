/** Serves the window's pages and nothing else. Registered as standard, secure and fetchable before `ready`. */
export const APP_SCHEME = 'lockstep-app'
export const APP_HOST = 'ui'
export const APP_ENTRY_URL = `${APP_SCHEME}://${APP_HOST}/`

/** Where pages of this run come from. */
export interface PageOrigins {
  /** `http://localhost:5173` while developing with a page server; null in every other run. */
  readonly devServerOrigin: string | null
}

/** Parsed and compared part by part: a prefix test would let `lockstep-app://ui.evil/` through. */
export function isAppPageOrigin(address: string, origins: PageOrigins): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  if (url.username !== '' || url.password !== '') return false
  // Outside Chromium an own scheme has no `origin`, so scheme, host and port are compared themselves.
  if (url.protocol === `${APP_SCHEME}:`) return url.host === APP_HOST
  return origins.devServerOrigin !== null && url.origin === origins.devServerOrigin
}

/** The one document windows may show; its places are fragments (`#/doors`). */
export function isAppPage(address: string, origins: PageOrigins): boolean {
  if (!isAppPageOrigin(address, origins)) return false
  const { pathname } = new URL(address)
  return pathname === '/' || pathname === '/index.html' || pathname === ''
}
