import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

export const PROFILES = ['real', 'simulated'] as const
export type Profile = (typeof PROFILES)[number]

/** A profile is a world of its own: nothing carries over from one to the other. */
export interface ProfilePaths {
  readonly dir: string
  readonly database: string
  readonly vault: string
  /** The mark that proves the audit whole. */
  readonly auditHead: string
  /** State of the simulated locks; used by the simulated profile alone. */
  readonly simulator: string
  readonly backupsDir: string
}

export interface AppPaths {
  readonly userDataDir: string
  readonly preferences: string
  readonly windowState: string
  /** Where newer versions come from, for a program that no installer put there. */
  readonly updateConfig: string
  readonly logsDir: string
  readonly logFile: string
  readonly profiles: Readonly<Record<Profile, ProfilePaths>>
  readonly rendererDir: string
  readonly preload: string
  readonly icon: string
  readonly trayIcon: string
  /** Style of a trace exported as a page. */
  readonly tracePageStyle: string
}

/** `appDir` is the folder (or archive) that holds package.json, `out` and `resources`. */
export function namePaths({ userDataDir, appDir }: { userDataDir: string; appDir: string }): AppPaths {
  const logsDir = join(userDataDir, 'logs')
  return {
    userDataDir,
    preferences: join(userDataDir, 'preferences.json'),
    windowState: join(userDataDir, 'window-state.json'),
    updateConfig: join(userDataDir, 'update-config.json'),
    logsDir,
    logFile: join(logsDir, 'lockstep.log'),
    profiles: { real: nameProfile(userDataDir, 'real'), simulated: nameProfile(userDataDir, 'simulated') },
    rendererDir: join(appDir, 'out', 'renderer'),
    preload: join(appDir, 'out', 'preload', 'index.cjs'),
    icon: join(appDir, 'resources', 'windowIcon.png'),
    trayIcon: join(appDir, 'resources', 'trayIcon.png'),
    tracePageStyle: join(appDir, 'resources', 'trace-page', 'page.css'),
  }
}

function nameProfile(userDataDir: string, profile: Profile): ProfilePaths {
  const dir = join(userDataDir, 'profiles', profile)
  return {
    dir,
    database: join(dir, 'lockstep.db'),
    vault: join(dir, 'vault.json'),
    auditHead: join(dir, 'audit-head.json'),
    simulator: join(dir, 'simulator.json'),
    backupsDir: join(dir, 'backups'),
  }
}

const OWNER_ONLY = 0o700

/**
 * Makes every folder, readable by its owner alone; an existing one is narrowed to that. Windows ignores the mode:
 * there the profile folder of the user is what keeps others out. Synchronous: done in a millisecond, while each turn
 * of the event loop takes many until Electron has started.
 */
export function makeFolders(paths: AppPaths): void {
  const folders = [paths.userDataDir, paths.logsDir, join(paths.userDataDir, 'profiles')]
  for (const profile of PROFILES)
    folders.push(paths.profiles[profile].dir, paths.profiles[profile].backupsDir)
  for (const folder of folders) {
    mkdirSync(folder, { recursive: true, mode: OWNER_ONLY })
    chmodSync(folder, OWNER_ONLY)
  }
}
