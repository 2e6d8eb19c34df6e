import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const root = import.meta.dirname

/** Targets as in the program's own configuration, so that both run the same kind of code. */
// biome-ignore lint/style/noDefaultExport: electron-vite reads it so.
export default defineConfig({
  main: {
    build: {
      target: 'node20.18',
      outDir: resolve(root, 'out/main'),
      rollupOptions: { input: { index: resolve(root, 'main.ts') }, output: { format: 'es' } },
    },
  },
  renderer: {
    root,
    plugins: [react()],
    build: {
      target: 'chrome130',
      outDir: resolve(root, 'out/renderer'),
      minify: true,
      rollupOptions: { input: { index: resolve(root, 'index.html') } },
    },
  },
})
