import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const root = import.meta.dirname

/**
 * Targets are written by hand: the default follows the installed `electron` package and can emit syntax
 * that the older runtime used on registry-only machines cannot run.
 */
export default defineConfig(({ mode }) => ({
  main: {
    // `electron-vite build --mode pack` leaves out what only developers and tests need.
    define: { __LOCKSTEP_DEV__: JSON.stringify(mode !== 'pack') },
    build: {
      target: 'node20.18',
      outDir: 'out/main',
      // Bundled: loaded file by file, drizzle alone takes longer than everything else at the start. A native addon cannot be.
      externalizeDeps: {
        exclude: ['drizzle-orm', 'electron-log', 'luxon', 'p-queue', 'undici', 'zod'],
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
