import { isAppPageOrigin, type PageOrigins } from './appOrigin.ts'

/**
 * What a page's session may load. The window has no network: lock providers are reached by the main process alone.
 * `devtools:` pages exist only in builds that can open the developer tools.
 */
export function isPageRequestAllowed(address: string, origins: PageOrigins): boolean {
  if (isAppPageOrigin(address, origins)) return true
  if (origins.devServerOrigin === null || !URL.canParse(address)) return false
  const url = new URL(address)
  if (url.protocol === 'devtools:') return true
  return url.protocol === 'ws:' && `http://${url.host}` === origins.devServerOrigin
}
