import { createHash } from 'node:crypto'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheFolder, publishFolder } from './cacheFolder.mjs'
import { PlainFailure, say } from './failure.mjs'
import { capture, findOnSystemPath } from './processes.mjs'
import { registryElectron } from './registryElectron.mjs'
import { packageFolder, packageVersion, repositoryRoot } from './repository.mjs'

const BINARY = 'better_sqlite3.node'

/**
 * The prebuilt binary needs Node-API 10; on a runtime with 9 it crashes the process. Built with these flags
 * it asks for the experimental level, which Node-API 9 grants, and opts out of the rules that come with it.
 */
const CXXFLAGS =
  '-UNAPI_VERSION -DNAPI_VERSION=2147483647 -DNAPI_EXPERIMENTAL -DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT'

/** Opens a database with the addon of the better-sqlite3 folder given as the first argument. */
const OPENS_A_DATABASE = `
const Database = require(process.argv[1])
process.stdout.write(new Database(':memory:').prepare('select 42').pluck().get() === 42 ? 'opens' : 'wrong answer')`

/** Whether the source build for the registry's Electron still has to be made on this machine. */
export function needsCompiler() {
  return !existsSync(cachedBuild())
}

/**
 * Puts the source build into node_modules, where better-sqlite3 prefers it over its prebuilt.
 * @param {string} executablePath the Electron that has to load it
 */
export async function installSourceBuild(executablePath) {
  const cached = cachedBuild()
  if (!existsSync(cached)) {
    say('building better-sqlite3 from source for this Electron (about two minutes, once)')
    await publishFolder(cached, (unfinished) => build(unfinished, executablePath))
  }
  const source = join(cached, BINARY)
  const installed = installedBuild()
  if (existsSync(installed) && readFileSync(installed).equals(readFileSync(source))) return

  mkdirSync(dirname(installed), { recursive: true })
  const unfinished = `${installed}.${process.pid}`
  copyFileSync(source, unfinished)
  renameSync(unfinished, installed)
  if (!opensDatabase(executablePath, packageFolder('better-sqlite3'))) {
    rmSync(installed)
    throw new PlainFailure(
      `the build of better-sqlite3 in ${cached} does not load; delete that folder and try again`,
    )
  }
}

/** Lets better-sqlite3 use its own prebuilt binary again, after an earlier start put a source build before it. */
export function removeSourceBuild() {
  rmSync(join(packageFolder('better-sqlite3'), 'build'), { recursive: true, force: true })
}

/**
 * @param {string} folder
 * @param {string} executablePath
 */
function build(folder, executablePath) {
  const node = findOnSystemPath('node')
  if (node === null) throw new PlainFailure('no Node outside node_modules on PATH; install Node 20 or newer')
  const nodedir = headersPrefix(node)

  // A copy is compiled, so that a build that fails leaves nothing in node_modules that better-sqlite3 would prefer.
  const copy = mkdtempSync(join(cacheFolder(), '.build-'))
  try {
    cpSync(packageFolder('better-sqlite3'), copy, {
      recursive: true,
      filter: (path) => !path.startsWith(join(packageFolder('better-sqlite3'), 'build')),
    })
    const result = capture(
      node,
      [
        fileURLToPath(import.meta.resolve('node-gyp/bin/node-gyp.js')),
        'rebuild',
        '--release',
        '--force_build=1',
        `--nodedir=${nodedir}`,
      ],
      { cwd: copy, env: { ...process.env, CXXFLAGS, NODE_PATH: join(repositoryRoot, 'node_modules') } },
    )
    if (!result.ok) {
      const log = join(cacheFolder(), 'better-sqlite3-build.log')
      writeFileSync(log, `${result.stdout}\n${result.stderr}`)
      throw new PlainFailure(
        `better-sqlite3 could not be built from source; the compiler's words are in ${log}`,
      )
    }
    if (!opensDatabase(executablePath, copy)) {
      throw new PlainFailure(
        'better-sqlite3 was built from source but does not load in this Electron; report this with the output above',
      )
    }
    copyFileSync(join(copy, 'build', 'Release', BINARY), join(folder, BINARY))
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/**
 * Headers that match a Node lie under its prefix; `--nodedir` keeps node-gyp from downloading them.
 * @param {string} node
 */
function headersPrefix(node) {
  const prefix = dirname(dirname(realpathSync(node)))
  if (existsSync(join(prefix, 'include', 'node', 'node_api.h'))) return prefix
  throw new PlainFailure(
    `${node} has no headers in ${join(prefix, 'include', 'node')}; install Node from nodejs.org or NodeSource (or Debian's libnode-dev)`,
  )
}

/**
 * @param {string} executablePath
 * @param {string} folder a better-sqlite3 package
 */
function opensDatabase(executablePath, folder) {
  const answer = capture(executablePath, ['-e', OPENS_A_DATABASE, folder], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  })
  return answer.ok && answer.stdout === 'opens'
}

function cachedBuild() {
  const recipe = createHash('sha256').update(CXXFLAGS).digest('hex').slice(0, 8)
  const runtime = `napi${registryElectron.nodeApiVersion}-${process.platform}-${process.arch}`
  return join(cacheFolder(), `better-sqlite3-${packageVersion('better-sqlite3')}-${runtime}-${recipe}`)
}

function installedBuild() {
  return join(packageFolder('better-sqlite3'), 'build', 'Release', BINARY)
}
