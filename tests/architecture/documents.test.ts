import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repositoryDir } from '../support/repository.ts'
import { readSourceFiles } from './sourceFiles.ts'

const DECISIONS = 'docs/adr'
const decisions = readdirSync(join(repositoryDir, DECISIONS)).filter((name) => /^\d{4}-.+\.md$/.test(name))

const DOCUMENTS = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...['docs/glossary.md', 'db/README.md', 'bench/README.md', `${DECISIONS}/README.md`],
]
/** The map of the program: what these name is looked for by whoever reads them. */
const MAPS = ['ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/glossary.md']

const read = (file: string) => readFileSync(join(repositoryDir, file), 'utf8')
const sources = [...readSourceFiles().keys()]

/** Names of files in code quotes, whole or by their end: `engine/lease.ts`, `keyring.test.ts`. */
function namedFiles(text: string): readonly string[] {
  const quoted = [...text.matchAll(/`([\w./-]+\.(?:ts|tsx|mjs|sql))`/g)].map(([, name]) => name ?? '')
  // `x.test.ts` stands for any.
  return quoted.filter((name) => name !== 'x.test.ts' && name !== '.ts')
}

const isThere = (name: string) =>
  existsSync(join(repositoryDir, name)) || sources.some((path) => path.endsWith(`/${name}`))

function deadLinks(file: string, text: string): readonly string[] {
  const targets = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target]) => target ?? '')
  return targets.filter(
    (target) => !/^\w+:/.test(target) && !existsSync(join(repositoryDir, dirname(file), target)),
  )
}

describe('documents', () => {
  it.each(DOCUMENTS)('%s links to what is there', (file) => {
    expect(deadLinks(file, read(file))).toEqual([])
  })

  it.each(MAPS)('%s names files that are there', (file) => {
    expect(namedFiles(read(file)).filter((name) => !isThere(name))).toEqual([])
  })

  it('are found wrong where they are', () => {
    expect(deadLinks('README.md', '[a](docs/gone.md), [b](SECURITY.md), [c](https://example.com)')).toEqual([
      'docs/gone.md',
    ])
    expect(namedFiles('`engine/gone.ts` and `engine/lease.ts`').filter((name) => !isThere(name))).toEqual([
      'engine/gone.ts',
    ])
  })
})

describe('decisions', () => {
  it('are numbered without a gap', () => {
    const numbers = decisions.map((name) => Number(name.slice(0, 4))).sort((a, b) => a - b)
    expect(numbers).toEqual(numbers.map((_number, index) => index + 1))
  })

  it('stand in their list, each under its own title', () => {
    const list = read(`${DECISIONS}/README.md`)
    for (const name of decisions) {
      const title = /^# (.+)$/m.exec(read(`${DECISIONS}/${name}`))?.[1]
      expect(list, name).toContain(`- [${title}](${name})`)
    }
  })
})
