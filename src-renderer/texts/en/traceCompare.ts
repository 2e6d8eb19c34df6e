import { countOf } from './common.ts'

export const traceCompare = {
  open: 'Compare',
  title: 'Compare two runs',
  back: 'Correlation detail',
  failed: 'The runs could not be compared.',
  with: 'Compare with',
  choose: 'Choose a run',
  run: (run: {
    readonly when: string
    readonly outcome: string
    readonly isLastGood: boolean
    readonly isFromFile: boolean
  }) =>
    `${run.isLastGood ? 'Last good run · ' : ''}${run.isFromFile ? 'From a file · ' : ''}${run.when} · ${run.outcome}`,
  another: 'Find another run',
  chooseTitle: 'Compare with another run',
  searchRuns: 'Search runs',
  searchHint: 'Id, door, lock, person, action or error text',
  ofSameDoor: 'Runs of the same door, newest first. Type to search all runs.',
  ofAll: 'All runs that match, newest first.',
  foundRuns: 'Runs',
  noRunFound: 'No run matches.',
  olderRuns: 'Show older runs',
  fromFile: 'From a file:',
  chosen: (outcome: string) => `Chosen run · ${outcome}`,
  noGoodTitle: 'No good run to compare with',
  noGoodText: 'This door has no earlier run of the same kind that ended well. Find any other run above.',
  noOthers: 'This door has no other run, or the trace concerns no door. Find any other run above.',
  here: 'This run',
  there: 'The other run',
  sign: 'Compared',
  table: 'Steps of both runs',
  absent: 'no such step',
  none: 'none',
  firstDifference: 'First difference',
  signs: {
    same: 'alike',
    differs: 'differs',
    only_here: 'only in this run',
    only_there: 'only in the other run',
  },
  fields: {
    outcome: 'Outcome',
    http_status: 'HTTP status',
    error: 'Error',
    errcode: 'TTLock errcode',
    counts: 'Decided',
  },
  alikeSteps: (count: number) => `${countOf(count, 'step')} alike`,
  showMore: (count: number) => `Show ${count.toLocaleString('en')} more`,
  alike: (steps: number) => `Both runs did the same, in ${countOf(steps, 'step')}.`,
  firstOnlyHere: (before: number, action: string) =>
    `${after(before)} this run did ${action}, which the other did not.`,
  firstOnlyThere: (before: number, action: string) =>
    `${after(before)} the other run did ${action}, which this one did not.`,
  firstDiffers: (before: number, action: string) => `${after(before)} ${action} went another way.`,
} as const

function after(steps: number): string {
  return steps === 0 ? 'From the first step on:' : `After ${countOf(steps, 'step')} alike,`
}
