import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { capture, currentNode, findOnSystemPath } from '../scripts/runtime/processes.mjs'
import { repositoryRoot } from './machine.ts'
import { Skipped } from './row.ts'

/**
 * Not `bench/node_modules`: an older drizzle-orm and better-sqlite3 are among the peers, and the benchmark's own files
 * would find those before the program's.
 */
const FOLDER = join(repositoryRoot, '.cache', 'bench-peers')
const MODULES = join(FOLDER, 'node_modules')
const INSTALLED_MARK = join(MODULES, '.installed-from')
const ADDON_MARK = join(MODULES, '.addon-built-for')
const LIMIT_MS = 6 * 60_000
const VARIABLE = 'LOCKSTEP_BENCH_PEERS'

/** What a row may need besides the program. */
export type PeerNeed = 'packages' | 'older sqlite'

type Preparation = Readonly<Partial<Record<PeerNeed, { readonly ok: boolean; readonly text: string }>>>

/** Before the rows and outside their time: installs and builds what they need, and tells their processes how it went. */
export function preparePeers(needs: ReadonlySet<PeerNeed>): void {
  if (needs.size === 0) return
  const packages = attempt(installPackages)
  const preparation: Preparation = {
    packages,
    ...(needs.has('older sqlite')
      ? { 'older sqlite': packages.ok ? attempt(buildOlderSqlite) : packages }
      : {}),
  }
  process.env[VARIABLE] = JSON.stringify(preparation)
}

/** The module of a peer. Its types are told by the caller, since it is not installed when this is checked. */
export function importPeer(name: string, entry: string): Promise<unknown> {
  resultOf('packages')
  return import(pathToFileURL(peerFile(name, entry)).href)
}

export function peerFile(name: string, entry: string): string {
  return join(MODULES, name, entry)
}

export function peerVersion(name: string): string {
  const manifest: unknown = JSON.parse(readFileSync(peerFile(name, 'package.json'), 'utf8'))
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest
  return isManifest ? String(manifest.version) : 'unknown'
}

/**
 * The Node that runs the peers' older better-sqlite3: the system's, whose headers npm finds. The repository's own comes
 * without headers.
 */
export function nodeOfOlderSqlite(): string {
  return resultOf('older sqlite')
}

function resultOf(need: PeerNeed): string {
  // Written by `preparePeers` of the parent process.
  const preparation = JSON.parse(process.env[VARIABLE] ?? '{}') as Preparation
  const result = preparation[need]
  if (!result) throw new Error(`a row that needs ${need} must say so in the list of rows`)
  if (!result.ok) throw new Skipped(result.text)
  return result.text
}

function attempt(prepare: () => string) {
  try {
    return { ok: true, text: prepare() }
  } catch (error) {
    if (error instanceof Skipped) return { ok: false, text: error.message }
    throw error
  }
}

/** Without install scripts: a machine without a compiler still has the peers that need none. */
function installPackages(): string {
  const lockfile = join(import.meta.dirname, 'package-lock.json')
  const lock = createHash('sha256').update(readFileSync(lockfile)).digest('hex')
  if (existsSync(INSTALLED_MARK) && readFileSync(INSTALLED_MARK, 'utf8') === lock) return FOLDER
  console.log('installing the peers')
  mkdirSync(FOLDER, { recursive: true })
  for (const name of ['package.json', 'package-lock.json']) {
    copyFileSync(join(import.meta.dirname, name), join(FOLDER, name))
  }
  const installed = npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'])
  if (!installed.ok) throw new Skipped(`the peers could not be installed: ${reasonIn(installed.stderr)}`)
  writeFileSync(INSTALLED_MARK, lock)
  return FOLDER
}

function buildOlderSqlite(): string {
  const node = findOnSystemPath('node') ?? currentNode()
  const nodeVersion = capture(node, ['--version']).stdout.trim()
  if (existsSync(ADDON_MARK) && readFileSync(ADDON_MARK, 'utf8') === nodeVersion) return node
  console.log(`building better-sqlite3 ${peerVersion('better-sqlite3')} for Node ${nodeVersion}`)
  const built = npm(['rebuild', 'better-sqlite3'])
  const opened = capture(node, ['-e', "new (require('better-sqlite3'))(':memory:')"], { cwd: FOLDER })
  if (!opened.ok) {
    const why = reasonIn(built.ok ? opened.stderr : built.stderr)
    throw new Skipped(
      `better-sqlite3 ${peerVersion('better-sqlite3')} cannot be built for Node ${nodeVersion}: ${why}`,
    )
  }
  writeFileSync(ADDON_MARK, nodeVersion)
  return node
}

/** npm of the system: npm scripts put the repository's Node first on the path, and npm would build for that. */
function npm(args: readonly string[]) {
  const program = findOnSystemPath('npm')
  if (program === null) throw new Skipped('npm is not on the path')
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .join(delimiter)
  return capture(program, args, {
    cwd: FOLDER,
    env: { ...process.env, PATH: path },
    timeout: LIMIT_MS,
  })
}

/** npm ends with where its log is; the reason stands before. */
function reasonIn(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/complete log|npm warn/.test(line))
  return lines.at(-1) ?? 'no reason given'
}
