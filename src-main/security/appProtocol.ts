import { randomBytes } from 'node:crypto'
import { readFileSync, realpathSync } from 'node:fs'
import { isAbsolute, join, relative } from 'node:path'
import { resolveAssetPath } from './assetPath.ts'
import { buildCsp } from './csp.ts'

const NONCE_BYTES = 16

export interface AppProtocolOptions {
  /** Absolute folder of the built pages. */
  readonly rootDir: string
  /** What `__SCHEME__` in the page becomes: the stored choice, resolved. Read for each load. */
  readonly readColorScheme: () => 'light' | 'dark'
}

/** Answers requests to `lockstep-app://ui/`. Each page load gets a nonce of its own, in the header and in the page. */
export function createAppProtocolHandler(options: AppProtocolOptions) {
  return async (request: { readonly method: string; readonly url: string }): Promise<Response> => {
    const asset = resolveAssetPath(request)
    if (asset.kind === 'refused') return refuse(asset.status)
    const bytes = readBelow(options.rootDir, asset.relativePath)
    if (bytes === null) return refuse(404)
    if (!asset.isPage) return respond(bytes, asset.mimeType, "default-src 'none'")
    const nonce = randomBytes(NONCE_BYTES).toString('base64')
    const page = bytes
      .toString('utf8')
      .replaceAll('__NONCE__', nonce)
      .replaceAll('__SCHEME__', options.readColorScheme())
    return respond(Buffer.from(page, 'utf8'), asset.mimeType, buildCsp(nonce))
  }
}

/**
 * Null when the file is missing, or when a link leads out of the folder. At once: the files are the program's own, and a
 * start waits for a dozen of them; by way of Node's threads each took six turns of a main process that has other work.
 */
function readBelow(rootDir: string, relativePath: string): Buffer | null {
  try {
    const root = realpathSync.native(rootDir)
    const file = realpathSync.native(join(root, relativePath))
    const fromRoot = relative(root, file)
    if (fromRoot.startsWith('..') || isAbsolute(fromRoot)) return null
    return readFileSync(file)
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR'
}

/**
 * No Cross-Origin-Opener-Policy: no window of ours opens another or is opened by a page, and with it Chromium begins a
 * second page process when the answer is there, after the one that was waiting for it.
 */
function respond(body: Buffer, mimeType: string, csp: string): Response {
  return new Response(new Uint8Array(body), {
    status: 200,
    headers: {
      'content-type': mimeType,
      'content-security-policy': csp,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  })
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: { 'x-content-type-options': 'nosniff' } })
}
