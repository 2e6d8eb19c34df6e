import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PlainFailure, runMain, say } from './runtime/failure.mjs'
import { repositoryRoot } from './runtime/repository.mjs'

/** The folder to check; another one only in the tests of this script. */
const folder = process.argv[2] ?? join(repositoryRoot, 'db', 'migrations')

await runMain(async () => {
  const journal = join(folder, 'meta', '_journal.json')
  if (!existsSync(journal)) throw new PlainFailure(`${journal} is missing; run: npm run db:generate`)
  /** @type {{ entries: { when: number, tag: string }[] }} */
  const { entries } = JSON.parse(readFileSync(journal, 'utf8'))
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql'))

  const faults = [...orderFaults(entries), ...fileFaults(entries, files)]
  for (const fault of faults) console.error(`db/migrations: ${fault}`)
  if (faults.length === 0) say(`${entries.length} migrations, in order and complete`)
  return faults.length === 0 ? 0 : 1
})

/**
 * The migrator runs an entry only if its `when` is later than that of the last one it ran: one that is not
 * would be left out on every database that exists, without a word.
 * @param {readonly { when: number, tag: string }[]} entries
 */
function orderFaults(entries) {
  return entries.flatMap((entry, index) => {
    const before = entries[index - 1]
    if (before === undefined || entry.when > before.when) return []
    return [`"when" of ${entry.tag} (${entry.when}) is not later than that of ${before.tag} (${before.when})`]
  })
}

/**
 * @param {readonly { tag: string }[]} entries
 * @param {readonly string[]} files
 */
function fileFaults(entries, files) {
  const expected = entries.map((entry) => `${entry.tag}.sql`)
  return [
    ...expected
      .filter((file) => !files.includes(file))
      .map((file) => `${file} is in the journal but does not exist`),
    ...files
      .filter((file) => !expected.includes(file))
      .map((file) => `${file} exists but is not in the journal`),
  ]
}
