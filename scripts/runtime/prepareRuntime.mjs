import { chooseElectron, verifyElectron } from './electronBinary.mjs'
import { say } from './failure.mjs'
import { sandboxArguments } from './sandbox.mjs'
import { installSourceBuild, needsCompiler, removeSourceBuild } from './sqliteAddon.mjs'
import { ensureSystemPackages } from './systemPackages.mjs'
import { hasDisplay, startVirtualDisplay } from './virtualDisplay.mjs'

/**
 * @typedef {object} PreparedRuntime
 * @property {string} executablePath the Electron to start
 * @property {string[]} args switches that go before the app's folder
 * @property {Record<string, string>} env variables to add to the environment
 * @property {boolean} isDisplayVirtual
 * @property {() => Promise<void>} stop ends what was started for it
 */

/**
 * Everything that has to be true before the app can start: an Electron that runs, a better-sqlite3 that it can load,
 * the system's libraries, and something to paint on. Each step is skipped when its result is already there.
 * @returns {Promise<PreparedRuntime>}
 */
export async function prepareRuntime() {
  const electron = await chooseElectron()
  say(`Electron ${electron.version}, ${electron.reason}`)
  const isRegistryBuild = electron.kind === 'registry'
  const isDisplayVirtual = !hasDisplay()

  ensureSystemPackages({
    executablePath: electron.executablePath,
    needsDisplay: isDisplayVirtual,
    needsCompiler: isRegistryBuild && needsCompiler(),
  })
  verifyElectron(electron)
  if (isRegistryBuild) await installSourceBuild(electron.executablePath)
  else removeSourceBuild()

  const args = sandboxArguments(electron.executablePath)
  const display = isDisplayVirtual ? await startVirtualDisplay() : null
  return {
    executablePath: electron.executablePath,
    args,
    env: { ...display?.env },
    isDisplayVirtual,
    stop: async () => display?.stop(),
  }
}
