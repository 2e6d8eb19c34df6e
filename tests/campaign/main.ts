import { parseArgs } from 'node:util'
import { systemClock } from '../../src-main/platform/systemClock.ts'
import { setup as buildPrograms, teardown as removePrograms } from '../support/buildPrograms.ts'
import { runCampaign } from './campaign.ts'
import { runDay } from './day.ts'
import { failStore, killInEveryStep, killInUpgrade } from './everyStep.ts'
import { createTally, type Tally } from './tally.ts'

const USAGE = `npm run campaign -- [--rounds 200] [--doors 20] [--seed 1]
    kills the engine in every step, takes its store away, then so many rounds of chance over so many doors
npm run campaign -- --day [--doors 300] [--quota 30000] [--seed 1]
    lives through 24 simulated hours with so many calls a month
Ends with 1 when anything was violated.`

/**
 * The campaign as a program: prints what was tried, and ends with 1 when anything was violated. With `--day` it lives
 * through 24 simulated hours instead, at the `--quota` of a month's calls.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '200' },
      doors: { type: 'string' },
      seed: { type: 'string', default: '1' },
      day: { type: 'boolean', default: false },
      quota: { type: 'string', default: '30000' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) say(USAGE)
  else if (values.day) await day(Number(values.doors ?? '300'), Number(values.quota), values.seed)
  else await campaign(values)
}

async function day(doors: number, monthlyQuota: number, seed: string): Promise<void> {
  say(`24 hours of ${doors} doors with ${monthlyQuota} calls a month, seed ${seed}`)
  const { missed, outOfStep, heap, ...report } = await runDay({ doors, monthlyQuota, seed })
  for (const [name, value] of Object.entries(report)) say(`  ${name.padEnd(16)}  ${JSON.stringify(value)}`)
  say(
    `  ${'heap each hour'.padEnd(16)}  ${heap.megabytes.map((megabytes) => megabytes.toFixed(1)).join(' ')} MB`,
  )
  say(`  ${'heap growth'.padEnd(16)}  ${heap.growth} MB from the second quarter of the day to the last`)
  const violations = [...missed, ...outOfStep, ...(heap.isFlat ? [] : ['the heap is not flat'])]
  for (const violation of violations) say(`  ${violation}`)
  say(`violations  ${violations.length}`)
  process.exitCode = violations.length === 0 ? 0 : 1
}

async function campaign(values: { rounds: string; doors?: string; seed: string }): Promise<void> {
  const options = {
    rounds: Number(values.rounds),
    doors: Number(values.doors ?? '20'),
    seed: values.seed,
  }
  if (!(options.rounds >= 0) || !(options.doors >= 1)) {
    process.stderr.write('--rounds takes a whole number from 0 on, --doors one from 1 on.\n')
    process.exitCode = 2
    return
  }
  const startedMs = systemClock.monotonicMs()
  const tally = createTally()
  const onTry = (what: string, violations: readonly string[]) => {
    for (const violation of violations) say(`  ${what}: ${violation}`)
  }
  await buildPrograms()
  try {
    say('every step of an operation, every statement of a backup and a migration, a store that takes nothing')
    const found = [
      ...(await killInEveryStep(tally, onTry)),
      ...(await killInUpgrade(tally, { seed: options.seed, onTry })),
      ...(await failStore(tally, onTry)),
    ]
    if (options.rounds > 0) {
      say(`${options.rounds} rounds over ${options.doors} doors, seed ${options.seed}`)
      const violations = await runCampaign({
        ...{ ...options, tally },
        onRound(round, violations) {
          if (round % 20 === 0) say(`  ${round} rounds done`)
          onTry(`round ${round}`, violations)
        },
      })
      found.push(...violations)
    }
    printTable(tally)
    const seconds = Math.round((systemClock.monotonicMs() - startedMs) / 1_000)
    say(`\nviolations  ${found.length}, in ${seconds} s`)
    process.exitCode = found.length === 0 ? 0 : 1
  } finally {
    removePrograms()
  }
}

function printTable(tally: Tally): void {
  const rows = tally.rows()
  const width = Math.max(...rows.map(({ name }) => name.length))
  let group = ''
  for (const row of rows) {
    if (row.group !== group) {
      const head = row.violations === null ? 'tries' : 'tries  violations'
      say(`\n${row.group.padEnd(width + 3)}  ${head}`)
    }
    group = row.group
    const judged = row.violations === null ? '' : `  ${String(row.violations).padStart(10)}`
    say(`  ${row.name.padEnd(width)}  ${String(row.count).padStart(6)}${judged}`)
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

await main()
