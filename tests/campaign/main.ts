import { parseArgs } from 'node:util'
import { systemClock } from '../../src-main/platform/systemClock.ts'
import { setup as buildPrograms, teardown as removePrograms } from '../support/buildPrograms.ts'
import { runCampaign } from './campaign.ts'
import { cutLog } from './cutLog.ts'
import { type DayOptions, runDay } from './day.ts'
import { failStore, killInEveryStep, killInUpgrade } from './everyStep.ts'
import { loseAnswers } from './lostAnswers.ts'
import { goBack } from './olderDatabase.ts'
import { restoreCopies } from './restoreCopies.ts'
import { createTally, type Tally } from './tally.ts'

const USAGE = `npm run campaign -- [--rounds 200] [--doors 20] [--seed 1]
    kills the engine in every step, takes its store away, then so many rounds of chance over so many doors
npm run campaign -- --day [--doors 300] [--quota 30000] [--seed 1]
    lives through 24 simulated hours with so many calls a month
npm run campaign -- --day --faults [--doors 5] [--quota 300000] [--seeds 100] [--seed 1]
    so many such days, in which everything that can go wrong does until hour 21
npm run campaign -- --lost [--operations 100000] [--seeds 100] [--seed 1]
    loses 1 to 30 % of the answers to commands that took effect, and counts calls at 6 % and at none
npm run campaign -- --store [--cuts 1000] [--copies 50] [--rounds 20] [--seed 1]
    cuts the database's log off at each frame and anywhere, restores backups made while the program writes, and
    puts the database back behind what was sent, so many rounds
Ends with 1 when anything was violated.`

/** On a day of faults; without any it is some 30, most of them the hourly check. */
const MOST_CALLS_OF_DOOR = 100
const GOLDEN = 0.618
/** Some 800 frames. */
const STEPS_IN_LOG = 40
/** What a lost answer costs is a list, mostly one that is read anyway. */
const MOST_CALLS_AT_6_PERCENT = 1.3

/**
 * The campaign as a program: prints what was tried, and ends with 1 when anything was violated. With `--day` it lives
 * through 24 simulated hours instead, at the `--quota` of a month's calls.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string' },
      doors: { type: 'string' },
      seed: { type: 'string', default: '1' },
      day: { type: 'boolean', default: false },
      quota: { type: 'string' },
      faults: { type: 'boolean', default: false },
      store: { type: 'boolean', default: false },
      cuts: { type: 'string', default: '1000' },
      copies: { type: 'string', default: '50' },
      lost: { type: 'boolean', default: false },
      operations: { type: 'string', default: '100000' },
      seeds: { type: 'string', default: '100' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) say(USAGE)
  else if (values.day && values.faults) {
    const [doors, monthlyQuota] = [Number(values.doors ?? '5'), Number(values.quota ?? '300000')]
    await daysOfFaults({ doors, monthlyQuota, seed: values.seed }, Number(values.seeds))
  } else if (values.day)
    await day(Number(values.doors ?? '300'), Number(values.quota ?? '30000'), values.seed)
  else if (values.lost) await lost(Number(values.operations), Number(values.seeds), values.seed)
  else if (values.store) await harmStore(values)
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

async function daysOfFaults(options: DayOptions, seeds: number): Promise<void> {
  let found = 0
  const total = { met: 0, reported: 0, calls: 0 }
  for (let index = 0; index < seeds; index++) {
    const seed = `${options.seed}.${index}`
    const report = await runDay({ ...options, seed, hasFaults: true })
    total.met += report.met
    total.reported += report.reported
    total.calls += report.calls
    const isTooMany = report.calls > MOST_CALLS_OF_DOOR * options.doors
    const violations = [...report.missed, ...report.outOfStep, ...(isTooMany ? ['too many calls'] : [])]
    found += violations.length
    const { met, reported, calls } = report
    say(`  seed ${seed}: ${met} met, ${reported} reported, ${calls} calls; in all ${JSON.stringify(total)}`)
    for (const violation of violations) say(`    ${violation}`)
  }
  say(`violations  ${found}`)
  process.exitCode = found === 0 ? 0 : 1
}

/** One seed without losses and with 6 %, then each with its own share of 1 to 30 %. */
async function lost(operations: number, seeds: number, seed: string): Promise<void> {
  const each = Math.ceil(operations / seeds)
  const found: string[] = []
  const total = { applied: 0, lost: 0 }
  const run = async (name: string, lostShare: number): Promise<number> => {
    const report = await loseAnswers({ seed: name, operations: each, lostShare })
    const callsEach = report.calls / report.applied
    total.applied += report.applied
    total.lost += report.lost
    say(
      `  seed ${name}, ${(100 * lostShare).toFixed(0)} %: ${report.applied} took effect, ${report.lost} unheard of, ` +
        `${callsEach.toFixed(3)} calls each; in all ${total.applied} and ${total.lost}`,
    )
    for (const violation of report.violations) say(`    ${violation}`)
    found.push(...report.violations)
    return callsEach
  }
  const [without, some] = [await run(seed, 0), await run(seed, 0.06)]
  say(`  calls at 6 %: ${(some / without).toFixed(3)} times those without losses`)
  if (some / without > MOST_CALLS_AT_6_PERCENT) found.push('too many calls')
  for (let index = 0; index < seeds; index++) {
    // Small and large shares by turns, so that a run that is broken off has tried both.
    const share = 0.01 + 0.29 * ((index * GOLDEN) % 1)
    await run(`${seed}.${index}`, share)
  }
  say(`violations  ${found.length}`)
  process.exitCode = found.length === 0 ? 0 : 1
}

async function harmStore(values: {
  cuts: string
  copies: string
  rounds?: string
  seed: string
}): Promise<void> {
  const { seed } = values
  const tally = createTally()
  await buildPrograms()
  try {
    const found = [
      ...cutLog({ steps: STEPS_IN_LOG, cuts: Number(values.cuts), seed, tally }),
      ...(await restoreCopies({ copies: Number(values.copies), tally })),
      ...(await goBack({ rounds: Number(values.rounds ?? '20'), seed, tally })),
    ]
    for (const violation of found) say(violation)
    printTable(tally)
    say(`\nviolations  ${found.length}`)
    process.exitCode = found.length === 0 ? 0 : 1
  } finally {
    removePrograms()
  }
}

async function campaign(values: { rounds?: string; doors?: string; seed: string }): Promise<void> {
  const options = {
    rounds: Number(values.rounds ?? '200'),
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
