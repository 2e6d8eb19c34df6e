import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Machine } from './machine.ts'
import type { Row } from './row.ts'

const FILE = join(import.meta.dirname, 'results.json')

interface Results {
  readonly machine: Machine
  readonly method: string
  readonly rows: readonly Row[]
}

const METHOD =
  'Each row against a named peer or limit in the same run. Median of at least five interleaved rounds after a warm-up; ' +
  'the ratio is the median of the rounds’ own ratios. Only ratios carry over to another machine.'

/**
 * Writes what was measured. Rows of an earlier run stay only when it was made on the same machine with the same
 * versions, for otherwise the heading would not be true of them.
 */
export function writeResults(machine: Machine, rows: readonly Row[]): string {
  const kept = earlierRows(machine).filter((row) => !rows.some((fresh) => sameTopic(fresh.id, row.id)))
  const results: Results = { machine, method: METHOD, rows: [...kept, ...rows] }
  writeFileSync(FILE, `${JSON.stringify(results, null, 2)}\n`)
  return FILE
}

function earlierRows(machine: Machine): readonly Row[] {
  if (!existsSync(FILE)) return []
  const earlier = JSON.parse(readFileSync(FILE, 'utf8')) as Results
  return fingerprint(earlier.machine) === fingerprint(machine) ? earlier.rows : []
}

function fingerprint({ processor, processors, system, versions }: Machine): string {
  return JSON.stringify([processor, processors, system, versions])
}

/** `queue-normal` and `queue-normal/plainjob` come from one file. */
function sameTopic(a: string, b: string): boolean {
  return a.split('/')[0] === b.split('/')[0]
}

export function printTable(rows: readonly Row[]): void {
  const cells = rows.map((row) => [
    row.id,
    figure(row.value, row.unit),
    row.against === null ? '-' : `${figure(row.againstValue, '')} ${row.against}`.trim(),
    row.ratio === null ? '-' : `${row.ratio.toPrecision(3)}x`,
    row.aim ?? '-',
    verdict(row),
  ])
  const heading = ['row', 'measured', 'against', 'ratio', 'aim', '']
  const widths = heading.map((name, column) =>
    Math.max(name.length, ...cells.map((line) => line[column]?.length ?? 0)),
  )
  for (const line of [heading, ...cells]) {
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
  }
}

export function printNotes(row: Row): void {
  console.log(`${row.id}: ${row.what}`)
  for (const note of row.notes) console.log(`    ${note}`)
}

function figure(value: number | null, unit: string): string {
  return value === null ? '-' : `${value.toLocaleString('en')} ${unit}`.trim()
}

function verdict(row: Row): string {
  if (row.value === null) return 'skipped'
  if (row.pass === null) return ''
  return row.pass ? 'met' : 'MISSED'
}
