import { join } from 'node:path'
import { runMain } from './runtime/failure.mjs'
import { currentNode, runInForeground } from './runtime/processes.mjs'
import { repositoryRoot } from './runtime/repository.mjs'

// Node 24 runs TypeScript by stripping the types, so the benchmark needs no build.
await runMain(() =>
  runInForeground(currentNode(), [join(repositoryRoot, 'bench', 'main.ts'), ...process.argv.slice(2)]),
)
