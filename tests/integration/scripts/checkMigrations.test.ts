import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const script = resolve(import.meta.dirname, '../../../scripts/checkMigrations.mjs')
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-migrations-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

function writeMigrations(entries: readonly { when: number; tag: string }[], files: readonly string[]): void {
  mkdirSync(join(folder, 'meta'))
  writeFileSync(join(folder, 'meta', '_journal.json'), JSON.stringify({ entries }))
  for (const file of files) writeFileSync(join(folder, file), 'SELECT 1;')
}

function check(): { exitCode: number | null; words: string } {
  const result = spawnSync(process.execPath, [script, folder], { encoding: 'utf8' })
  return { exitCode: result.status, words: result.stderr }
}

test('migration check, later times and all files there, passes', () => {
  writeMigrations(
    [
      { when: 1, tag: '0000_init' },
      { when: 2, tag: '0001_more' },
    ],
    ['0000_init.sql', '0001_more.sql'],
  )

  expect(check()).toEqual({ exitCode: 0, words: '' })
})

test('migration check, two entries with the same time, fails and names the later one', () => {
  writeMigrations(
    [
      { when: 2, tag: '0000_init' },
      { when: 2, tag: '0001_more' },
    ],
    ['0000_init.sql', '0001_more.sql'],
  )

  const { exitCode, words } = check()

  expect(exitCode).toBe(1)
  expect(words).toContain('"when" of 0001_more (2) is not later than that of 0000_init (2)')
})

test('migration check, entry without its file, fails and names the file', () => {
  writeMigrations([{ when: 1, tag: '0000_init' }], [])

  const { exitCode, words } = check()

  expect(exitCode).toBe(1)
  expect(words).toContain('0000_init.sql is in the journal but does not exist')
})

test('migration check, file without an entry, fails and names the file', () => {
  writeMigrations([{ when: 1, tag: '0000_init' }], ['0000_init.sql', '0001_stray.sql'])

  const { exitCode, words } = check()

  expect(exitCode).toBe(1)
  expect(words).toContain('0001_stray.sql exists but is not in the journal')
})

test('migration check, no journal, fails and says how to make one', () => {
  const { exitCode, words } = check()

  expect(exitCode).toBe(1)
  expect(words).toContain('npm run db:generate')
})
