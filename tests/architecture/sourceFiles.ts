import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

/** Everything a person wrote and may have to read; not what a tool generated. */
const FOLDERS = ['src-main', 'src-preload', 'src-renderer', 'db', 'scripts', 'tests', 'bench'].filter(
  (folder) => existsSync(join(root, folder)),
)
const GENERATED = ['db/migrations', 'bench/node_modules', 'tests/fixtures']
const ENDINGS = /\.(ts|tsx|mjs|cjs|css|sql|html)$/

/** Path below the repository with forward slashes, and text. */
export type SourceFiles = ReadonlyMap<string, string>

export function readSourceFiles(): SourceFiles {
  const files = new Map<string, string>()
  for (const folder of FOLDERS) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !ENDINGS.test(entry.name)) continue
      const absolute = join(entry.parentPath, entry.name)
      const path = relative(root, absolute).split(sep).join('/')
      if (!GENERATED.some((generated) => path.startsWith(`${generated}/`))) {
        files.set(path, readFileSync(absolute, 'utf8'))
      }
    }
  }
  return files
}

export function isTest(path: string): boolean {
  return /\.test(-d)?\.tsx?$/.test(path) || /(^tests|\/testSupport)\//.test(path)
}

/** What is wrong where, as one line that a person can act on. */
export interface Violation {
  readonly path: string
  readonly problem: string
}
