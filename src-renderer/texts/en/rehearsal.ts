import { countOf } from './common.ts'
import { trace } from './trace.ts'

const kinds: Readonly<Record<string, string>> = {
  add: 'add it',
  change: 'change it',
  replace: 'replace it',
  delete: 'remove it',
  blocked_by_grace: 'keep it for its grace',
  invalid_expected: 'refuse it',
  reported: 'report it',
  under_way: 'wait, it is under way',
}

/** The few reasons whose word alone does not say it. */
const reasons: Readonly<Record<string, string>> = {
  observe_mode: 'the site only observes',
  after_restore: 'the time after a restore',
  strays_kept_by_mode: 'the mode keeps unknown codes',
  never_delete: 'a person said never to remove it',
  tolerated: 'a person tolerates it',
  paused_on_door: 'it is paused on this door',
}

export const rehearsal = {
  open: 'Rehearse',
  hint: 'Decide again what was decided then, with simulated locks',
  title: 'Rehearsal',
  running: 'Deciding again with simulated locks…',
  failed: 'The rehearsal could not be made.',
  close: 'Close',
  verdicts: {
    same: (codes: number) =>
      codes === 0
        ? 'Today Lockstep would decide the same: nothing to do.'
        : `Today Lockstep would decide the same about ${countOf(codes, 'code')}.`,
    different: (code: string, before: string, today: string) =>
      `Today Lockstep would decide differently: about ${code} it decided to ${before}; today it would ${today}.`,
    partly: 'Part of this trace could not be rehearsed; the rest would be decided the same today.',
    no_plan: 'This trace holds no plan, so there is no decision to make again.',
    plan_not_understood: 'The plan in this trace has a shape that this version does not know.',
  },
  nothing: 'do nothing',
  decision: (decision: { kind: string; would: string | null; reason: string | null }) => {
    const what = decision.would === null ? decision.kind : decision.would
    const said =
      decision.kind === 'reported' ? `only report that it would ${kinds[what] ?? what}` : kinds[what]
    const reason =
      decision.reason === null ? '' : ` (${reasons[decision.reason] ?? trace.reason(decision.reason)})`
    return `${said ?? what}${reason}`
  },
  table: 'Decisions then and today',
  columns: { code: 'Code', recorded: 'Decided then', today: 'Decided today', sign: 'Compared' },
  same: 'alike',
  different: 'differs',
  firstDifference: 'First difference',
  planned: 'decided',
  showMore: (count: number) => `Show ${count.toLocaleString('en')} more`,
  alike: 'No code of this door needed a decision, then or today.',
  missingTitle: 'Not rehearsed:',
  missing: {
    equal_digits: 'the decision hung on which PINs were equal, and PINs are never recorded.',
    keypad: 'the decision hung on the digits of a PIN, and PINs are never recorded.',
    room_on_lock: 'the decision hung on how many codes the lock could hold, which is not recorded.',
    readable_list: 'the simulated lock’s list could not be read.',
  },
  assumedTitle: 'What the trace does not tell, and was taken as usual:',
  assumed: {
    digits: 'PINs are invented; they are equal where the plan says that they were equal.',
    lock_abilities: 'The lock can do what it was not refused for, and it was not the door’s first run.',
    windows: 'Codes without a recorded window count at any time.',
  },
  leftOut: (doors: number) => `${countOf(doors, 'more door')} of this trace were left out.`,
  safe: 'Nothing was stored, and no real lock was asked.',
} as const
