import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'

const root = import.meta.dirname

/**
 * A CommonJS package that the built program requires: to import one from a module, Node first compiles a parser that looks
 * for its exports, and a start waits for that.
 */
function required(packageName: string): Plugin {
  const id = `\0required:${packageName}`
  const code = `import { createRequire } from 'node:module'\nexport default createRequire(import.meta.url)('${packageName}')`
  return {
    name: 'lockstep:required',
    enforce: 'pre',
    resolveId: (source) => (source === packageName ? id : null),
    load: (asked) => (asked === id ? code : null),
  }
}

/**
 * Targets are written by hand: the default follows the installed `electron` package and can emit syntax
 * that the older runtime used on registry-only machines cannot run.
 */
export default defineConfig(({ mode }) => ({
  main: {
    plugins: [required('better-sqlite3')],
    // `electron-vite build --mode pack` leaves out what only developers and tests need.
    define: { __LOCKSTEP_DEV__: JSON.stringify(mode !== 'pack') },
    build: {
      target: 'node20.18',
      outDir: 'out/main',
      // Bundled: loaded file by file, drizzle alone takes longer than everything else at the start. A native addon cannot be.
      externalizeDeps: {
        exclude: ['better-sqlite3', 'drizzle-orm', 'electron-log', 'luxon', 'undici', 'zod'],
      },
      sourcemap: false,
      rollupOptions: {
        input: { index: resolve(root, 'src-main/index.ts') },
        // Less to read at the start; names stay, for the stacks in the log.
        output: {
          format: 'es',
          minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
        },
      },
    },
  },
  preload: {
    build: {
      target: 'node20.18',
      outDir: 'out/preload',
      externalizeDeps: false,
      sourcemap: false,
      rollupOptions: {
        input: { index: resolve(root, 'src-preload/index.ts') },
        // A sandboxed preload must be one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'src-renderer'),
    plugins: [react()],
    build: {
      target: 'chrome130',
      outDir: resolve(root, 'out/renderer'),
      minify: true,
      sourcemap: false,
      // Fonts inlined as data: are refused by font-src 'self'.
      assetsInlineLimit: 0,
      rollupOptions: { input: { index: resolve(root, 'src-renderer/index.html') } },
    },
  },
}))
