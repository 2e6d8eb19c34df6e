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
})
