import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PlainFailure, say } from './failure.mjs'
import { runInstalledTool } from './processes.mjs'
import { repositoryRoot } from './repository.mjs'

const SOURCES = [
  'src-main',
  'src-preload',
  'src-renderer',
  'db',
  'resources',
  'electron.vite.config.ts',
  'postcss.config.cjs',
  'package.json',
  'package-lock.json',
]
const MARK = join(repositoryRoot, 'out', '.built-from')
const PROGRAM = join(repositoryRoot, 'out', 'main', 'index.js')

/** Builds the app into out/ unless it was built from exactly these sources. */
export async function buildApp() {
  const sources = sourcesDigest()
  if (existsSync(PROGRAM) && existsSync(MARK) && readFileSync(MARK, 'utf8') === sources) return
  say('building the app')
  const code = await runInstalledTool('electron-vite', ['build', '--logLevel', 'warn'])
  if (code !== 0) throw new PlainFailure('the app could not be built; the reason stands above')
  writeFileSync(MARK, sources)
}

/** For whoever writes something else into out/, so that the next start builds again. */
export function forgetBuild() {
  rmSync(MARK, { force: true })
}

/** By content, not by time: a checkout of another branch and back must not rebuild, an older file must. */
function sourcesDigest() {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    for (const file of filesUnder(source))
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(repositoryRoot, file)))
        .update('\0')
  }
  return hash.digest('hex')
}

/**
 * @param {string} path relative to the repository
 * @returns {string[]}
 */
function filesUnder(path) {
  const absolute = join(repositoryRoot, path)
  if (!existsSync(absolute)) return []
  if (path.includes('.')) return [path]
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(repositoryRoot.length))
    .sort()
}
