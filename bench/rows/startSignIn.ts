import { comparedRow, median } from '../rounds.ts'
import { atMost, type Row, type RowModule } from '../row.ts'
import { type MeasuredStart, openStartScene } from '../scenes/electronStart.ts'

const ROUNDS = 7

const about = {
  id: 'start-sign-in',
  what: 'a start of the program with an operator and twelve simulated doors, against an empty window',
} as const

export const row: RowModule = {
  ...about,
  async run() {
    const scene = await openStartScene()
    const ours: MeasuredStart[] = []
    const empty: MeasuredStart[] = []
    for (let round = -1; round < ROUNDS; round++) {
      const isEmptyFirst = round % 2 === 0
      const emptyBefore = isEmptyFirst ? await scene.startEmpty() : null
      const measured = await scene.startOurs({ opensDoors: true })
      const emptyAfter = isEmptyFirst ? emptyBefore : await scene.startEmpty()
      if (round < 0 || emptyAfter === null) continue
      ours.push(measured)
      empty.push(emptyAfter)
    }
    return rowsOf(ours, empty)
  },
}

function rowsOf(ours: readonly MeasuredStart[], empty: readonly MeasuredStart[]): readonly Row[] {
  const against = 'an empty electron-vite and React window'
  const emptyStarts = empty.map((start) => start.startMs)
  const emptyMemory = empty.map((start) => start.memoryMiB)
  return [
    comparedRow(
      {
        id: 'start-sign-in',
        what: 'from the start of the process until the sign-in field can be used in a shown window',
        unit: 'ms',
      },
      {
        values: ours.map((start) => start.startMs),
        against,
        againstValues: emptyStarts,
        aim: atMost(1.5),
        notes: [`steps of ours: ${stepsOf(ours)}`, `steps of the empty one: ${stepsOf(empty)}`],
      },
    ),
    comparedRow(
      {
        id: 'start-doors',
        what: 'from Sign in until the doors are listed, without the passcode’s hash; against the start of an empty window',
        unit: 'ms',
      },
      {
        values: ours.map((start) => start.doorsMs ?? Number.NaN),
        against: `${against}, its start`,
        againstValues: emptyStarts,
        aim: null,
      },
    ),
    comparedRow(
      {
        id: 'memory-main',
        what: 'resident memory of the main process at the sign-in',
        unit: 'MiB',
      },
      { values: ours.map((start) => start.memoryMiB), against, againstValues: emptyMemory, aim: null },
    ),
    comparedRow(
      {
        id: 'memory-main/doors',
        what: 'resident memory of the main process with twelve simulated doors listed, their simulator included',
        unit: 'MiB',
      },
      { values: ours.map((start) => start.memoryAtEndMiB), against, againstValues: emptyMemory, aim: null },
    ),
  ]
}

/** The medians of when each step was reached, in their order. */
function stepsOf(starts: readonly MeasuredStart[]): string {
  const names = Object.keys(starts[0]?.steps ?? {})
  return names
    .map((name) => ({ name, atMs: median(starts.map((start) => start.steps[name] ?? Number.NaN)) }))
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ name, atMs }) => `${name} ${Math.round(atMs)} ms`)
    .join(', ')
}
