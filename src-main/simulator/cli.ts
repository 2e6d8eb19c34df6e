import { readCliOptions, usage, WrongUsage } from './cliOptions.ts'
import { generateSite } from './generateSite.ts'
import { startSimulator } from './simulator.ts'
import { UnusableStateFile } from './stateFile.ts'

/**
 * `npm run simulator -- --doors 20 --port 0`: a TTLock simulator as a program of its own. It prints its URL,
 * or with `--json` one JSON line. It ends on SIGINT or SIGTERM, and with `--until-stdin-ends` when its parent goes.
 */

async function main(): Promise<void> {
  const { doors, codes, json, untilStdinEnds, help, ...options } = readCliOptions(process.argv.slice(2))
  if (help) {
    console.log(usage)
    return
  }
  const site =
    doors === null
      ? undefined
      : generateSite({ seed: options.seed, doors, codesPerDoor: codes, now: Date.now() })
  const simulator = await startSimulator({ ...options, site, onTrouble: console.error })
  const { url, controlUrl } = simulator
  console.log(
    json ? JSON.stringify({ url, controlUrl }) : `TTLock simulator at ${url}, control at ${controlUrl}`,
  )

  let closing = false
  function end(): void {
    if (closing) return
    closing = true
    simulator.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  if (untilStdinEnds) process.stdin.on('end', end).resume()
}

/** What the reader can mend, in a sentence; null for a bug, which keeps its stack. */
function sentenceOf(error: unknown): string | null {
  if (error instanceof WrongUsage) return `${error.message}\nnpm run simulator -- --help names the options.`
  if (error instanceof UnusableStateFile) return error.message
  if (!(error instanceof Error) || !('code' in error)) return null
  if (error.code === 'EADDRINUSE' && 'port' in error)
    return `Port ${error.port} is in use. Name another one, or 0 for a free one.`
  return 'syscall' in error ? error.message : null
}

try {
  await main()
} catch (error) {
  console.error(sentenceOf(error) ?? error)
  process.exit(error instanceof WrongUsage ? 2 : 1)
}
