import { fork } from 'node:child_process'
import { join } from 'node:path'
import { describeMachine } from './machine.ts'
import { prepareNeeds } from './needs.ts'
import { printNotes, printTable, writeResults } from './report.ts'
import type { Row } from './row.ts'
import { ROWS, rowThatYields } from './rowList.ts'

/** `node bench/main.ts [ID…]`: measures all rows, or these. */

const ROW_LIMIT_MS = 5 * 60_000

/** What a row's process sends back; an error is already text. */
export type RowMessage = { readonly rows: readonly Row[] } | { readonly error: string }

async function main(ids: readonly string[]): Promise<number> {
  const unknown = ids.filter((id) => rowThatYields(id) === null)
  if (unknown.length > 0) {
    console.error(`there is no row ${unknown.join(', ')}; the rows are: ${Object.keys(ROWS).join(', ')}`)
    return 2
  }
  const machine = describeMachine()
  console.log(
    `${machine.processors} x ${machine.processor}, ${machine.system}, load ${machine.loadAverage.join(' ')}, ` +
      `commit ${machine.commit}\n${Object.entries(machine.versions)
        .map((entry) => entry.join(' '))
        .join(', ')}\n`,
  )
  const rows: Row[] = []
  const failures: string[] = []
  const named = new Set(ids.map(rowThatYields))
  const wanted = Object.keys(ROWS).filter((id) => ids.length === 0 || named.has(id))
  const end = await prepareNeeds(new Set(wanted.flatMap((id) => ROWS[id]?.needs ?? [])))
  try {
    for (const id of wanted) await runRow(id, { rows, failures })
  } finally {
    await end()
  }
  printTable(rows)
  console.log(`\nwritten to ${writeResults(machine, rows)}`)
  if (failures.length > 0) console.log(`failed: ${failures.join(', ')}`)
  return failures.length === 0 ? 0 : 1
}

async function runRow(
  id: string,
  result: { readonly rows: Row[]; readonly failures: string[] },
): Promise<void> {
  const startedAt = performance.now()
  const message = await runInOwnProcess(id)
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0)
  if ('error' in message) {
    result.failures.push(id)
    console.error(`${id} failed after ${seconds} s: ${message.error}\n`)
    return
  }
  result.rows.push(...message.rows)
  for (const row of message.rows) printNotes(row)
  console.log(`    took ${seconds} s\n`)
}

/** A heap of its own, and a crash or an endless row costs that row only. */
function runInOwnProcess(id: string): Promise<RowMessage> {
  const child = fork(join(import.meta.dirname, 'rowProcess.ts'), [id], {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return new Promise((resolve) => {
    let message: RowMessage | null = null
    let isTooLong = false
    const timer = setTimeout(() => {
      isTooLong = true
      child.kill('SIGKILL')
    }, ROW_LIMIT_MS)
    child.on('message', (sent: RowMessage) => {
      message = sent
    })
    child.once('error', (cause) => resolve({ error: cause.message }))
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      if (isTooLong) resolve({ error: `it took more than ${ROW_LIMIT_MS / 60_000} minutes` })
      else resolve(message ?? { error: `its process ended with ${signal ?? code}` })
    })
  })
}

process.exitCode = await main(process.argv.slice(2))
