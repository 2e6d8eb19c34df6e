import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { PlainFailure, runMain } from './runtime/failure.mjs'
import { currentNode, runInForeground, runInstalledTool, wasInterrupted } from './runtime/processes.mjs'
import { repositoryRoot } from './runtime/repository.mjs'
import { makeScratchFolder } from './runtime/scratchFolder.mjs'
import { readPlaywrightCounts, readVitestCounts } from './runtime/testCounts.mjs'

/**
 * @typedef {object} PartResult
 * @property {number} passed
 * @property {number} failed
 */
/** @typedef {import('./runtime/prepareRuntime.mjs').PreparedRuntime} PreparedRuntime */
/** @typedef {{ toolArgs: string[], runtime: PreparedRuntime | null, scratch: Record<string, string> }} PartRequest */

const NOTHING_COUNTED = Object.freeze({ passed: 0, failed: 0 })

const reports = join(repositoryRoot, 'test-results')

/** In the order they run: what answers fastest comes first. */
const parts = { types: checkTypes, lint, unit, integration, e2e }

await runMain(async () => {
  const { names, toolArgs } = readArguments(process.argv.slice(2))
  mkdirSync(reports, { recursive: true })
  /** @type {(PartResult & { name: string })[]} */
  const results = []
  /** @type {PreparedRuntime | null} */
  let runtime = null
  const scratch = makeScratchFolder()
  try {
    // A machine that cannot run the last part should say so before the first one has taken its time.
    if (names.includes('e2e')) {
      results.push(
        await timed('prepare', async () => {
          runtime = await prepareEndToEnd()
          return NOTHING_COUNTED
        }),
      )
    }
    for (const name of names) {
      if (wasInterrupted() || (names.includes('e2e') && runtime === null)) break
      results.push(await timed(name, () => parts[name]({ toolArgs, runtime, scratch: scratch.env })))
    }
  } finally {
    await runtime?.stop()
    scratch.remove()
  }
  const failedParts = results.filter((result) => result.failed > 0).map((result) => result.name)
  if (failedParts.length > 0) console.log(`\nfailed: ${failedParts.join(', ')}`)
  console.log(`\n${sum(results, 'passed')} passed, ${sum(results, 'failed')} failed`)
  return failedParts.length === 0 && !wasInterrupted() ? 0 : 1
})

/**
 * Runs one part under a heading. A failure with a plain reason is the part's, so that the others still run.
 * @param {string} name
 * @param {() => Promise<PartResult>} run
 */
async function timed(name, run) {
  console.log(`\n=== ${name}`)
  const startedAt = performance.now()
  const result = await run().catch((error) => {
    if (!(error instanceof PlainFailure)) throw error
    console.error(`lockstep: ${error.message}`)
    return withExitCode(NOTHING_COUNTED, 1)
  })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`=== ${name}: ${result.failed === 0 ? 'passed' : 'FAILED'} in ${seconds} s`)
  return { name, ...result }
}

/**
 * `[part…] [--] [arguments for the parts' own tools]`
 * @param {readonly string[]} args
 */
function readArguments(args) {
  const known = /** @type {(keyof typeof parts)[]} */ (Object.keys(parts))
  const firstOther = args.findIndex((argument) => !Object.hasOwn(parts, argument))
  const end = firstOther < 0 ? args.length : firstOther
  const named = known.filter((name) => args.slice(0, end).includes(name))
  const rest = args.slice(end)
  if (named.length === 0 && rest.length > 0) {
    throw new PlainFailure(
      `name a part before ${rest[0]}: npm test -- [${known.join('|')}]… [-- its arguments]`,
    )
  }
  return { names: named.length > 0 ? named : known, toolArgs: rest[0] === '--' ? rest.slice(1) : rest }
}

async function prepareEndToEnd() {
  const { prepareRuntime } = await import('./runtime/prepareRuntime.mjs')
  return prepareRuntime()
}

async function checkTypes() {
  return withoutCounts(await runInstalledTool('tsc', ['-b']))
}

async function lint() {
  const codes = [
    await runInstalledTool('biome', ['check', '--error-on-warnings', '.']),
    await runInstalledTool('knip', []),
    await runInstalledTool('drizzle-kit', ['check']),
    await runScript('checkMigrations.mjs'),
    await runScript('completeLockfile.mjs', '--check'),
  ]
  return { passed: 0, failed: codes.filter((code) => code !== 0).length }
}

/**
 * @param {string} name
 * @param {string[]} args
 */
function runScript(name, ...args) {
  return runInForeground(currentNode(), [join(repositoryRoot, 'scripts', name), ...args])
}

/** @param {PartRequest} request */
async function unit({ toolArgs, scratch }) {
  return vitest('unit', { toolArgs, scratch })
}

/** @param {PartRequest} request */
async function integration({ toolArgs, scratch }) {
  return vitest('integration', { toolArgs, scratch })
}

/** @param {PartRequest} request */
async function e2e({ toolArgs, runtime, scratch }) {
  if (runtime === null) throw new Error('the end-to-end part was started without a prepared runtime')
  const { buildApp } = await import('./runtime/buildApp.mjs')
  await buildApp()
  const report = freshReport('e2e')
  const code = await runInstalledTool('playwright', ['test', ...toolArgs], {
    env: {
      ...runtime.env,
      ...scratch,
      LOCKSTEP_ELECTRON: runtime.executablePath,
      LOCKSTEP_ELECTRON_ARGS: JSON.stringify(runtime.args),
    },
  })
  return withExitCode(readPlaywrightCounts(report), code)
}

/**
 * @param {'unit' | 'integration'} project
 * @param {Pick<PartRequest, 'toolArgs' | 'scratch'>} request
 */
async function vitest(project, { toolArgs, scratch }) {
  const report = freshReport(project)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await runInstalledTool('vitest', ['run', `--project=${project}`, ...reporters, ...toolArgs], {
    env: scratch,
  })
  return withExitCode(readVitestCounts(report), code)
}

/** @param {string} part */
function freshReport(part) {
  const report = join(reports, `${part}.json`)
  rmSync(report, { force: true })
  return report
}

/**
 * A part that fails without a failed test (a crash, a file that does not load, no tests at all) still counts as one.
 * @param {PartResult} counts
 * @param {number} code
 * @returns {PartResult}
 */
function withExitCode(counts, code) {
  return { ...counts, failed: code !== 0 && counts.failed === 0 ? 1 : counts.failed }
}

/** @param {number} code */
function withoutCounts(code) {
  return withExitCode(NOTHING_COUNTED, code)
}

/**
 * @param {readonly PartResult[]} results
 * @param {keyof PartResult} key
 */
function sum(results, key) {
  return results.reduce((total, result) => total + result[key], 0)
}
