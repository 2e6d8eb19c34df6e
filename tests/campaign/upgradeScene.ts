import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { openStore } from '../../src-main/store/open.ts'
import { nodePath, programFile } from '../support/programs.ts'
import { repositoryDir } from '../support/repository.ts'
import { addDoor } from '../support/storeScene.ts'
import { createTestClock } from '../support/testClock.ts'
import { createTestProfile, migrationsFolder, sqlFolder } from '../support/testStore.ts'
import { createTestVault } from '../support/testVault.ts'
import type { UpgradeProcessOptions } from './upgradeProcess.ts'

const SETTINGS = 500
/** Not with the other temporary files: in memory a copy is whole before anything can cut it off. */
const ON_DISK = join(repositoryDir, '.cache')

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

/** Where the next version is cut off; nothing given lets it run to its end. */
export interface Cut {
  /** Before this statement, counted from 1. */
  readonly statement?: number
  /** When the copy has this share of the database's size, or got its name. */
  readonly copy?: number | 'named'
  readonly afterMs?: number
  /** No file can grow beyond this, as on a full disk; in blocks of 512 or 1,024 bytes. */
  readonly fileBlocks?: number
}

export interface Upgraded {
  /** The words of its statements, or alone why it did not open; null when it was killed. */
  readonly words: readonly string[] | null
  readonly tookMs: number
  /** What was left, looked at before the next start. */
  readonly isOldVersion: boolean
  readonly backups: readonly string[]
  /** After the next start. */
  readonly violations: readonly string[]
}

/** A used database of some megabytes, and the next version of the program that opens it again and again. */
export interface UpgradeScene {
  /** Opens a copy of the database with the next version, cut off there; then once more, to the end. */
  upgrade(cut: Cut): Promise<Upgraded>
  /** Words of the statements from the copy to the end of the migration, with their numbers. */
  statements(): Promise<readonly { readonly n: number; readonly words: string }[]>
  remove(): void
}

export function createUpgradeScene(): UpgradeScene {
  const prepared = createTestProfile()
  const store = prepared.openStore()
  addDoor(store)
  store.write(() => {
    for (let index = 0; index < SETTINGS; index++)
      store.settings.write(`test.${index}`, `${index} `.repeat(600))
  })
  store.close()
  const nextFolder = join(prepared.dir, 'migrations')
  writeNextVersion(nextFolder)
  const size = readFileSync(prepared.file).byteLength

  function copyProfile(): string {
    mkdirSync(ON_DISK, { recursive: true })
    const dir = mkdtempSync(join(ON_DISK, 'killed-'))
    for (const name of readdirSync(prepared.dir)) {
      if (name !== 'migrations') cpSync(join(prepared.dir, name), join(dir, name), { recursive: true })
    }
    return dir
  }

  async function upgrade(cut: Cut): Promise<Upgraded> {
    const dir = copyProfile()
    try {
      const copy = typeof cut.copy === 'number' ? Math.max(1, Math.floor(cut.copy * size)) : cut.copy
      const options = {
        ...{ dir, migrationsFolder: nextFolder },
        ...{ dieAtStatement: cut.statement ?? 0, dieAtCopy: copy ?? null },
      }
      const ran = await run(options, cut)
      const isOldVersion = stateOfCopy(dir, 'lockstep.db').isNew === '000'
      const backups = backupsIn(dir)
      return { ...ran, isOldVersion, backups, violations: violations(dir, nextFolder) }
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  }

  return {
    upgrade,
    async statements() {
      const { words } = await upgrade({})
      const all = (words ?? []).map((word, index) => ({ n: index + 1, words: word }))
      const from = all.findIndex(({ words }) => words === 'VACUUM INTO')
      const to = all.findIndex(({ words }, index) => index > from && words === 'COMMIT')
      return all.slice(from, to + 2)
    },
    remove: () => prepared.remove(),
  }
}

function writeNextVersion(folder: string): void {
  cpSync(migrationsFolder, folder, { recursive: true })
  const journalFile = join(folder, 'meta', '_journal.json')
  const journal: { entries: unknown[] } = JSON.parse(readFileSync(journalFile, 'utf8'))
  journal.entries.push({ idx: 99, version: '6', when: 4e12, tag: '9999_next', breakpoints: true })
  writeFileSync(journalFile, JSON.stringify(journal))
  writeFileSync(join(folder, '9999_next.sql'), NEXT_VERSION)
}

async function run(
  options: UpgradeProcessOptions,
  { afterMs, fileBlocks }: Cut,
): Promise<Pick<Upgraded, 'words' | 'tookMs'>> {
  const plain = [nodePath, programFile('upgradeProcess'), JSON.stringify(options)]
  const limited = ['sh', '-c', `ulimit -f ${fileBlocks} && exec "$@"`, 'sh', ...plain]
  const [command = '', ...args] = fileBlocks === undefined ? plain : limited
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = once(child, 'close')
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  await once(child.stdout, 'data')
  const startedMs = performance.now()
  if (afterMs !== undefined) {
    await Promise.race([delay(afterMs), gone])
    child.kill('SIGKILL')
  }
  const [code, signal] = await gone
  const tookMs = performance.now() - startedMs
  if (signal === 'SIGKILL') return { words: null, tookMs }
  if (code !== 0) throw new Error(`The next version ended with ${code}`)
  const words: readonly string[] = JSON.parse(output.split('\n')[1] ?? '[]')
  return { words, tookMs }
}

interface FileState {
  readonly check: unknown
  readonly settings: unknown
  readonly doors: unknown
  /** Of its three changes which were made: all or none. */
  readonly isNew: string
}

/** What stands in a file: which version, and whether all of it is there. */
function stateOf(file: string): FileState {
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

/** On a copy: looking at a file recovers it, which is what the next start has to do by itself. */
function stateOfCopy(dir: string, ...path: readonly string[]): FileState {
  const left = mkdtempSync(join(tmpdir(), 'lockstep-left-'))
  cpSync(dir, left, { recursive: true })
  const state = stateOf(join(left, ...path))
  rmSync(left, { recursive: true })
  return state
}

/** Looks at what a kill left, then starts once more and looks at what became of it. Gives what is not as it must be. */
function violations(dir: string, nextFolder: string): readonly string[] {
  const found: string[] = []
  const mustBe = (what: string, { isNew, ...rest }: FileState, versions: readonly string[]) => {
    const isWhole = rest.check === 'ok' && rest.settings === SETTINGS && rest.doors === 1
    if (!isWhole) found.push(`${what} is ${JSON.stringify(rest)}`)
    if (!versions.includes(isNew)) found.push(`${what} is between two versions: ${isNew}`)
  }
  mustBe('what was left', stateOfCopy(dir, 'lockstep.db'), ['000', '111'])
  for (const name of backupsIn(dir)) mustBe(`backup ${name}`, stateOfCopy(dir, 'backups', name), ['000'])

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
  for (const { kind } of opened.notices) {
    if (kind !== 'backed_up') found.push(`the next start told of ${kind}`)
  }
  if (opened.store.traces.verifyAudit() !== null) found.push('the audit chain is broken')
  opened.store.close()
  mustBe('the next start', stateOf(join(dir, 'lockstep.db')), ['111'])
  for (const name of backupsIn(dir)) mustBe(`backup ${name}`, stateOf(join(dir, 'backups', name)), ['000'])
  if (backupsIn(dir).length === 0) found.push('there is no backup of the old version')
  return found
}

function backupsIn(dir: string): readonly string[] {
  const folder = join(dir, 'backups')
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.db')) : []
}
