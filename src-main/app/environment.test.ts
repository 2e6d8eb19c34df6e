import { describe, expect, it } from 'vitest'
import { parseDevelopmentSwitches } from './developmentSwitches.ts'
import { type EnvironmentSource, parseEnvironment } from './environment.ts'

const ID = '0123456789abcdef0123456789abcdef'
const source: EnvironmentSource = { argv: [], env: {}, platform: 'linux', isPackaged: false }
const withPageServer = { ...source, env: { ELECTRON_RENDERER_URL: 'http://localhost:5173' } }

describe('environment (checklist 25)', () => {
  it('listens to the page server in a development build', () => {
    expect(parseEnvironment(withPageServer, parseDevelopmentSwitches)).toMatchObject({
      devServerOrigin: 'http://localhost:5173',
      isDevelopmentBuild: true,
    })
  })

  it('ignores the page server once packaged, whatever was built in', () => {
    const environment = parseEnvironment({ ...withPageServer, isPackaged: true }, parseDevelopmentSwitches)
    expect(environment).toMatchObject({ devServerOrigin: null, isDevelopmentBuild: false })
  })

  it('ignores the page server in a build without development code', () => {
    expect(parseEnvironment(withPageServer, null)).toMatchObject({
      devServerOrigin: null,
      isDevelopmentBuild: false,
    })
  })

  it.each(['https://localhost:5173', 'http://example.com', 'file:///x', 'localhost:5173', ''])(
    'ignores the page server %s',
    (url) => {
      expect(parseDevelopmentSwitches({ ELECTRON_RENDERER_URL: url })).toEqual({ devServerOrigin: null })
    },
  )

  it('reads link, hidden start and desktop, and is frozen', () => {
    const environment = parseEnvironment(
      {
        ...source,
        argv: ['lockstep', '--start-hidden', `lockstep://trace/${ID}`],
        env: { XDG_CURRENT_DESKTOP: 'ubuntu:GNOME', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/bus' },
      },
      null,
    )
    expect(environment).toMatchObject({
      startsHidden: true,
      deepLink: { kind: 'trace', correlationId: ID },
      desktops: ['ubuntu', 'gnome'],
      hasSessionBus: true,
    })
    expect(Object.isFrozen(environment)).toBe(true)
  })

  it('counts an overlong value as absent', () => {
    const environment = parseEnvironment({ ...source, env: { XDG_CURRENT_DESKTOP: 'x'.repeat(1_000) } }, null)
    expect(environment.desktops).toEqual([])
  })

  it('names where updates are offered, and whether a new version can take the place of this one', () => {
    expect(parseEnvironment(source, null)).toMatchObject({ updateUrl: null, isReplaceable: false })
    const env = { LOCKSTEP_UPDATE_URL: ' https://updates.example.com/ ', APPIMAGE: '/opt/Lockstep.AppImage' }
    expect(parseEnvironment({ ...source, env }, null)).toMatchObject({
      updateUrl: 'https://updates.example.com/',
      isReplaceable: true,
    })
    expect(parseEnvironment({ ...source, env, platform: 'win32' }, null).isReplaceable).toBe(false)
    expect(parseEnvironment({ ...source, isPackaged: true }, null).isReplaceable).toBe(true)
  })
})
