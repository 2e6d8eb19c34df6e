import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '../../../src-main/simulator/random.ts'
import { openStore } from '../../../src-main/store/open.ts'
import { addDoor } from '../../support/storeScene.ts'
import { createTestClock } from '../../support/testClock.ts'
import { createTestProfile, migrationsFolder, sqlFolder, type TestProfile } from '../../support/testStore.ts'
import { createTestVault } from '../../support/testVault.ts'

const SETTINGS = 500
const script = fileURLToPath(new URL('./children/migrator.ts', import.meta.url))

/** As drizzle remakes a table: made anew, filled, dropped, renamed. */
const NEXT_VERSION = `CREATE TABLE \`__new_setting\` (
  \`name\` text PRIMARY KEY NOT NULL, \`value_json\` text NOT NULL, \`updated_at\` text NOT NULL, \`colour\` text
) STRICT;
--> statement-breakpoint
INSERT INTO \`__new_setting\` (name, value_json, updated_at) SELECT name, value_json, updated_at FROM \`setting\`;
--> statement-breakpoint
DROP TABLE \`setting\`;
--> statement-breakpoint
ALTER TABLE \`__new_setting\` RENAME TO \`setting\`;
--> statement-breakpoint
ALTER TABLE \`site\` ADD \`colour\` text;`

/** A used database of some megabytes, and the next version of the program that is about to open it. */
let prepared: TestProfile
let nextFolder: string
let dir: string

beforeAll(() => {
  prepared = createTestProfile()
  const store = prepared.openStore()
  addDoor(store)
  store.write(() => {
    for (let index = 0; index < SETTINGS; index++) {
      store.settings.write(`test.${index}`, `${index} `.repeat(600))
    }
  })
  store.close()
  nextFolder = join(prepared.dir, 'migrations')
  cpSync(migrationsFolder, nextFolder, { recursive: true })
  const journalFile = join(nextFolder, 'meta', '_journal.json')
  const journal: { entries: unknown[] } = JSON.parse(readFileSync(journalFile, 'utf8'))
  journal.entries.push({ idx: 99, version: '6', when: 4e12, tag: '9999_next', breakpoints: true })
  writeFileSync(journalFile, JSON.stringify(journal))
  writeFileSync(join(nextFolder, '9999_next.sql'), NEXT_VERSION)
})
afterAll(() => prepared.remove())

function fresh(): void {
  dir = mkdtempSync(join(tmpdir(), 'lockstep-killed-'))
  for (const name of readdirSync(prepared.dir)) {
    if (name !== 'migrations') cpSync(join(prepared.dir, name), join(dir, name), { recursive: true })
  }
}

/** Runs the next version until it ends or dies. Gives the words of its statements, or null when it was killed. */
async function migrate(options: {
  readonly dieAt?: number
  readonly killAfterMs?: number
  /** No file can grow beyond this, as on a full disk; in blocks of 512 or 1,024 bytes. */
  readonly fileBlocks?: number
}) {
  const program = [process.execPath, script, dir, nextFolder, String(options.dieAt ?? 0)]
  const limited = ['sh', '-c', `ulimit -f ${options.fileBlocks} && exec "$@"`, 'sh', ...program]
  const [command = '', ...args] = options.fileBlocks === undefined ? program : limited
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = once(child, 'close')
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  await once(child.stdout, 'data')
  const startedMs = performance.now()
  if (options.killAfterMs !== undefined) {
    await Promise.race([delay(options.killAfterMs), gone])
    child.kill('SIGKILL')
  }
  const [code, signal] = await gone
  const tookMs = performance.now() - startedMs
  if (signal === 'SIGKILL') return { words: null, tookMs }
  expect(code).toBe(0)
  const words: readonly string[] = JSON.parse(output.split('\n')[1] ?? '[]')
  return { words, tookMs }
}

/** What stands in a file: which version, and whether all of it is there. */
function stateOf(file: string) {
  const sqlite = new Database(file)
  const one = (statement: string) => sqlite.prepare(statement).pluck().get()
  const state = {
    check: one('PRAGMA integrity_check'),
    settings: one("SELECT count(*) FROM setting WHERE name LIKE 'test.%' AND length(value_json) > 1000"),
    doors: one('SELECT count(*) FROM door'),
    isNew: [
      one("SELECT count(*) FROM pragma_table_info('setting') WHERE name = 'colour'"),
      one("SELECT count(*) FROM pragma_table_info('site') WHERE name = 'colour'"),
      one('SELECT count(*) FROM __drizzle_migrations WHERE created_at = 4000000000000'),
    ].join(''),
  }
  sqlite.close()
  return state
}

const WHOLE = { check: 'ok', settings: SETTINGS, doors: 1 }

/** Looks at what a kill left, then starts once more and looks at what became of it. Gives what is not as it must be. */
function violations(): readonly string[] {
  const found: string[] = []
  const mustBe = (what: string, state: ReturnType<typeof stateOf>, versions: readonly string[]) => {
    const { isNew, ...rest } = state
    if (JSON.stringify(rest) !== JSON.stringify(WHOLE)) found.push(`${what} is ${JSON.stringify(rest)}`)
    if (!versions.includes(isNew)) found.push(`${what} is between two versions: ${isNew}`)
  }
  // On a copy: looking at it recovers it, which is what the next start has to do by itself.
  const left = `${dir}-left`
  cpSync(dir, left, { recursive: true })
  mustBe('what was left', stateOf(join(left, 'lockstep.db')), ['000', '111'])
  for (const name of backups()) mustBe(`backup ${name}`, stateOf(join(left, 'backups', name)), ['000'])
  rmSync(left, { recursive: true })

  const opened = openStore({
    file: join(dir, 'lockstep.db'),
    migrationsFolder: nextFolder,
    sqlFolder,
    vault: createTestVault(),
    clock: createTestClock(),
    backupFolder: join(dir, 'backups'),
    programVersion: '0.2.0',
  })
  if (opened.kind !== 'open') return [...found, `the next start: ${opened.kind}`]
  for (const { kind } of opened.notices)
    if (kind !== 'backed_up') found.push(`the next start told of ${kind}`)
  if (opened.store.traces.verifyAudit() !== null) found.push('the audit chain is broken')
  opened.store.close()
  mustBe('the next start', stateOf(join(dir, 'lockstep.db')), ['111'])
  for (const name of backups()) mustBe(`backup ${name}`, stateOf(join(dir, 'backups', name)), ['000'])
  if (backups().length === 0) found.push('there is no backup of the old version')
  return found
}

function backups(): readonly string[] {
  const folder = join(dir, 'backups')
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.db')) : []
}

describe.skipIf(process.platform === 'win32')('a disk without room for the copy', () => {
  it('before a migration, keeps the old version, leaves no half copy, and migrates when there is room', async () => {
    fresh()
    const { words } = await migrate({ fileBlocks: 200 })
    expect(words).toEqual(['backup_failed'])
    expect(readdirSync(join(dir, 'backups'))).toEqual([])
    expect(stateOf(join(dir, 'lockstep.db'))).toEqual({ ...WHOLE, isNew: '000' })
    expect(violations()).toEqual([])
    rmSync(dir, { recursive: true })
  }, 60_000)
})

describe('SIGKILL while a new version opens its database', () => {
  it('before each statement from the backup to the end of the migration, leaves a whole database of one version', async () => {
    fresh()
    const { words } = await migrate({})
    rmSync(dir, { recursive: true })
    const from = words?.indexOf('VACUUM INTO') ?? -1
    const to = words?.indexOf('COMMIT', from) ?? -1
    expect(from).toBeGreaterThan(0)
    expect(to - from).toBeGreaterThan(8)
    for (let n = from + 1; n <= to + 2; n++) {
      fresh()
      const killed = await migrate({ dieAt: n })
      expect([n, killed.words]).toEqual([n, null])
      expect([words?.[n - 1], violations()]).toEqual([words?.[n - 1], []])
      rmSync(dir, { recursive: true })
    }
  }, 300_000)

  it('at moments of chance within the backup and the migration, leaves the same', async () => {
    const random = createRandom('killed migration')
    fresh()
    const { tookMs } = await migrate({})
    rmSync(dir, { recursive: true })
    let killed = 0
    for (let round = 0; round < 8; round++) {
      fresh()
      const { words } = await migrate({ killAfterMs: random.fraction() * 0.7 * tookMs })
      if (words === null) killed++
      expect(violations()).toEqual([])
      rmSync(dir, { recursive: true })
    }
    expect(killed).toBeGreaterThan(0)
  }, 300_000)
})
