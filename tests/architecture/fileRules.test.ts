import { describe, expect, it } from 'vitest'
import {
  checkBarrels,
  checkNames,
  checkNetwork,
  checkPaging,
  checkPurity,
  checkSecrets,
  checkSizes,
  checkSql,
  checkUnfinished,
  checkWindows,
} from './fileRules.ts'
import { readSourceFiles } from './sourceFiles.ts'

const files = readSourceFiles()
const one = (path: string, text: string) => new Map([[path, text]])

describe('source files', () => {
  it('are all looked at', () => {
    for (const path of [
      'src-main/security/harden.ts',
      'src-preload/index.ts',
      'db/schema/door.ts',
      'scripts/start.mjs',
    ]) {
      expect(files.has(path), path).toBe(true)
    }
  })
})

describe('file sizes', () => {
  it('stay within what a person reads', () => {
    expect(checkSizes(files)).toEqual([])
  })

  it('fail above 400 lines', () => {
    expect(checkSizes(one('src-main/x.ts', 'a\n'.repeat(399)))).toEqual([])
    expect(checkSizes(one('src-main/x.ts', 'a\n'.repeat(400)))).toHaveLength(1)
  })
})

describe('barrels', () => {
  it('are nowhere', () => {
    expect(checkBarrels(files)).toEqual([])
  })

  it.each([
    ['a file that passes everything on', "export * from './a.ts'\nexport const own = 1"],
    ['a file that only passes on', "export { a } from './a.ts'\nexport type { B } from './b.ts'"],
  ])('fail as %s', (_name, text) => {
    expect(checkBarrels(one('src-main/x/index.ts', text))).toEqual([
      { path: 'src-main/x/index.ts', problem: 'is a barrel' },
    ])
  })
})

describe('file names', () => {
  it('say something', () => {
    expect(checkNames(files)).toEqual([])
  })

  it.each([
    'src-main/domain/utils.ts',
    'src-renderer/helpers/date.ts',
    'src-main/engine/jobManager.ts',
    'src-main/common/x.ts',
  ])('fail like %s', (path) => {
    expect(checkNames(one(path, ''))).toHaveLength(1)
  })
})

describe('SQL', () => {
  it('is only in the store and the database folder', () => {
    expect(checkSql(files)).toEqual([])
  })

  it.each([
    'db.prepare(`SELECT id\n  FROM door WHERE id = ?`)',
    "run('DELETE FROM door')",
    "run('INSERT OR IGNORE INTO door VALUES (1)')",
    "run('UPDATE door SET name = 1')",
    "run('PRAGMA journal_mode')",
  ])('fails elsewhere: %s', (text) => {
    expect(checkSql(one('src-main/useCases/x.ts', text))).toHaveLength(1)
    expect(checkSql(one('src-main/store/x.ts', text))).toEqual([])
  })
})

describe('pages of lists', () => {
  it('begin after a key, everywhere', () => {
    expect(files.has('db/sql/traceSearch.sql')).toBe(true)
    expect(checkPaging(files)).toEqual([])
  })

  it.each([
    ['src-main/store/x.ts', "db.prepare('SELECT id FROM door LIMIT 50 OFFSET ?')"],
    ['src-main/store/x.ts', 'db.select().from(door).limit(50).offset(page * 50)'],
    ['db/sql/x.sql', 'SELECT id FROM door LIMIT 50 OFFSET 100'],
  ])('fail in %s: %s', (path, text) => {
    expect(checkPaging(one(path, text))).toHaveLength(1)
  })
})

describe('time and chance', () => {
  it('come as parameters wherever something is decided', () => {
    expect(checkPurity(files)).toEqual([])
  })

  it.each([
    'const at = Date.now()',
    'const at = new Date()',
    'const at = DateTime.now()',
    'const id = randomUUID()',
    'if (process.env.DEBUG) log()',
  ])('fail as %s', (text) => {
    expect(checkPurity(one('src-main/domain/x.ts', text))).toHaveLength(1)
    expect(checkPurity(one('src-main/platform/systemClock.ts', text))).toEqual([])
  })

  it('may be made from what was given', () => {
    expect(checkPurity(one('src-main/domain/x.ts', 'const at = new Date(nowMs)'))).toEqual([])
  })
})

describe('the network (checklist 6)', () => {
  it('is reached by the client of the provider alone', () => {
    expect(checkNetwork(files)).toEqual([])
  })

  it.each(["await fetch('https://example.com')", "new WebSocket('wss://example.com')"])(
    'fails past it: %s',
    (text) => {
      expect(checkNetwork(one('src-main/engine/x.ts', text))).toHaveLength(1)
      expect(checkNetwork(one('src-renderer/lib/x.ts', text))).toHaveLength(1)
    },
  )
})

describe('windows (checklist 1)', () => {
  it('are made in one place, which gives each the same walls', () => {
    expect(checkWindows(files)).toEqual([])
  })

  it.each(['new BrowserWindow({})', 'new WebContentsView()'])('fail elsewhere: %s', (text) => {
    expect(checkWindows(one('src-main/app/windows/traceWindow.ts', text))).toHaveLength(1)
    expect(checkWindows(one('src-main/app/windows/windowFactory.ts', text))).toEqual([])
  })
})

describe('unfinished code', () => {
  it('is nowhere', () => {
    expect(checkUnfinished(files)).toEqual([])
  })

  it.each(['// TODO later', "throw new Error('not implemented')"])('fails: %s', (text) => {
    expect(checkUnfinished(one('src-main/x.ts', text))).toHaveLength(1)
  })
})

describe('secrets in the sources (checklist 21)', () => {
  it('are nowhere', () => {
    expect(checkSecrets(files)).toEqual([])
  })

  it.each([
    ['a private key', `-----BEGIN RSA ${'PRIVATE'} KEY-----`],
    ['an AWS key', `AKIA${'ABCDEFGHIJKLMNOP'}`],
    ['a GitHub token', `ghp_${'a'.repeat(36)}`],
    ['an npm token', `npm_${'a'.repeat(36)}`],
    ['a signed web token', `eyJ${'a'.repeat(20)}.eyJ${'a'.repeat(20)}.${'a'.repeat(20)}`],
  ])('fail even in a test: %s', (name, text) => {
    expect(checkSecrets(one('tests/x.test.ts', text))).toEqual([
      { path: 'tests/x.test.ts', problem: `holds ${name}` },
    ])
  })

  it.each([
    "const clientSecret = 'abcdefgh12345678'",
    '{ "access_token": "abcdefgh12345678" }',
    "login({ password: 'hunter2hunter2' })",
  ])('fail in the program: %s', (text) => {
    expect(checkSecrets(one('src-main/x.ts', text))).toEqual([
      { path: 'src-main/x.ts', problem: 'holds a secret under its own name' },
    ])
  })

  it('fail as a folder of one machine', () => {
    expect(checkSecrets(one('src-main/x.ts', "open('/home/anna/data')"))).toHaveLength(1)
  })
})
