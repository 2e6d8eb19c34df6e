import type { StandstillView } from '../../src-preload/contract/views/session.ts'

/** Nothing is wrong: a person wanted it so. */
const DECIDED: readonly StandstillView['because'][] = ['frozen', 'pause', 'hours']

/** Everything stands still, and nobody decided that. */
export function isAlarm({ because, isTotal }: StandstillView): boolean {
  return isTotal && !DECIDED.includes(because)
}
