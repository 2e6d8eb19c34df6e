import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const folder = join(import.meta.dirname, '..', 'conformance')
const TEST = /^test(?:\.each)?\(/gm
/** A section, quirk or open question of the facts, or the passage of the specification that a behaviour comes from. */
const TITLE = /(?:\(|^ {2})'(?:facts (?:\d|quirk \d)|enforcement ")/gm

function countOf(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length
}

/** Tests and those among them that name their fact. */
function counts(text: string) {
  return { tests: countOf(text, TEST), named: countOf(text, TITLE) }
}

describe('the conformance suite', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.ts'))

  it.each(files)('in %s, names the fact of every test', (name) => {
    const { tests, named } = counts(readFileSync(join(folder, name), 'utf8'))
    expect(tests).toBeGreaterThan(0)
    expect(named).toBe(tests)
  })

  it('with a test that names none, is told', () => {
    const text =
      "test('facts 2.1 list: a', () => {})\ntest('works', () => {})\ntest.each([1])('facts quirk 2 b', f)\n"
    expect(counts(text)).toEqual({ tests: 3, named: 2 })
  })
})
