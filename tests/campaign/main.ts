import { parseArgs } from 'node:util'
import { type CampaignReport, runCampaign } from './campaign.ts'

/** The campaign as a program: prints what was tried, and ends with 1 when anything was violated. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '200' },
      doors: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
    },
  })
  const options = { rounds: Number(values.rounds), doors: Number(values.doors), seed: values.seed }
  if (!(options.rounds >= 1) || !(options.doors >= 1)) {
    process.stderr.write('--rounds and --doors take whole numbers from 1 on.\n')
    process.exitCode = 2
    return
  }
  say(`${options.rounds} rounds over ${options.doors} doors, seed ${options.seed}`)
  const report = await runCampaign({
    ...options,
    onRound(round, violations) {
      if (round % 20 === 0) say(`  ${round} rounds done`)
      for (const violation of violations) say(`  round ${round}: ${violation}`)
    },
  })
  print(report)
  process.exitCode = report.violations.length === 0 ? 0 : 1
}

function print({ tally, violations, durationMs }: CampaignReport): void {
  const rows = tally.rows()
  const width = Math.max(...rows.map(({ name }) => name.length))
  let group = ''
  for (const row of rows) {
    if (row.group !== group) say(`\n${row.group}`)
    group = row.group
    say(`  ${row.name.padEnd(width)}  ${String(row.count).padStart(6)}`)
  }
  say(`\nviolations  ${violations.length}, in ${Math.round(durationMs / 1_000)} s`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

await main()
