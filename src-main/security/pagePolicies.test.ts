import { describe, expect, it } from 'vitest'
import { buildCsp, buildDevelopmentCsp } from './csp.ts'
import { isNavigationAllowed } from './navigationPolicy.ts'
import { isPageRequestAllowed } from './networkPolicy.ts'
import { pagePreferences } from './pagePreferences.ts'
import { isPermissionGranted } from './permissionPolicy.ts'

const built = { devServerOrigin: null }
const developing = { devServerOrigin: 'http://localhost:5173' }

describe('navigation policy (checklist 9)', () => {
  it.each([
    ['own page', 'lockstep-app://ui/', true],
    ['own page with a place', 'lockstep-app://ui/#/traces/1', true],
    ['own page by file name', 'lockstep-app://ui/index.html', true],
    ['own asset shown as a page', 'lockstep-app://ui/assets/a.js', false],
    ['host that begins like ours', 'lockstep-app://ui.evil/', false],
    ['our host as user name', 'lockstep-app://ui@evil/', false],
    ['upper-case host', 'lockstep-app://UI/', false],
    ['deep-link scheme', 'lockstep://trace/0', false],
    ['web page', 'https://example.com/', false],
    ['file', 'file:///etc/passwd', false],
    ['data page', 'data:text/html,<b>', false],
    ['script', 'javascript:alert(1)', false],
    ['blank page', 'about:blank', false],
    ['page server of developers', 'http://localhost:5173/', false],
    ['no url', '', false],
  ])('in a built program %s: %s', (_name, url, isAllowed) => {
    expect(isNavigationAllowed({ url, isMainFrame: true }, built)).toBe(isAllowed)
  })

  it.each([
    ['page server', 'http://localhost:5173/', true],
    ['page server by file name', 'http://localhost:5173/index.html', true],
    ['other port', 'http://localhost:5174/', false],
    ['host that begins like it', 'http://localhost:5173.evil/', false],
  ])('with a page server %s: %s', (_name, url, isAllowed) => {
    expect(isNavigationAllowed({ url, isMainFrame: true }, developing)).toBe(isAllowed)
  })

  it('a sub-frame may not even show our own page', () => {
    expect(isNavigationAllowed({ url: 'lockstep-app://ui/', isMainFrame: false }, built)).toBe(false)
  })
})

describe('network policy of pages (checklist 6)', () => {
  it.each([
    ['own file', 'lockstep-app://ui/assets/a.js', true],
    ['foreign host of our scheme', 'lockstep-app://evil/a.js', false],
    ['loopback', 'http://127.0.0.1:8080/', false],
    ['lock provider', 'https://euapi.ttlock.com/v3/lock/list', false],
    ['web socket', 'ws://localhost:5173/', false],
    ['file', 'file:///etc/passwd', false],
    ['developer tools', 'devtools://devtools/bundled/inspector.html', false],
  ])('in a built program %s: %s', (_name, url, isAllowed) => {
    expect(isPageRequestAllowed(url, built)).toBe(isAllowed)
  })

  it.each([
    ['page server', 'http://localhost:5173/src/main.tsx', true],
    ['its web socket', 'ws://localhost:5173/?token=1', true],
    ['developer tools', 'devtools://devtools/bundled/inspector.html', true],
    ['another web socket', 'ws://localhost:9229/', false],
    ['a web page', 'https://example.com/', false],
  ])('with a page server %s: %s', (_name, url, isAllowed) => {
    expect(isPageRequestAllowed(url, developing)).toBe(isAllowed)
  })
})

describe('permission policy (checklist 8)', () => {
  it.each([
    'clipboard-read',
    'clipboard-sanitized-write',
    'geolocation',
    'media',
    'notifications',
    'fullscreen',
    'hid',
    'serial',
    'usb',
    'openExternal',
    'a permission of tomorrow',
    '__proto__',
  ])('%s is denied', (permission) => {
    expect(isPermissionGranted(permission)).toBe(false)
  })
})

describe('content security policy (checklist 5)', () => {
  it('lets nothing connect, takes scripts from files alone and styles by nonce', () => {
    const directives = new Map(
      buildCsp('abc')
        .split('; ')
        .map((directive) => {
          const [name = '', ...values] = directive.split(' ')
          return [name, values.join(' ')]
        }),
    )
    expect(Object.fromEntries(directives)).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self' 'nonce-abc'",
      'img-src': "'self' data:",
      'font-src': "'self'",
      'connect-src': "'none'",
      'object-src': "'none'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
    })
  })

  it('of the page server connects to that server alone', () => {
    expect(buildDevelopmentCsp('http://localhost:5173')).toContain("connect-src 'self' ws://localhost:5173")
  })
})

describe('preferences of a page (checklist 1, 11, 25)', () => {
  const { sandbox, contextIsolation, webSecurity, preload, ...granted } = pagePreferences({
    preload: '/out/preload.cjs',
    isDevelopmentBuild: false,
  })

  it('put up every wall that Electron has', () => {
    expect({ sandbox, contextIsolation, webSecurity }).toEqual({
      sandbox: true,
      contextIsolation: true,
      webSecurity: true,
    })
  })

  it('of a build for people grant nothing that could be granted', () => {
    expect(Object.entries(granted).filter(([, value]) => value !== false)).toEqual([])
    // What is left out is Electron's choice, which differs between its majors.
    expect(Object.keys(granted).sort()).toEqual([
      'allowRunningInsecureContent',
      'devTools',
      'experimentalFeatures',
      'navigateOnDragDrop',
      'nodeIntegration',
      'nodeIntegrationInSubFrames',
      'nodeIntegrationInWorker',
      'plugins',
      'spellcheck',
      'webviewTag',
    ])
  })

  it('of a build for developers grant their tools and nothing else', () => {
    const preferences = pagePreferences({ preload: '/out/preload.cjs', isDevelopmentBuild: true })
    expect(preferences).toEqual({
      sandbox,
      contextIsolation,
      webSecurity,
      preload,
      ...granted,
      devTools: true,
    })
  })
})
