import { z } from 'zod'
import { type DeepLink, findDeepLink } from './deepLink.ts'
import { type DevelopmentSwitches, parseDevelopmentSwitches } from './developmentSwitches.ts'

/** What the outside world said about this run, parsed once. */
export interface Environment extends DevelopmentSwitches {
  readonly platform: NodeJS.Platform
  readonly isPackaged: boolean
  /** True where developer tools and test switches exist at all. */
  readonly isDevelopmentBuild: boolean
  /** Started by the system at login: begin in the tray without a window. */
  readonly startsHidden: boolean
  /** The link this process was started with. */
  readonly deepLink: DeepLink | null
  /** Names of the desktop environment, lower case; empty where there is none. */
  readonly desktops: readonly string[]
  readonly hasSessionBus: boolean
  /** Where newer versions of the program are offered, as it was given; null where nothing was. */
  readonly updateUrl: string | null
  /** Started from what an installer put there, or from an AppImage: a newer version can take its place. */
  readonly isReplaceable: boolean
}

export interface EnvironmentSource {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly isPackaged: boolean
}

type SwitchParser = (env: EnvironmentSource['env']) => DevelopmentSwitches

const NO_SWITCHES: DevelopmentSwitches = { devServerOrigin: null }

/** The switch that the login item is registered with. */
const START_HIDDEN_SWITCH = '--start-hidden'

const envSchema = z.object({
  XDG_CURRENT_DESKTOP: z.string().max(200).catch(''),
  DBUS_SESSION_BUS_ADDRESS: z.string().max(4_000).catch(''),
  LOCKSTEP_UPDATE_URL: z.string().trim().max(500).catch(''),
  APPIMAGE: z.string().max(4_000).catch(''),
})

/** Reads this process. The only place that asks whether development code was built in. */
export function readEnvironment(isPackaged: boolean): Environment {
  const { argv, env, platform } = process
  // Written as a choice between values so that the bundler drops the parser from the packed build.
  const parseSwitches = __LOCKSTEP_DEV__ ? parseDevelopmentSwitches : null
  return parseEnvironment({ argv, env, platform, isPackaged }, parseSwitches)
}

/** Never throws: a value that does not fit counts as absent. `parseSwitches` is null in a build for people. */
export function parseEnvironment(source: EnvironmentSource, parseSwitches: SwitchParser | null): Environment {
  const env = envSchema.parse(source.env)
  const activeParser = source.isPackaged ? null : parseSwitches
  return Object.freeze({
    ...(activeParser === null ? NO_SWITCHES : activeParser(source.env)),
    platform: source.platform,
    isPackaged: source.isPackaged,
    isDevelopmentBuild: activeParser !== null,
    startsHidden: source.argv.includes(START_HIDDEN_SWITCH),
    deepLink: findDeepLink(source.argv),
    desktops: env.XDG_CURRENT_DESKTOP.toLowerCase()
      .split(':')
      .filter((name) => name !== ''),
    hasSessionBus: env.DBUS_SESSION_BUS_ADDRESS !== '',
    updateUrl: env.LOCKSTEP_UPDATE_URL === '' ? null : env.LOCKSTEP_UPDATE_URL,
    isReplaceable: source.isPackaged || (source.platform === 'linux' && env.APPIMAGE !== ''),
  })
}
