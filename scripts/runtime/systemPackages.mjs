import { PlainFailure, say } from './failure.mjs'
import { capture, findOnSystemPath } from './processes.mjs'

/** Debian's names; where a release renamed one for 64-bit time, the new name stands first. */
const ELECTRON_LIBRARIES = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libasound2t64', 'libasound2'],
  ['libnss3'],
  ['libgbm1'],
  ['libxss1'],
  ['libxtst6'],
]
const COMPILER = [['python3'], ['make'], ['g++']]
const VIRTUAL_DISPLAY = [['xvfb']]

/**
 * Makes sure that the libraries and programs outside npm are there: installs them as root on Debian and its kin,
 * otherwise fails with the one command that does. Does nothing but look on other systems than Linux.
 * @param {{ executablePath: string, needsDisplay: boolean, needsCompiler: boolean }} needs
 */
export function ensureSystemPackages(needs) {
  if (process.platform !== 'linux') return
  const libraries = missingLibraries(needs.executablePath)
  const wanted = [
    ...(libraries.length > 0 ? ELECTRON_LIBRARIES : []),
    ...(needs.needsCompiler && lacksAny(['python3', 'make', 'g++']) ? COMPILER : []),
    ...(needs.needsDisplay && lacksAny(['Xvfb']) ? VIRTUAL_DISPLAY : []),
  ]
  if (wanted.length === 0) return

  if (findOnSystemPath('apt-get') === null) {
    const names = wanted.map((names) => names.at(-1)).join(' ')
    throw new PlainFailure(
      `this system lacks what Debian calls ${names}; install the same from your distribution, then try again`,
    )
  }
  if (process.getuid?.() !== 0) {
    const command = `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${availableNames(wanted).join(' ')}`
    throw new PlainFailure(`system packages are missing; run this once, then try again: ${command}`)
  }
  install(wanted)

  const stillMissing = missingLibraries(needs.executablePath)
  if (stillMissing.length > 0) {
    throw new PlainFailure(
      `Electron still misses ${stillMissing.join(', ')}; install the packages that hold them`,
    )
  }
}

/** @param {string[][]} wanted */
function install(wanted) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const updated = capture('apt-get', ['update', '-qq'], { env })
  const names = availableNames(wanted)
  say(`installing system packages: ${names.join(' ')}`)
  const installed = capture('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env })
  if (installed.ok) return
  const words = (installed.stderr.trim() || updated.stderr.trim()).split('\n').at(-1)
  throw new PlainFailure(
    `apt-get could not install ${names.join(' ')} (${words}); install them by hand, then try again`,
  )
}

/**
 * The first name of each that this release knows; without package lists, the plain one.
 * @param {string[][]} wanted
 */
function availableNames(wanted) {
  return wanted.map((names) => names.find(isAvailable) ?? String(names.at(-1)))
}

/** @param {string} name */
function isAvailable(name) {
  const policy = capture('apt-cache', ['policy', name], { env: { ...process.env, LC_ALL: 'C' } })
  return /Candidate: (?!\(none\))/.test(policy.stdout)
}

/** @param {string} program */
function missingLibraries(program) {
  const listed = capture('ldd', [program])
  return listed.stdout.split('\n').flatMap((line) => {
    const name = /^\s*(\S+) => not found/.exec(line)?.[1]
    return name ? [name] : []
  })
}

/** @param {string[]} programs */
function lacksAny(programs) {
  return programs.some((program) => findOnSystemPath(program) === null)
}
