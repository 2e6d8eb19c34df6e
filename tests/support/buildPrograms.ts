import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { BUILT_PROGRAMS, PROGRAMS } from './programs.ts'
import { repositoryDir } from './repository.ts'

const outDir = join(repositoryDir, '.cache', `test-programs-${process.pid}`)

/** Before the first test of a run: the programs that tests start again and again. */
export async function setup(): Promise<void> {
  await build({
    configFile: false,
    root: repositoryDir,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: true,
      target: 'node24',
      minify: false,
      outDir,
      rollupOptions: {
        input: { ...PROGRAMS },
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
      },
    },
  })
  process.env[BUILT_PROGRAMS] = outDir
}

export function teardown(): void {
  rmSync(outDir, { recursive: true, force: true })
  delete process.env[BUILT_PROGRAMS]
}
