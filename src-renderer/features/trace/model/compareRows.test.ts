import { describe, expect, it } from 'vitest'
import type { ComparedStep } from './compare.ts'
import { foldAlike } from './compareRows.ts'
import { makeLog } from './testRecords.ts'

const log = makeLog()
const same: ComparedStep = { kind: 'same', here: log, there: log }
const other: ComparedStep = { kind: 'only_here', here: log }
const steps = (text: string): readonly ComparedStep[] =>
  [...text].map((sign) => (sign === '=' ? same : other))
const shown = (text: string, unfolded: readonly number[] = []): string =>
  foldAlike(steps(text), new Set(unfolded))
    .map((row) => (row.kind === 'fold' ? `(${row.count})` : row.step.kind === 'same' ? '=' : '+'))
    .join('')

describe('foldAlike', () => {
  it.each([
    ['nothing', '', ''],
    ['few alike steps', '===', '==='],
    ['only alike steps', '==========', '(10)'],
    ['a long beginning', '==========+', '(8)==+'],
    ['a long end', '+==========', '+==(8)'],
    ['a long middle', '+==========+', '+==(6)==+'],
    ['a short middle', '+=======+', '+=======+'],
    ['differences one after another', '+++', '+++'],
  ])('of %s, shows %j as %j', (_name, text, expected) => {
    expect(shown(text)).toBe(expected)
  })

  it('shows a stretch that was unfolded, by the place of its first step', () => {
    expect(shown('+==========+==========', [3])).toBe('+==========+==(8)')
  })

  it('gives every row a place of its own', () => {
    const places = foldAlike(steps('==========+==========+=='), new Set()).map((row) => row.place)
    expect(new Set(places).size).toBe(places.length)
  })
})
