import { parseSync } from 'vite'
import { describe, expect, it } from 'vitest'
import { readSourceFiles } from './sourceFiles.ts'

/** Attributes that a person sees or hears. */
const SPOKEN: ReadonlySet<string> = new Set([
  ...['label', 'title', 'placeholder', 'alt', 'description', 'nothingFoundMessage'],
  ...['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext'],
])
const WORD = /\p{L}{2,}/u
/** What stands on a key, and how an address begins, is the same in every language. */
const KEYS = 'kbd'
const ADDRESS = /^https?:\/\//

/** Words that stand in a screen itself, and so in no catalogue. */
function findWords(file: string, text: string): readonly string[] {
  const found: string[] = []
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(walk)
    else if (isNode(node)) {
      if (node.type === 'JSXElement' && tagOf(node) === KEYS) return
      const said = saidBy(node)
      if (said !== null && WORD.test(said) && !ADDRESS.test(said)) found.push(said.trim())
      Object.values(node).forEach(walk)
    }
  }
  walk(parseSync(file, text).program)
  return found
}

interface Node {
  readonly type: string
  readonly [field: string]: unknown
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value
}

function saidBy(node: Node): string | null {
  if (node.type === 'JSXText') return String(node.value)
  if (node.type !== 'JSXAttribute' || !isNode(node.name) || !SPOKEN.has(String(node.name.name))) return null
  return isNode(node.value) && node.value.type === 'Literal' ? String(node.value.value) : null
}

function tagOf({ openingElement }: Node): string | null {
  return isNode(openingElement) && isNode(openingElement.name) ? String(openingElement.name.name) : null
}

describe('texts on the screen', () => {
  it('come from the catalogue, so that another language can be added', () => {
    const screens = [...readSourceFiles()].filter(([file]) => /^src-renderer\/.*\.tsx$/.test(file))
    expect(screens.length).toBeGreaterThan(100)
    const words = screens.flatMap(([file, text]) => findWords(file, text).map((said) => `${file}: ${said}`))
    expect(words).toEqual([])
  })

  it.each([
    ['between tags', 'const a = <p>Add door</p>'],
    ['as the name of a control', 'const a = <button aria-label="Add door">+</button>'],
  ])('are found %s', (_where, text) => {
    expect(findWords('x.tsx', text)).toEqual(['Add door'])
  })

  it('are not looked for in names of keys, addresses and what nobody sees', () => {
    const text = 'const a = <p className="wide"><kbd>Ctrl K</kbd><input placeholder="https://" /></p>'
    expect(findWords('x.tsx', text)).toEqual([])
  })
})
