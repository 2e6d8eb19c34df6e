import { parseArgs } from 'node:util'
import { generateSite } from './generateSite.ts'
import type { LatencyOption } from './latency.ts'
import { startSimulator } from './simulator.ts'

/**
 * `npm run simulator -- --doors 20 --port 0`: a TTLock simulator as a program of its own. It prints its URL,
 * or with `--json` one JSON line. It ends on SIGINT or SIGTERM, and with `--until-stdin-ends` when its parent goes.
 */

const usage = `A simulated TTLock cloud with locks behind it.
  --doors N             generate N doors (else the sample hotel)
  --codes N             codes on each generated door (10)
  --port N              0 takes a free port
  --control-port N      the port of the control API, 0 takes a free one
  --latency 0|N|A-B     ms that a command takes (3000-8000)
  --seed TEXT           the same seed gives the same site and the same answers
  --state-file PATH     keep the site over restarts
  --json                print one JSON line with url and controlUrl
  --until-stdin-ends    end when standard input is closed`

function wholeNumber(text: string, name: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} wants a whole number`)
  return Number(text)
}

function latencyOf(text: string | undefined): LatencyOption | undefined {
  if (text === undefined) return undefined
  const [from = '', to] = text.split('-')
  if (to === undefined) return wholeNumber(from, 'latency')
  return { commandMs: [wholeNumber(from, 'latency'), wholeNumber(to, 'latency')] }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      doors: { type: 'string' },
      codes: { type: 'string', default: '10' },
      port: { type: 'string', default: '0' },
      'control-port': { type: 'string', default: '0' },
      seed: { type: 'string', default: 'lockstep' },
      latency: { type: 'string' },
      'state-file': { type: 'string' },
      json: { type: 'boolean', default: false },
      'until-stdin-ends': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(usage)
    return
  }
  const site =
    values.doors === undefined
      ? undefined
      : generateSite({
          seed: values.seed,
          doors: wholeNumber(values.doors, 'doors'),
          codesPerDoor: wholeNumber(values.codes, 'codes'),
          now: Date.now(),
        })
  const simulator = await startSimulator({
    port: wholeNumber(values.port, 'port'),
    controlPort: wholeNumber(values['control-port'], 'control-port'),
    seed: values.seed,
    latency: latencyOf(values.latency),
    stateFile: values['state-file'],
    site,
  })
  const { url, controlUrl } = simulator
  console.log(
    values.json
      ? JSON.stringify({ url, controlUrl })
      : `TTLock simulator at ${url}, control at ${controlUrl}`,
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
  if (values['until-stdin-ends']) process.stdin.on('end', end).resume()
}

await main()
