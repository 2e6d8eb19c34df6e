export interface DesktopFacts {
  readonly platform: NodeJS.Platform
  /** Parts of XDG_CURRENT_DESKTOP, lower case. */
  readonly desktops: readonly string[]
  readonly hasSessionBus: boolean
}

/** Linux desktops that show tray icons out of the box. Plain GNOME does not; Ubuntu's comes with the extension. */
const DESKTOPS_WITH_TRAY: ReadonlySet<string> = new Set([
  'kde',
  'xfce',
  'mate',
  'x-cinnamon',
  'cinnamon',
  'lxqt',
  'lxde',
  'unity',
  'ubuntu',
  'budgie',
  'pantheon',
  'deepin',
])

/**
 * Whether a tray icon would be seen. Electron cannot tell on Linux, so unknown desktops count as without:
 * a program that quits is better than one that nobody can find again.
 */
export function isTrayExpected(facts: DesktopFacts): boolean {
  if (facts.platform === 'win32' || facts.platform === 'darwin') return true
  return facts.hasSessionBus && facts.desktops.some((desktop) => DESKTOPS_WITH_TRAY.has(desktop))
}
