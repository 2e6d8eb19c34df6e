import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryLogger } from '../../tests/support/memoryLogger.ts'
import { DEFAULT_ENGINE_SETTINGS } from '../engine/engineContext.ts'
import type { PowerListeners } from '../ports/power.ts'
import type { DeepLink } from './deepLink.ts'
import { attachLifecycle, claimSingleInstance, DRAIN_LIMIT_MS, registerDeepLinks } from './lifecycle.ts'

const ID = '0123456789abcdef0123456789abcdef'
const link = { kind: 'trace', correlationId: ID }

class FakeApp extends EventEmitter {
  quits = 0
  hasLock = true
  lockData: unknown = null
  quit(): void {
    this.quits += 1
  }
  requestSingleInstanceLock(data: Record<string, unknown>): boolean {
    this.lockData = data
    return this.hasLock
  }
}

/** The fake has the few members that the code under test uses. */
function asApp(fake: FakeApp): never {
  return fake as never
}

describe('single instance (checklist 16)', () => {
  function claim(argv: string[], hasLock = true) {
    const app = new FakeApp()
    app.hasLock = hasLock
    const heard: (DeepLink | null)[] = []
    const isFirst = claimSingleInstance(asApp(app), { argv, onAnother: (opened) => heard.push(opened) })
    return { app, heard, isFirst }
  }

  it('a second process learns that it must exit and hands its link over', () => {
    const { app, isFirst } = claim(['lockstep', `lockstep://trace/${ID}`], false)
    expect(isFirst).toBe(false)
    expect(app.lockData).toEqual({ link: `lockstep://trace/${ID}` })
    expect(app.listenerCount('second-instance')).toBe(0)
  })

  it.each<[string, string[], unknown, unknown]>([
    ['a link in its data', [], { link: `lockstep://trace/${ID}` }, link],
    ['a link among its arguments', ['x', '--y', `lockstep://trace/${ID}`], { link: '' }, link],
    ['nothing', ['x'], { link: '' }, null],
    ['a malformed link', ['lockstep://trace/../../x'], { link: 'lockstep://apply/1' }, null],
    ['data of another shape', [], { link: { length: 1 } }, null],
    ['no data', [], null, null],
  ])('the first process hears of another start with %s', (_name, argv, data, expected) => {
    const { app, heard } = claim([])
    app.emit('second-instance', {}, argv, '/', data)
    expect(heard).toEqual([expected])
  })

  it('a link opened by macOS is heard when it is well-formed', () => {
    const { app, heard } = claim([])
    for (const url of [`lockstep://trace/${ID}`, 'lockstep://trace/x']) {
      app.emit('open-url', { preventDefault: () => undefined }, url)
    }
    expect(heard).toEqual([link])
  })
})

describe('quitting', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  function attach(drain: () => Promise<void>, hasTray = false, isBusy = false) {
    const app = new FakeApp()
    const logger = createMemoryLogger()
    let watched: PowerListeners | null = null
    const heard: string[] = []
    const lifecycle = attachLifecycle({
      app: asApp(app),
      power: {
        watch: (listeners) => {
          watched = listeners
          return () => {
            watched = null
          }
        },
        keepAwake: () => () => undefined,
      },
      logger,
      hasTray: () => hasTray,
      onActivate: () => heard.push('activate'),
      onSuspend: () => heard.push('suspend'),
      onResume: () => heard.push('resume'),
      isBusy: () => isBusy,
      drain,
    })
    const isPrevented = (send: (event: { preventDefault(): void }) => void): boolean => {
      let prevented = false
      send({
        preventDefault: () => {
          prevented = true
        },
      })
      return prevented
    }
    const askToQuit = (): boolean => !isPrevented((event) => app.emit('before-quit', event))
    return { app, logger, lifecycle, heard, askToQuit, isPrevented, power: () => watched }
  }

  it('to be replaced, waits for the drain as well, does that last, and then lets the program go', async () => {
    let endDrain: () => void = () => undefined
    const drained = new Promise<void>((resolve) => {
      endDrain = resolve
    })
    const { app, lifecycle, askToQuit } = attach(() => drained)
    const did: string[] = []
    lifecycle.endWith(() => did.push('installed'))
    // Whoever asks to quit meanwhile does not get before it.
    expect(askToQuit()).toBe(false)
    await vi.advanceTimersByTimeAsync(500)
    expect(did).toEqual([])
    endDrain()
    await vi.advanceTimersByTimeAsync(0)
    expect(did).toEqual(['installed'])
    expect(app.quits).toBe(0)
    expect(askToQuit()).toBe(true)
  })

  it('waits for the drain, then goes', async () => {
    let endDrain: () => void = () => undefined
    const drained = new Promise<void>((resolve) => {
      endDrain = resolve
    })
    const { app, askToQuit } = attach(() => drained)
    expect(askToQuit()).toBe(false)
    await vi.advanceTimersByTimeAsync(500)
    expect(app.quits).toBe(0)
    endDrain()
    await vi.advanceTimersByTimeAsync(0)
    expect(app.quits).toBe(1)
    expect(askToQuit()).toBe(true)
  })

  it('asked twice drains once', async () => {
    const drain = vi.fn(async () => undefined)
    const { app, askToQuit, lifecycle } = attach(drain)
    askToQuit()
    askToQuit()
    await lifecycle.drainAfterFault()
    await vi.advanceTimersByTimeAsync(0)
    expect(drain).toHaveBeenCalledTimes(1)
    expect(app.quits).toBe(1)
  })

  it('cuts a drain short that does not end, and says so', async () => {
    const { app, askToQuit, logger } = attach(() => new Promise(() => undefined))
    askToQuit()
    await vi.advanceTimersByTimeAsync(DRAIN_LIMIT_MS - 1)
    expect(app.quits).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(app.quits).toBe(1)
    expect(logger.entries).toContainEqual({
      level: 'error',
      message: 'drain cut short',
      fields: { limitMs: DRAIN_LIMIT_MS },
    })
  })

  it('waits longer than a command may be on its way', () => {
    expect(DRAIN_LIMIT_MS).toBeGreaterThan(DEFAULT_ENGINE_SETTINGS.commandDeadlineMs)
  })

  it('left by a person who does not wait any longer, goes at once; before that there is nothing to leave', async () => {
    const { app, lifecycle, askToQuit, logger } = attach(() => new Promise(() => undefined))
    lifecycle.leaveNow()
    askToQuit()
    await vi.advanceTimersByTimeAsync(500)
    expect(app.quits).toBe(0)
    lifecycle.leaveNow()
    await vi.advanceTimersByTimeAsync(0)
    expect(app.quits).toBe(1)
    expect(logger.entries).toContainEqual({
      level: 'warn',
      message: 'left while something was in flight',
      fields: {},
    })
  })

  it('after a fault, does not wait as long as that', async () => {
    const { lifecycle } = attach(() => new Promise(() => undefined))
    const ended = vi.fn()
    void lifecycle.drainAfterFault().then(ended)
    await vi.advanceTimersByTimeAsync(15_000)
    expect(ended).toHaveBeenCalledTimes(1)
  })

  it('goes although the drain failed, and says why', async () => {
    const cause = new Error('disk full')
    const { app, askToQuit, logger } = attach(() => Promise.reject(cause))
    askToQuit()
    await vi.advanceTimersByTimeAsync(0)
    expect(app.quits).toBe(1)
    expect(logger.entries).toContainEqual({ level: 'error', message: 'drain failed', fields: { cause } })
  })

  it('follows the last window only where no tray can bring it back', () => {
    const without = attach(async () => undefined)
    without.app.emit('window-all-closed')
    expect(without.app.quits).toBe(1)
    const withTray = attach(async () => undefined, true)
    withTray.app.emit('window-all-closed')
    expect(withTray.app.quits).toBe(0)
  })

  it('keeps the window for its countdown instead of hiding it in the tray, and lets it close at the end', async () => {
    const { lifecycle, askToQuit } = attach(() => Promise.resolve(), true)
    expect(lifecycle.onWindowClose(true)).toBe('hide')
    askToQuit()
    expect(lifecycle.onWindowClose(true)).toBe('keep')
    await vi.advanceTimersByTimeAsync(0)
    expect(lifecycle.onWindowClose(true)).toBe('close')
  })

  it('without a tray, by closing the last window, keeps that window while something is in flight', () => {
    const idle = attach(async () => undefined)
    expect(idle.lifecycle.onWindowClose(true)).toBe('close')
    const busy = attach(async () => undefined, false, true)
    expect(busy.lifecycle.onWindowClose(false)).toBe('close')
    expect(busy.app.quits).toBe(0)
    expect(busy.lifecycle.onWindowClose(true)).toBe('keep')
    expect(busy.app.quits).toBe(1)
  })

  it.each(['log-off', 'shutdown'] as const)(
    'because of a %s, is put off only while something is in flight',
    (kind) => {
      for (const isBusy of [false, true]) {
        const { lifecycle, isPrevented, power, app } = attach(async () => undefined, true, isBusy)
        const send = kind === 'log-off' ? lifecycle.onSessionEnd : power()?.onShutdown
        expect(isPrevented((event) => send?.(event))).toBe(isBusy)
        expect(app.quits).toBe(1)
      }
    },
  )

  it('forwards sleep, wake-up and dock clicks until it is stopped', () => {
    const { app, lifecycle, heard, power } = attach(async () => undefined)
    power()?.onSuspend()
    power()?.onResume()
    app.emit('activate')
    lifecycle.stop()
    app.emit('activate')
    expect(heard).toEqual(['suspend', 'resume', 'activate'])
    expect(power()).toBeNull()
    expect(app.eventNames()).toEqual([])
  })
})

describe('registration of links', () => {
  it.each([
    ['a packaged program', true, ['lockstep']],
    ['an unpackaged one', false, []],
  ])('by %s', (_name, isPackaged, expected) => {
    const registered: string[] = []
    const app = {
      isPackaged,
      setAsDefaultProtocolClient: (scheme: string) => {
        registered.push(scheme)
        return false
      },
    }
    registerDeepLinks(app, createMemoryLogger())
    expect(registered).toEqual(expected)
  })
})
