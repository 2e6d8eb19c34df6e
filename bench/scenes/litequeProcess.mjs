import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

/**
 * `litequeProcess.mjs MODULE DATABASE AT_ONCE`: reads a number of jobs from each line, enqueues and works off as many, and
 * writes the ms of working them off. Plain JavaScript, for it runs on the system's Node.
 */
const [, , moduleFile = '', databaseFile = '', atOnce = ''] = process.argv
const { buildDBClient, Runner, SqliteQueue } = await import(pathToFileURL(moduleFile).href)

const queue = new SqliteQueue('bench', buildDBClient(databaseFile, { runMigrations: true }), {
  defaultJobArgs: { numRetries: 2 },
  keepFailedJobs: false,
})
console.log(process.versions.node)
for await (const line of createInterface({ input: process.stdin })) {
  for (let made = 0; made < Number(line); made++) await queue.enqueue({ door: 2 })
  const runner = new Runner(
    queue,
    { run: async () => undefined },
    { concurrency: Number(atOnce), timeoutSecs: 60, pollIntervalMs: 1 },
  )
  const startedAt = performance.now()
  await runner.runUntilEmpty()
  console.log(performance.now() - startedAt)
}
