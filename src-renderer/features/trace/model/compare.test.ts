import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ComparedStep, compareRuns } from './compare.ts'
import { makeLog } from './testRecords.ts'

function run(...actions: readonly (string | Parameters<typeof makeLog>[0])[]) {
  return actions.map((step, index) =>
    makeLog({
      id: index + 1,
      atMs: index * 100,
      ...(typeof step === 'string' ? { action: step } : step),
    }),
  )
}

const course = (steps: readonly ComparedStep[]): readonly string[] =>
  steps.map((step) => {
    const signs = { same: '=', differs: '~', only_here: '+', only_there: '-' }
    return `${signs[step.kind]}${('here' in step ? step.here : step.there).action}`
  })

describe('compareRuns', () => {
  it('of runs that did the same at other times and speeds, finds no difference', () => {
    const here = run('LIST', 'DELETE')
    const there = run({ action: 'LIST', duration_ms: 9_000, id: 77 }, { action: 'DELETE', atMs: 60_000 })
    expect(compareRuns(here, there)).toMatchObject({
      first: null,
      steps: [{ kind: 'same' }, { kind: 'same' }],
    })
  })

  it('marks the first step whose outcome differs and says in what', () => {
    const there = run('LIST', 'DELETE', 'DONE')
    const here = run('LIST', { action: 'DELETE', ok: false, error_message: 'busy' }, 'DONE')
    const { steps, first } = compareRuns(here, there)
    expect(course(steps)).toEqual(['=LIST', '~DELETE', '=DONE'])
    expect(first).toBe(1)
    expect(steps[1]).toMatchObject({
      differences: [
        { field: 'outcome', here: 'failed', there: 'ok' },
        { field: 'error', here: 'busy', there: '' },
      ],
    })
  })

  it('keeps steps that only one run has on their side, and pairs what follows', () => {
    const { steps, first } = compareRuns(run('A', 'RETRY', 'B', 'C'), run('A', 'B', 'X', 'C'))
    expect(course(steps)).toEqual(['=A', '+RETRY', '=B', '-X', '=C'])
    expect(first).toBe(1)
  })

  it('sees an error code in an answer that counts as a success', () => {
    const { steps } = compareRuns(
      run({ response_json: { errcode: -2012 } }),
      run({ response_json: { errcode: 0 } }),
    )
    expect(steps[0]).toMatchObject({ differences: [{ field: 'errcode', here: '-2012', there: '' }] })
  })

  it('sees another decision', () => {
    const decided = (deletes: number) => run({ response_json: { analysis: { adds: 0, deletes } } })
    expect(compareRuns(decided(2), decided(1)).steps[0]).toMatchObject({
      differences: [{ field: 'counts', here: 'deletes 2', there: 'deletes 1' }],
    })
  })

  it('against nothing, has every step on one side', () => {
    expect(course(compareRuns(run('A', 'B'), []).steps)).toEqual(['+A', '+B'])
    expect(course(compareRuns([], run('A')).steps)).toEqual(['-A'])
  })

  it('orders steps by time before it compares them', () => {
    const late = makeLog({ id: 1, action: 'B', atMs: 500 })
    const early = makeLog({ id: 2, action: 'A', atMs: 0 })
    expect(compareRuns([late, early], run('A', 'B')).first).toBeNull()
  })

  it('of runs of tens of thousands of different steps, gives each step once', () => {
    const long = (name: string) =>
      Array.from({ length: 20_000 }, (_, index) => makeLog({ id: index, action: `${name}${index}` }))
    const { steps } = compareRuns(long('a'), long('b'))
    expect(steps).toHaveLength(40_000)
  })

  it('sees another HTTP status, and a call without one', () => {
    const { steps } = compareRuns(run({ http_status: 502 }), run({ http_status: null }))
    expect(steps[0]).toMatchObject({ differences: [{ field: 'http_status', here: '502', there: '' }] })
  })

  it('of runs too long to align, pairs what does the same in the same place', () => {
    const long = (name: string) =>
      Array.from({ length: 2_100 }, (_, index) =>
        makeLog({ id: index, action: index % 100 === 50 ? 'LIST' : `${name}${index}` }),
      )
    const { steps } = compareRuns(long('a'), long('b').slice(0, 2_000))
    expect(steps.filter((step) => step.kind === 'same')).toHaveLength(20)
    expect(steps.filter((step) => step.kind === 'only_here')).toHaveLength(2_100 - 20)
    expect(steps.filter((step) => step.kind === 'only_there')).toHaveLength(2_000 - 20)
  })

  it('of any two runs, keeps every step once and in order, and pairs as many as can be paired', () => {
    const actions = fc.array(fc.constantFrom('LIST', 'ADD', 'DELETE', 'WAIT'), { maxLength: 9 })
    fc.assert(
      fc.property(actions, actions, (left, right) => {
        const { steps, first } = compareRuns(run(...left), run(...right))
        const here = steps.flatMap((step) => ('here' in step ? [step.here] : []))
        const there = steps.flatMap((step) => ('there' in step ? [step.there] : []))
        expect(here.map((log) => log.action)).toEqual(left)
        expect(there.map((log) => log.action)).toEqual(right)
        const paired = steps.filter((step) => 'here' in step && 'there' in step)
        for (const step of paired)
          if ('here' in step && 'there' in step) expect(step.here.action).toBe(step.there.action)
        expect(paired).toHaveLength(longestCommonCourse(left, right))
        const differing = steps.findIndex((step) => step.kind !== 'same')
        expect(first).toBe(differing < 0 ? null : differing)
      }),
    )
  })

  it('pairs equal beginnings and equal ends before it aligns what lies between', () => {
    const { steps } = compareRuns(run('A', 'B', 'B', 'C'), run('A', 'B', 'C'))
    expect(course(steps)).toEqual(['=A', '=B', '+B', '=C'])
  })
})

/** By trying everything: slow, and plainly right. */
function longestCommonCourse(left: readonly string[], right: readonly string[]): number {
  const [a, ...lefts] = left
  const [b, ...rights] = right
  if (a === undefined || b === undefined) return 0
  if (a === b) return 1 + longestCommonCourse(lefts, rights)
  return Math.max(longestCommonCourse(lefts, right), longestCommonCourse(left, rights))
}
