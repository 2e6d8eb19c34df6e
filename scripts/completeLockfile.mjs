import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PlainFailure, runMain, say } from './runtime/failure.mjs'
import { repositoryRoot } from './runtime/repository.mjs'

/**
 * Puts into package-lock.json what `npm install` leaves out and `npm ci` needs; `--check` only looks.
 *
 * 1. A registry that lacks the packages of other platforms makes npm write a lockfile without them, and `npm ci`
 *    then refuses that lockfile. They need an entry, which says for which platform they are, but no integrity.
 * 2. npm does not copy `gypfile: false` into the lockfile, so `npm ci` runs node-gyp for a package that wants
 *    no such thing, which fails on a machine without Python.
 *
 * @typedef {object} LockEntry
 * @property {string} [version]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {boolean} [gypfile]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 * @property {Record<string, string>} [optionalDependencies]
 */

const lockfile = join(repositoryRoot, 'package-lock.json')
const BRINGS_ITS_BINARIES = 'node_modules/better-sqlite3'
const OPERATING_SYSTEMS = /android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32/
const PROCESSORS = /arm64|arm|ia32|loong64|mips64el|ppc64|riscv64|s390x|x64/

await runMain(async () => {
  /** @type {{ packages: Record<string, LockEntry> }} */
  const lock = JSON.parse(readFileSync(lockfile, 'utf8'))
  const missing = missingPlatformPackages(lock.packages)
  const binaries = lock.packages[BRINGS_ITS_BINARIES]
  const needsMark = binaries !== undefined && binaries.gypfile !== false
  if (missing.length === 0 && !needsMark) return 0

  if (process.argv.includes('--check')) {
    throw new PlainFailure(
      'package-lock.json is not complete, so npm ci fails on some machines; run: npm run lock:complete',
    )
  }
  for (const { path, entry } of missing) lock.packages[path] = entry
  if (binaries !== undefined) binaries.gypfile = false
  const [root, ...others] = Object.entries(lock.packages)
  others.sort(([a], [b]) => a.localeCompare(b, 'en'))
  lock.packages = Object.fromEntries([...(root ? [root] : []), ...others])
  writeFileSync(lockfile, `${JSON.stringify(lock, null, 2)}\n`)
  say(`package-lock.json: added ${missing.length} packages of other platforms`)
  return 0
})

/** @param {Record<string, LockEntry>} packages */
function missingPlatformPackages(packages) {
  return Object.entries(packages).flatMap(([parentPath, parent]) =>
    Object.entries(parent.optionalDependencies ?? {})
      .filter(([name]) => !isResolved(packages, parentPath, name))
      .map(([name, version]) => ({
        path: `node_modules/${name}`,
        entry: platformEntry(name, version, parent),
      })),
  )
}

/**
 * Looks where Node would: in the package's own node_modules, then in each one further out.
 * @param {Record<string, LockEntry>} packages
 * @param {string} from
 * @param {string} name
 */
function isResolved(packages, from, name) {
  const folders = from.split('/node_modules/')
  return (
    folders.some((_, depth) => {
      const folder = folders.slice(0, folders.length - depth).join('/node_modules/')
      return packages[`${folder}/node_modules/${name}`] !== undefined
    }) || packages[`node_modules/${name}`] !== undefined
  )
}

/**
 * @param {string} name
 * @param {string} version
 * @param {LockEntry} parent
 * @returns {LockEntry}
 */
function platformEntry(name, version, parent) {
  const unscoped = name.split('/').at(-1) ?? name
  const os = OPERATING_SYSTEMS.exec(unscoped)?.[0]
  const cpu = os && PROCESSORS.exec(unscoped.slice(unscoped.indexOf(os) + os.length))?.[0]
  if (!os || !cpu || !/^\d+\.\d+\.\d+/.test(version)) {
    throw new PlainFailure(
      `package-lock.json lacks ${name} ${version}; run npm install where the registry has it`,
    )
  }
  const libc = /-musl$/.test(name) ? 'musl' : /-gnu$/.test(name) ? 'glibc' : null
  return {
    version,
    cpu: [cpu],
    ...(parent.dev ? { dev: true } : {}),
    ...(libc ? { libc: [libc] } : {}),
    optional: true,
    os: [os],
  }
}
