import type { PlanImpactSums } from '../../../src-preload/contract/views/plans.ts'
import { countOf, listOf } from './common.ts'

function nameDoors(names: readonly string[]): string {
  const [first = ''] = names
  return names.length === 1
    ? first
    : `${countOf(names.length, 'door')} (${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''})`
}

export const plan = {
  title: 'Enforce plan',
  lead: 'A plan reads the locks and shows every difference before anything is sent.',
  scope: 'Scope',
  allDoors: 'All doors',
  scopeSite: 'Sites',
  scopeGroup: 'Door groups',
  scopeDoor: 'Doors',
  preview: 'Preview plan',
  previewHint: 'Reads the locks. Changes nothing.',
  failedScopes: 'What there is to plan for could not all be read.',
  modeLabel: 'Mode',
  modes: 'Modes differ by site',
  earlier: 'Plans',
  older: 'Show older plans',
  columns: { title: 'Plan', status: 'Status', when: 'Made', doors: 'Doors', sums: 'Lines', mode: 'Mode' },
  noLines: 'in step',
  emptyTitle: 'No plan yet',
  emptyText: 'Choose a scope and preview. Earlier plans stay here, readable, with what became of them.',
  noDoorTitle: 'No door to plan yet',
  noDoorText:
    'A plan holds the codes on each lock beside those you gave out, and shows line by line what it would add, change and remove, and why. Add a door and choose its lock first.',
  scopeEmpty: 'No door is in this scope. Choose another one.',
  failedList: 'The earlier plans could not be read.',
  failed: 'This plan could not be read.',
  failedSearch: 'The plan could not be searched.',
  failedLines: 'Lines of this plan could not be read.',
  screen: 'Plan',
  back: 'Enforce plan',
  sums: {
    add: (count: number) => `+${count.toLocaleString('en')}`,
    change: (count: number) => `~${count.toLocaleString('en')}`,
    delete: (count: number) => `−${count.toLocaleString('en')}`,
    invalid: (count: number) => `!${count.toLocaleString('en')}`,
    unreadable: (count: number) => `?${count.toLocaleString('en')}`,
  },
  unreadableDoors: (count: number) => `${countOf(count, 'door')} unreadable`,
  sumsLabel: (input: {
    adds: number
    changes: number
    deletes: number
    blocked: number
    invalid: number
    reported: number
    underWay: number
  }) =>
    [
      input.adds > 0 ? countOf(input.adds, 'add') : '',
      input.changes > 0 ? countOf(input.changes, 'change') : '',
      input.deletes > 0 ? countOf(input.deletes, 'delete') : '',
      input.blocked > 0 ? `${input.blocked} blocked by grace` : '',
      input.invalid > 0 ? `${input.invalid} invalid` : '',
      input.reported > 0 ? `${input.reported} only reported` : '',
      input.underWay > 0 ? `${input.underWay} under way` : '',
    ]
      .filter((part) => part !== '')
      .join(', ') || 'no differences',
  cost: (calls: number, time: string) =>
    calls === 0 ? countOf(0, 'call') : `${countOf(calls, 'call')} · about ${time}`,
  reading: (read: number, total: number) => `Reading the locks: ${read} of ${countOf(total, 'door')}`,
  readingHint: 'You can leave this screen; the plan goes on.',
  unreadable: 'could not be read, so nothing is planned for it',
  staleDoor: 'changed since the preview; nothing was sent to it',
  unchanged: (count: number) => `= ${countOf(count, 'code')} unchanged`,
  unchangedLabel: (count: number, isOpen: boolean) =>
    `${isOpen ? 'Hide' : 'Show'} ${countOf(count, 'unchanged code')}`,
  inStep: 'In step. Nothing to do here.',
  allInStep: 'Every lock that was read is in step. There is nothing to approve.',
  selectLine: (kind: string, title: string, door: string) => `${kind} ${title}, ${door}`,
  selectDoor: (door: string) => `All lines of ${door}`,
  kinds: 'Show',
  kindFilters: {
    all: 'All lines',
    add: 'Adds',
    change: 'Changes',
    delete: 'Deletes',
    blocked: 'Blocked',
    invalid: 'Invalid',
    reported: 'Only reported',
  },
  keyHint: 'Keys: arrows move, Space selects, Enter opens the why, A D B I R filter',
  search: 'Find a door or a person',
  linesLabel: 'Doors and lines of the plan',
  listedAs: (id: string) => `Code ${id} in the lock’s list.`,
  notListed: 'Not in the lock’s list.',
  eligibleAt: (moment: string) => ` May be removed from ${moment}.`,
  countdown: (left: string) => `May be removed in ${left}`,
  countdownOver: 'Its grace has passed: preview again',
  asOf: (grade: string, moment: string) => ` ${grade}, as of ${moment}.`,
  window: { permanent: 'no end', other: (type: number) => `code type ${type}` },
  nothingFound: 'No line of the plan is like that.',
  timesIn: (zone: string) => `times in ${zone}`,
  safeguards: 'Why it waits for a person',
  safeguardsSeen: 'More than usual',
  allowOnce: 'Allow once',
  allowTitle: 'Allow this once',
  allowText: 'It counts for this plan alone; you still approve and apply it. The next plan asks again.',
  allowedOnce: (name: string) => `Allowed once by ${name}:`,
  holds: 'What holds this plan',
  heldByObserving:
    'Every site only observes, because an older database was opened: nothing of this plan is sent to a lock. Once every door was read, a manager presses End observing at the top.',
  heldDoors: (names: readonly string[]) => `Nothing is sent to ${nameDoors(names)}:`,
  observedDoors: (names: readonly string[]) =>
    `Nothing is sent to ${nameDoors(names)}: the site only observes. A manager chooses another mode in Settings, Enforcement.`,
  cannotApplyObserved: 'It can be applied once the site no longer only observes.',
  needsSecond: 'waits for a second manager',
  needsSecondHint: 'This site asks for a second manager in ultra strict.',
  confirmedBy: (name: string) => `confirmed by ${name}`,
  confirm: 'Confirm',
  confirmTitle: 'Confirm as second manager',
  confirmText: (name: string) =>
    `${name} approved this plan. Read it, then confirm it with your own passcode. Nothing is sent before Apply is pressed.`,
  confirmNobody:
    'There is no other manager on this PC. Add one under Settings, Operators, or turn the rule off under Settings, Enforcement.',
  confirmWho: 'Second manager',
  confirmPasscode: 'Passcode of the second manager',
  confirmDo: 'Confirm plan',
  impact: 'Who gains or loses a door',
  impactSums: (sums: PlanImpactSums, isShort: boolean) => {
    const inStay = sums.lossesInStay > 0 ? ` (${sums.lossesInStay} during the stay)` : ''
    const losses = sums.losses > 0 ? `${countOf(sums.losses, 'loss', 'losses')}${inStay}` : ''
    const main = [sums.gains > 0 ? countOf(sums.gains, 'gain') : '', losses]
    const rest = [
      sums.interrupted > 0 ? `${sums.interrupted} without a code for a moment` : '',
      sums.changes > 0 ? countOf(sums.changes, 'change') : '',
      sums.ended > 0 ? `${countOf(sums.ended, 'ended code')} taken off` : '',
      sums.unknownCodes > 0 ? `${countOf(sums.unknownCodes, 'code')} of nobody here removed` : '',
      sums.schedules > 0 ? `${countOf(sums.schedules, 'open schedule')} set` : '',
    ]
    const parts = [...main, ...(isShort && main.some((part) => part !== '') ? [] : rest)]
    const said = parts.filter((part) => part !== '').join(', ')
    return said === '' ? 'Nobody gains or loses a door' : said
  },
  impactMore: (count: number) => `and ${count.toLocaleString('en')} more`,
  barLabel: 'Decision',
  selected: (count: number) => `${countOf(count, 'line')} selected`,
  nothingSelected: 'Nothing selected',
  approve: 'Approve',
  apply: 'Apply',
  stop: 'Stop',
  reject: 'Reject',
  again: 'Preview again',
  approvedBy: (name: string) => `approved by ${name}`,
  isApprovedBy: (name: string) => `Approved by ${name}`,
  approveTitle: 'Approve this plan',
  approveWhat: (input: {
    adds: number
    /** Open schedules among them. */
    changes: number
    schedules: number
    deletes: number
    doors: number
  }) => {
    const changes = input.changes - input.schedules
    const parts = [
      input.adds > 0 ? `adds ${countOf(input.adds, 'code')}` : '',
      changes > 0 ? `changes ${countOf(changes, 'code')}` : '',
      input.deletes > 0 ? `removes ${countOf(input.deletes, 'code')}` : '',
      input.schedules > 0 ? `sets ${countOf(input.schedules, 'open schedule')}` : '',
    ].filter((part) => part !== '')
    return `It ${parts.length === 0 ? 'changes nothing' : listOf(parts)} on ${countOf(input.doors, 'door')}. Nothing is sent before you press Apply.`
  },
  typedLabel: (count: number) => `Type ${count} to confirm`,
  typedHint: (count: number) => `The plan removes ${countOf(count, 'code')}, more than the limit.`,
  approveDo: (count: number) => `Approve ${countOf(count, 'line')}`,
  rejectTitle: 'Reject this plan',
  rejectText: 'Nothing is sent. The plan stays readable with your reason.',
  rejectDo: 'Reject plan',
  applying: 'Applying',
  progress: (done: number, total: number) => `${done} of ${countOf(total, 'line')} proven`,
  stopHint: 'Stop waits for the command that is on its way. What was done stays done.',
  trace: 'Show trace',
  savePage: 'Page to print',
  pageSaved: (name: string) => `${name} was saved`,
  pageSavedNext: 'Open it in a browser to print it. It holds no PIN.',
  expires: 'expires',
  madeAt: 'made',
  notAllowed: 'A manager approves and applies.',
  lineResult: {
    ok: 'Done, read back',
    failed: 'Failed',
    unconfirmed: 'Unconfirmed',
    already_so: 'Already so',
    stale: 'Stale',
    skipped: 'Skipped',
  },
  results: (ok: number, failed: number, leftOut: number) =>
    [
      failed === 0 && leftOut === 0
        ? `${countOf(ok, 'line')} done and read back`
        : `${countOf(ok, 'line')} done`,
      failed > 0 ? `${failed} failed or unconfirmed` : '',
      leftOut > 0 ? `${leftOut} left out` : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
  timeLeft: (gateway: string, time: string) => `${gateway}: about ${time} left.`,
  timeNeeded: (gateway: string, time: string) => `${gateway} works for about ${time}.`,
  timeLeftOfLocks: (count: number, time: string) =>
    `${countOf(count, 'lock')} whose gateway is not known: about ${time} left.`,
  timeNeededOfLocks: (count: number, time: string) =>
    count === 1
      ? `1 lock whose gateway is not known takes about ${time}.`
      : `${countOf(count, 'lock')} whose gateway is not known take up to ${time} each, side by side.`,
  moreGateways: (count: number) => `${countOf(count, 'more gateway')} beside ${count === 1 ? 'it' : 'them'}.`,
  calls: (count: number) => `Applying takes ${countOf(count, 'call')} to TTLock.`,
  /** `left` is null where TTLock says that none are, whatever was counted. */
  callsOf: (count: number, left: number | null) => {
    if (left === null)
      return `Applying takes ${countOf(count, 'call')} to TTLock, which says that this month’s calls are used up. It waits until there are calls again.`
    const takes = `Applying takes ${countOf(count, 'call')} to TTLock; ${left.toLocaleString('en')} are left this month`
    return count <= left
      ? `${takes}, ${(left - count).toLocaleString('en')} afterwards.`
      : `${takes}. What they do not reach for waits for the next month.`
  },
  callsOfAccounts: (names: readonly string[], count: number, left: number | null) =>
    left === null
      ? `${names.join(', ')}: ${countOf(count, 'call')}; TTLock says that this month’s calls are used up.`
      : `${names.join(', ')}: ${countOf(count, 'call')}, ${left.toLocaleString('en')} left this month.`,
  order: 'Doors are done from the top down: where a code is needed soonest comes first, removals last.',
  approvalCounts: 'approval counts until',
  skippedDoor: (name: string | null) => `was left out of the apply by ${name ?? 'a person'}`,
  question: {
    heading: 'This did not go as expected. How shall it go on?',
    more: (count: number) => `and ${countOf(count, 'more door')}`,
    remember: 'Do the same each time this happens in this apply',
    meanwhile: 'The other doors go on. Nothing more is sent here until you answer.',
    retry: 'Retry',
    skipDoor: 'Skip door',
    skipDoors: (count: number) => `Skip ${countOf(count, 'door')}`,
    stop: 'Stop the apply',
    manager: 'A manager decides how it goes on.',
  },
} as const
