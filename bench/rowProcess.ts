import type { RowMessage } from './main.ts'
import { orSkipped } from './rounds.ts'
import { ROWS } from './rowList.ts'

/** One row in a process of its own; started by `main.ts`, which reads the answer. */

async function measure(id: string): Promise<RowMessage> {
  const listed = ROWS[id]
  if (!listed) return { error: 'there is no such row' }
  try {
    const { row } = await listed.load()
    return { rows: await orSkipped(row, () => row.run()) }
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

const answer = await measure(process.argv[2] ?? '')
process.send?.(answer, () => process.exit(0))
