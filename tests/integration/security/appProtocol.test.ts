import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAppProtocolHandler } from '../../../src-main/security/appProtocol.ts'

const PAGE = '<html data-mantine-color-scheme="__SCHEME__"><meta name="csp-nonce" content="__NONCE__"></html>'

let folder: string
let rootDir: string
let scheme: 'light' | 'dark'

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockstep-pages-'))
  rootDir = join(folder, 'renderer')
  scheme = 'dark'
  await mkdir(join(rootDir, 'assets'), { recursive: true })
  await writeFile(join(rootDir, 'index.html'), PAGE)
  await writeFile(join(rootDir, 'assets', 'a.js'), 'const place = "__NONCE__"')
  await writeFile(join(rootDir, 'assets', 'a.js.map'), '{}')
  await writeFile(join(folder, 'secret.js'), 'secret')
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

function get(path: string, method = 'GET'): Promise<Response> {
  return createAppProtocolHandler({ rootDir, readColorScheme: () => scheme })({
    method,
    url: `lockstep-app://ui${path}`,
  })
}

describe('page over our own scheme (checklist 5)', () => {
  it('carries the policy with the nonce that stands in the page', async () => {
    const response = await get('/')
    const text = await response.text()
    const nonce = /content="([^"]+)"/.exec(text)?.[1] ?? ''
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/)
    expect(response.headers.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonce}'`)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('asks for no opener policy: Chromium would begin a second page process for it at each start', async () => {
    expect((await get('/')).headers.get('cross-origin-opener-policy')).toBeNull()
  })

  it('has a new nonce at each load', async () => {
    const [first, second] = await Promise.all([get('/'), get('/')])
    expect(await first.text()).not.toBe(await second.text())
  })

  it('has the colour scheme of the moment', async () => {
    expect(await (await get('/')).text()).toContain('data-mantine-color-scheme="dark"')
    scheme = 'light'
    expect(await (await get('/')).text()).toContain('data-mantine-color-scheme="light"')
  })
})

describe('files over our own scheme (checklist 4)', () => {
  it('are served as they are, with their type', async () => {
    const response = await get('/assets/a.js')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(await response.text()).toBe('const place = "__NONCE__"')
  })

  it('may load nothing themselves, should one ever be shown as a page', async () => {
    const { headers } = await get('/assets/a.js')
    expect(headers.get('content-security-policy')).toBe("default-src 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it.each([
    ['a source map', '/assets/a.js.map', 404],
    ['a folder', '/assets', 404],
    ['a missing file', '/assets/b.js', 404],
    ['a file below a file', '/assets/a.js/b.js', 404],
    ['a file outside, by encoded dots', '/..%2fsecret.js', 400],
    ['a file outside, by an encoded back slash', '/..%5csecret.js', 400],
  ])('%s is not served', async (_name, path, status) => {
    const response = await get(path)
    expect(response.status).toBe(status)
    expect(await response.text()).toBe('')
  })

  it('a link that leads out of the folder is not followed', async () => {
    await symlink(join(folder, 'secret.js'), join(rootDir, 'assets', 'link.js'))
    expect((await get('/assets/link.js')).status).toBe(404)
  })

  it('a link within the folder is', async () => {
    await symlink(join(rootDir, 'assets', 'a.js'), join(rootDir, 'assets', 'link.js'))
    expect((await get('/assets/link.js')).status).toBe(200)
  })

  it('nothing but GET is answered', async () => {
    expect((await get('/', 'POST')).status).toBe(405)
  })
})
