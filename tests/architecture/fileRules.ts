import { parseSync } from 'vite'
import { isTest, type SourceFiles, type Violation } from './sourceFiles.ts'

/** A review question begins at 250; nobody reads past this. */
const MAX_LINES = 400

export function checkSizes(files: SourceFiles): readonly Violation[] {
  return [...files].flatMap(([path, text]) => {
    const lines = text.split('\n').length
    return lines > MAX_LINES ? [{ path, problem: `has ${lines} lines` }] : []
  })
}

/** Single-purpose fronts that may pass on what others export. */
const FRONTS: ReadonlySet<string> = new Set(['src-main/ttlock/provider.ts'])

/** A barrel hides who depends on what. A file that only passes on, or passes on everything of another, is one. */
export function checkBarrels(files: SourceFiles): readonly Violation[] {
  const violations: Violation[] = []
  for (const [path, text] of files) {
    if (!/\.tsx?$/.test(path) || FRONTS.has(path)) continue
    const { body } = parseSync(path, text).program
    const isPassedOn = (statement: (typeof body)[number]): boolean =>
      statement.type === 'ExportAllDeclaration' ||
      (statement.type === 'ExportNamedDeclaration' && statement.source !== null)
    const own = body.filter((statement) => statement.type !== 'ImportDeclaration' && !isPassedOn(statement))
    const passesAllOn = body.some((statement) => statement.type === 'ExportAllDeclaration')
    if (passesAllOn || (own.length === 0 && body.some(isPassedOn)))
      violations.push({ path, problem: 'is a barrel' })
  }
  return violations
}

const VAGUE_NAMES =
  /(^|\/)(utils?|helpers?|common|misc|shared)(\.[jt]sx?$|\/)|(Manager|Helper|Utils?|Common)\.tsx?$/

/** Named after screens; `common` there holds the words that stand on all of them. */
const TEXT_CATALOGUE = 'src-renderer/texts/'

export function checkNames(files: SourceFiles): readonly Violation[] {
  return [...files.keys()]
    .filter((path) => VAGUE_NAMES.test(path) && !path.startsWith(TEXT_CATALOGUE))
    .map((path) => ({ path, problem: 'has a name that says nothing' }))
}

/** SQL as it is written in strings; the words are upper case there and nowhere else. */
const SQL =
  /\b(SELECT\s[\s\S]{1,400}?\sFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|DELETE\s+FROM\s|UPDATE\s+\w+\s+SET\s|CREATE\s+(TABLE|INDEX|TRIGGER)\s|PRAGMA\s+\w)/

export function checkSql(files: SourceFiles): readonly Violation[] {
  return [...files]
    .filter(
      ([path]) =>
        /^src-/.test(path) && /\.tsx?$/.test(path) && !path.startsWith('src-main/store/') && !isTest(path),
    )
    .filter(([, text]) => SQL.test(text))
    .map(([path]) => ({ path, problem: 'has SQL outside of the store' }))
}

/** The word as SQL has it, and drizzle's method. */
const OFFSET = /\bOFFSET\b|\.offset\(/

/** A page that is counted from the beginning takes longer the deeper it lies; ours begin after a key. */
export function checkPaging(files: SourceFiles): readonly Violation[] {
  return [...files]
    .filter(([path]) => /^(src-main\/store|db)\/.*\.(ts|sql)$/.test(path) && !isTest(path))
    .filter(([, text]) => OFFSET.test(text))
    .map(([path]) => ({ path, problem: 'counts rows from the beginning (OFFSET)' }))
}

/** Where time, chance and what stands outside come as parameters, so that a test decides them. */
const GIVEN_THE_TIME = /^src-main\/(domain|planning|ports|useCases|ipc|engine|traceBundle|store)\//
const CLOCK_OR_CHANCE =
  /\bDate\.now\(|\bnew Date\(\)|\bDateTime\.(now|local|utc)\(\)|\bperformance\.now\(|\bMath\.random\(|\brandom(Bytes|UUID|Int)\(|\bprocess\.(env|argv|hrtime)\b/

export function checkPurity(files: SourceFiles): readonly Violation[] {
  return [...files]
    .filter(([path]) => GIVEN_THE_TIME.test(path) && !isTest(path))
    .filter(([, text]) => CLOCK_OR_CHANCE.test(text))
    .map(([path]) => ({ path, problem: 'asks a clock, chance or the environment by itself' }))
}

/** What needs no import to reach a server. The client of the provider uses undici. */
const GLOBAL_NETWORK = /(?<![.\w])(fetch|sendBeacon)\(|\bnew (WebSocket|EventSource|XMLHttpRequest)\b/

export function checkNetwork(files: SourceFiles): readonly Violation[] {
  return [...files]
    .filter(([path]) => /^src-/.test(path) && !path.startsWith('src-main/simulator/') && !isTest(path))
    .filter(([, text]) => GLOBAL_NETWORK.test(text))
    .map(([path]) => ({ path, problem: 'reaches for the network past the client' }))
}

const WINDOW_FACTORY = 'src-main/app/windows/windowFactory.ts'

/** A window made elsewhere could lack a wall. */
export function checkWindows(files: SourceFiles): readonly Violation[] {
  return [...files]
    .filter(([path]) => /^src-main\//.test(path) && path !== WINDOW_FACTORY && !isTest(path))
    .filter(([, text]) => /\bnew (BrowserWindow|BrowserView|WebContentsView)\b/.test(text))
    .map(([path]) => ({ path, problem: 'makes a window past the factory' }))
}

const UNFINISHED = /\b(TODO|FIXME|XXX|HACK)\b|not implemented/

export function checkUnfinished(files: SourceFiles): readonly Violation[] {
  return [...files]
    .filter(([path]) => /\.(tsx?|mjs)$/.test(path) && !path.startsWith('tests/architecture/'))
    .filter(([, text]) => UNFINISHED.test(text))
    .map(([path]) => ({ path, problem: 'is marked as unfinished' }))
}

/** Shapes that only real credentials have: found anywhere, tests included, they are a leak. */
const CREDENTIAL_SHAPES: readonly (readonly [string, RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['an AWS key', /\bAKIA[0-9A-Z]{16}\b/],
  ['a GitHub token', /\bgh[pousr]_[A-Za-z0-9]{36}\b/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['a signed web token', /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/],
]

/** A secret written into the program under its own name: letters and digits, no words. */
const NAMED_SECRET =
  /\b(client_?secret|access_?token|refresh_?token|password(_?md5)?|passcode|api_?key)\b['"]?\s*[:=]\s*['"`](?=[^'"`]*\d)(?=[^'"`]*[a-z])[^'"`$\s]{8,}['"`]/i

/** A folder of whoever wrote it. */
const OWN_MACHINE = /['"`](\/(home|Users|root|work)\/|[A-Z]:\\\\Users\\\\)/

export function checkSecrets(files: SourceFiles): readonly Violation[] {
  const violations: Violation[] = []
  for (const [path, text] of files) {
    for (const [name, shape] of CREDENTIAL_SHAPES) {
      if (shape.test(text)) violations.push({ path, problem: `holds ${name}` })
    }
    if (isTest(path) || !/^(src-|db\/|scripts\/)/.test(path)) continue
    if (NAMED_SECRET.test(text)) violations.push({ path, problem: 'holds a secret under its own name' })
    if (OWN_MACHINE.test(text)) violations.push({ path, problem: 'names a folder of one machine' })
  }
  return violations
}
