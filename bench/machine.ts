import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { connect } from '../src-main/store/connection.ts'

export const repositoryRoot = resolve(import.meta.dirname, '..')

export interface Machine {
  readonly measuredAt: string
  readonly commit: string
  readonly processor: string
  readonly processors: number
  readonly memoryGiB: number
  readonly system: string
  /** One, five and fifteen minutes, as the run began: above the number of processors, ratios are what counts. */
  readonly loadAverage: readonly number[]
  readonly versions: Readonly<Record<string, string>>
}

const NAMED_PACKAGES = ['better-sqlite3', 'drizzle-orm', 'undici', 'electron', 'react', 'vite']

export function describeMachine(): Machine {
  return {
    measuredAt: new Date().toISOString(),
    commit: commitOf(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    processors: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()} ${process.arch}`,
    loadAverage: loadavg().map((load) => Math.round(load * 100) / 100),
    versions: {
      node: process.versions.node,
      sqlite: sqliteVersion(),
      ...Object.fromEntries(NAMED_PACKAGES.map((name) => [name, packageVersion(name)])),
    },
  }
}

function packageVersion(name: string): string {
  const file = join(repositoryRoot, 'node_modules', name, 'package.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }
  return manifest.version
}

function sqliteVersion(): string {
  const sqlite = connect(':memory:')
  try {
    return String(sqlite.prepare('SELECT sqlite_version()').pluck().get())
  } finally {
    sqlite.close()
  }
}

/** A copy of the sources without its history has no commit. */
function commitOf(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: repositoryRoot,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return 'unknown'
  }
}
