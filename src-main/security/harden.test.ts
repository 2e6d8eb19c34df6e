import { EventEmitter } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { createMemoryLogger } from '../../tests/support/memoryLogger.ts'
import { APP_ENTRY_URL } from './appOrigin.ts'
import { hardenApp, hardenSession, registerAppScheme } from './harden.ts'

const built = { devServerOrigin: null }

class FakeApp extends EventEmitter {
  isSandboxed = false
  readonly removed: string[] = []
  readonly commandLine: { hasSwitch(name: string): boolean; removeSwitch(name: string): void }

  constructor(switches: readonly string[] = []) {
    super()
    this.commandLine = {
      hasSwitch: (name) => switches.includes(name),
      removeSwitch: (name) => void this.removed.push(name),
    }
  }
  enableSandbox(): void {
    this.isSandboxed = true
  }
}

class FakeContents extends EventEmitter {
  readonly id = 1
  openWindow: (() => { action: string }) | null = null
  setWindowOpenHandler(handler: () => { action: string }): void {
    this.openWindow = handler
  }
}

function harden(app: FakeApp, isDevelopmentBuild = false): FakeContents {
  const logger = createMemoryLogger()
  // The fake has the few members that the code under test uses.
  hardenApp(app as never, { origins: built, logger, isDevelopmentBuild })
  const contents = new FakeContents()
  app.emit('web-contents-created', {}, contents)
  return contents
}

/** Whether the program lets happen what Electron announces. */
function isLet(contents: FakeContents, event: string, details: object = {}): boolean {
  const preventDefault = vi.fn()
  contents.emit(event, { ...details, preventDefault })
  return preventDefault.mock.calls.length === 0
}

describe('program (checklist 1, 25)', () => {
  it('started as by a person, has every process in the sandbox', () => {
    const app = new FakeApp()
    harden(app)
    expect(app.isSandboxed).toBe(true)
  })

  it('built for people, drops what another program could drive it by', () => {
    const app = new FakeApp()
    harden(app)
    expect(app.removed.sort()).toEqual([
      'remote-debugging-address',
      'remote-debugging-pipe',
      'remote-debugging-port',
    ])
  })

  it('built for developers, leaves the switches of the tests alone', () => {
    const app = new FakeApp()
    harden(app, true)
    expect(app.removed).toEqual([])
  })
})

describe('web contents, whoever makes them (checklist 9, 10, 11)', () => {
  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('%s goes to our page alone', (event) => {
    const contents = harden(new FakeApp())
    expect(isLet(contents, event, { url: APP_ENTRY_URL, isMainFrame: true })).toBe(true)
    expect(isLet(contents, event, { url: 'https://example.com/', isMainFrame: true })).toBe(false)
    expect(isLet(contents, event, { url: APP_ENTRY_URL, isMainFrame: false })).toBe(false)
  })

  it('that would hold another page within get none', () => {
    expect(isLet(harden(new FakeApp()), 'will-attach-webview')).toBe(false)
  })

  it('that would open a window open none', () => {
    expect(harden(new FakeApp()).openWindow?.()).toEqual({ action: 'deny' })
  })
})

type Listener = (...args: readonly never[]) => unknown

/** What the program hands to a session of Electron, by the name of the member. */
function hardenedSession() {
  const given = new Map<string, Listener>()
  const take = (name: string) => (handler: Listener) => void given.set(name, handler)
  const session = new EventEmitter()
  Object.assign(session, {
    protocol: { handle: (scheme: string, handler: Listener) => void given.set(scheme, handler) },
    setPermissionRequestHandler: take('request'),
    setPermissionCheckHandler: take('check'),
    setDevicePermissionHandler: take('device'),
    setSpellCheckerEnabled: (isOn: boolean) => void given.set('spelling', () => isOn),
    webRequest: { onBeforeRequest: take('load') },
  })
  hardenSession(session as never, {
    origins: built,
    logger: createMemoryLogger(),
    rootDir: '/nowhere',
    readColorScheme: () => 'light',
  })
  const call = (name: string, ...args: readonly unknown[]): unknown => given.get(name)?.(...(args as never[]))
  return { session, call, names: [...given.keys()] }
}

describe("the pages' session (checklist 3, 6, 8)", () => {
  it('asked for a permission, denies it in all three ways to ask', () => {
    const { call } = hardenedSession()
    const answers: boolean[] = []
    call('request', null, 'media', (isGranted: boolean) => void answers.push(isGranted))
    expect([...answers, call('check', null, 'media'), call('device', { deviceType: 'hid' })]).toEqual([
      false,
      false,
      false,
    ])
  })

  it.each([
    ['our page', APP_ENTRY_URL, false],
    ['a server', 'http://127.0.0.1:8080/', true],
    ['a file', 'file:///etc/passwd', true],
  ])('that loads %s, is cancelled unless it is ours', (_name, url, isCancelled) => {
    const answers: unknown[] = []
    hardenedSession().call('load', { url, resourceType: 'image' }, (answer: unknown) => answers.push(answer))
    expect(answers).toEqual([{ cancel: isCancelled }])
  })

  it('takes no download, and fetches no dictionary', () => {
    const { session, call } = hardenedSession()
    const preventDefault = vi.fn()
    session.emit('will-download', { preventDefault })
    expect(preventDefault).toHaveBeenCalledOnce()
    expect(call('spelling')).toBe(false)
  })

  it('serves one scheme, which the links that open traces are not', () => {
    const { names } = hardenedSession()
    expect(names).toContain('lockstep-app')
    expect(names).not.toContain('lockstep')
  })
})

describe('scheme of our pages (checklist 3)', () => {
  it('is a secure one of its own, without the right to pass a policy by', () => {
    const registered: unknown[] = []
    registerAppScheme({ registerSchemesAsPrivileged: (schemes) => void registered.push(...schemes) })
    expect(registered).toEqual([
      {
        scheme: 'lockstep-app',
        privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
      },
    ])
  })
})
