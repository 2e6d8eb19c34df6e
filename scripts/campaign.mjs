// The crash campaign of the engine: `npm run campaign -- --rounds 200 --doors 20 --seed 7`; a simulated day with `--day`.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const node = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url))
const program = fileURLToPath(new URL('../tests/campaign/main.ts', import.meta.url))

const child = spawn(node, [program, ...process.argv.slice(2)], { stdio: 'inherit' })
child.once('exit', (code) => {
  process.exitCode = code ?? 1
})
