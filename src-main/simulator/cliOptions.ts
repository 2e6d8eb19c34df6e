import { parseArgs } from 'node:util'
import type { LatencyOption } from './latency.ts'
import { defaultAccount } from './site.ts'

export const usage = `A simulated TTLock cloud with locks behind it.
  --doors N             generate N doors, 0 to 10000 (else the sample hotel)
  --codes N             codes on each generated door, 0 to 1000 (10)
  --port N              0 takes a free port
  --control-port N      the port of the control API, 0 takes a free one
  --latency 0|N|A-B     ms that a command takes (3000-8000)
  --seed TEXT           the same seed gives the same site and the same answers
  --state-file PATH     keep the site over restarts
  --json                print one JSON line with url and controlUrl
  --until-stdin-ends    end when standard input is closed
It lets in client id ${defaultAccount.clientId}, client secret ${defaultAccount.clientSecret},
user ${defaultAccount.username}, password ${defaultAccount.password}.`

const mostPort = 65_535
const mostDoors = 10_000
const mostCodes = 1_000
const mostLatencyMs = 600_000

/** What was typed cannot be meant; the message says why. */
export class WrongUsage extends Error {}

export interface CliOptions {
  /** Null for the sample hotel. */
  readonly doors: number | null
  readonly codes: number
  readonly port: number
  readonly controlPort: number
  readonly seed: string
  readonly latency: LatencyOption | undefined
  readonly stateFile: string | undefined
  readonly json: boolean
  readonly untilStdinEnds: boolean
  readonly help: boolean
}

export function readCliOptions(args: readonly string[]): CliOptions {
  const values = parsed(args)
  return {
    doors: values.doors === undefined ? null : wholeNumber(values.doors, 'doors', mostDoors),
    codes: wholeNumber(values.codes, 'codes', mostCodes),
    port: wholeNumber(values.port, 'port', mostPort),
    controlPort: wholeNumber(values['control-port'], 'control-port', mostPort),
    seed: values.seed,
    latency: latencyOf(values.latency),
    stateFile: values['state-file'],
    json: values.json,
    untilStdinEnds: values['until-stdin-ends'],
    help: values.help,
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
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
    }).values
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : String(error))
  }
}

function wholeNumber(text: string, name: string, most: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (!(number <= most)) throw new WrongUsage(`--${name} wants a whole number from 0 to ${most}`)
  return number
}

function latencyOf(text: string | undefined): LatencyOption | undefined {
  if (text === undefined) return undefined
  const [from = '', ...rest] = text.split('-')
  const fromMs = wholeNumber(from, 'latency', mostLatencyMs)
  if (rest.length === 0) return fromMs
  const toMs = wholeNumber(rest.join('-'), 'latency', mostLatencyMs)
  if (toMs < fromMs) throw new WrongUsage('--latency wants the smaller number first')
  return { commandMs: [fromMs, toMs] }
}
