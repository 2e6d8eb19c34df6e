import { APP_HOST, APP_SCHEME } from './appOrigin.ts'

const MIME_TYPES: ReadonlyMap<string, string> = new Map([
  ['html', 'text/html; charset=utf-8'],
  ['js', 'text/javascript; charset=utf-8'],
  ['css', 'text/css; charset=utf-8'],
  ['woff2', 'font/woff2'],
  ['woff', 'font/woff'],
  ['svg', 'image/svg+xml'],
  ['png', 'image/png'],
  ['json', 'application/json; charset=utf-8'],
])

const MAX_PATH_LENGTH = 1_000

export type AssetPath =
  | {
      readonly kind: 'file'
      readonly relativePath: string
      readonly mimeType: string
      readonly isPage: boolean
    }
  | { readonly kind: 'refused'; readonly status: 400 | 403 | 404 | 405 }

/**
 * Where a request to our own scheme points below the renderer's folder. Decodes once and refuses whatever could
 * mean something else to a file system: empty or dot segments, back slashes, drive letters, control characters,
 * a second layer of percent signs, and endings without a known type (so source maps are never served).
 */
export function resolveAssetPath(request: { readonly method: string; readonly url: string }): AssetPath {
  if (request.method !== 'GET') return { kind: 'refused', status: 405 }
  if (!URL.canParse(request.url)) return { kind: 'refused', status: 400 }
  const url = new URL(request.url)
  const isOurs =
    url.protocol === `${APP_SCHEME}:` && url.host === APP_HOST && url.username === '' && url.password === ''
  if (!isOurs) return { kind: 'refused', status: 403 }
  if (url.pathname.length > MAX_PATH_LENGTH) return { kind: 'refused', status: 400 }

  const decoded = decodeOnce(url.pathname)
  if (decoded === null || !decoded.startsWith('/')) return { kind: 'refused', status: 400 }
  const relativePath = decoded === '/' ? 'index.html' : decoded.slice(1)
  if (!relativePath.split('/').every(isPlainSegment)) return { kind: 'refused', status: 400 }

  const extension = /\.([a-z0-9]+)$/.exec(relativePath)?.[1] ?? ''
  const mimeType = MIME_TYPES.get(extension)
  if (mimeType === undefined) return { kind: 'refused', status: 404 }
  return { kind: 'file', relativePath, mimeType, isPage: extension === 'html' }
}

function decodeOnce(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname)
  } catch {
    // Malformed percent signs: the caller answers 400.
    return null
  }
}

/** Names as the bundler writes them: letters, digits, `-`, `_`, and dots that do not lead. */
function isPlainSegment(segment: string): boolean {
  return /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(segment)
}
