import { countOf } from './common.ts'

/** A site where a person approves each plan asks for a removal like for anything else. */
const takenOff =
  'The locks are told as soon as they can be reached, and where the site asks for it, once a plan is approved.'

export const people = {
  title: 'People & codes',
  tableLabel: 'People',
  search: 'Search people',
  add: 'Add person',
  columns: { name: 'Person', codes: 'Active codes', doors: 'Doors', ends: 'Ends', note: 'Note' },
  noEnd: 'no end',
  blocked: 'blocked',
  failed: 'The list of people could not be read.',
  emptyTitle: 'Nobody here yet',
  emptyText:
    'Add the people who need a door. A code is given to a person, on doors and groups, for as long as it is needed.',
  nothingFound: 'No person matches',
  nothingFoundText: 'Try fewer letters. Codes can be found by name too, such as AB U9 C6.',
  clearSearch: 'Show everybody',

  addTitle: 'Add person',
  name: 'Name',
  note: 'Note',
  noteHint: 'Optional. A room number or a company.',
  addDone: 'Add person',
  added: (name: string) => `${name} was added`,

  detail: {
    screen: 'Person',
    back: 'People & codes',
    give: 'Give code',
    checkOut: 'Check out',
    checkOutTitle: (name: string) => `Check out ${name}?`,
    checkOutText: (codes: number) =>
      `Revokes ${codes === 1 ? 'the active code' : `all ${codes} active codes`}. ${takenOff}`,
    checkOutDo: (codes: number) => `Revoke ${countOf(codes, 'code')}`,
    checkedOut: (name: string) => `${name} is checked out`,
    queued: (count: number) =>
      count === 0 ? 'No lock had to be told.' : `${countOf(count, 'job')} queued to tell the locks.`,
    codesEmptyTitle: 'No codes yet',
    noActiveCode: 'No active code',
    codesEmptyText:
      'Give a code to let this person in. It is sent to the locks and read back; until then it is not proven.',
    earlier: 'Earlier codes',
    groups: (names: readonly string[]) => `through ${names.join(', ')}`,
    noDoors: 'This code is on no door.',
    failed: 'This person could not be read.',
    evidence: 'Evidence',
    extend: 'Extend',
    revoke: 'Revoke',
    reveal: 'Reveal PIN',
    worksNow: (works: number, total: number) =>
      works === total
        ? `works now on ${countOf(total, 'door')}`
        : `works now on ${works} of ${countOf(total, 'door')}`,
    ready: (ready: number, total: number) =>
      ready === total
        ? `proven on ${countOf(total, 'door')}`
        : `proven on ${ready} of ${countOf(total, 'door')}`,
    ended: 'ended',
    revoked: 'revoked',
  },

  giveTitle: (name: string) => `Give ${name} a code`,
  give: {
    doors: 'Doors',
    doorsHint: 'The doors this code opens.',
    groups: 'Door groups',
    groupsHint: 'Also doors that join the group later.',
    pin: 'PIN',
    generated: 'Generated',
    chosen: 'Chosen',
    generatedHint: 'Lockstep makes one that every chosen lock accepts.',
    chosenPin: 'PIN digits',
    chosenHint: '4 to 9 digits, no runs, no repeats.',
    starts: 'Starts',
    ends: 'Ends',
    now: 'at once',
    noEnd: 'no end',
    zone: (zone: string) => `Times are those of ${zone.replaceAll('_', ' ')}.`,
    zones: (zones: readonly string[]) =>
      `The chosen doors lie in ${zones.length} time zones; times are those of ${(zones[0] ?? '').replaceAll('_', ' ')}.`,
    submit: 'Give code',
    clearDate: 'Clear date',
    setDate: 'Set date and time',
    hours: 'Hours',
    minutes: 'Minutes',
    calendar: {
      nextMonth: 'Next month',
      previousMonth: 'Previous month',
      nextYear: 'Next year',
      previousYear: 'Previous year',
      nextDecade: 'Next ten years',
      previousDecade: 'Previous ten years',
      monthLevelControl: 'Choose another month',
      yearLevelControl: 'Choose another year',
    },
    presets: { tomorrow: 'Tomorrow 11:00', days3: 'In 3 days 11:00', week: 'In a week 11:00' },
  },

  pinCard: {
    title: 'The new code',
    lead: 'The PIN is shown only now. Hand it over, then close this.',
    pinLabel: (pin: string) => `PIN ${pin.split('').join(' ')}`,
    copy: 'Copy message',
    print: 'Print card',
    close: 'I have handed it over',
    doors: 'Doors',
    valid: 'Valid',
    notProven:
      'It is put on the locks as soon as they can be reached, and where the site asks for it, once a plan is approved. It counts as proven when it was read back.',
    trace: 'Show trace',
    message: (input: { name: string; pin: string; doors: string; valid: string }) =>
      `Hello ${input.name}, your door code is ${input.pin}. It opens ${input.doors}, ${input.valid}. Type the code and press the # or the lock key.`,
    messageName: 'the message with the PIN',
    cardHint: 'Type the code, then press # or the lock key.',
  },

  extendTitle: (code: string) => `Extend ${code}`,
  extendText: 'The PIN stays the same.',
  newEnd: 'New end',
  newEndHint: 'Choose a date and a time',
  extendDo: 'Extend code',
  extended: (code: string) => `${code} was extended`,

  revokeTitle: (code: string) => `Revoke ${code}?`,
  revokeText: (doors: number) =>
    doors === 0 ? 'It is on no door.' : `It goes from ${countOf(doors, 'door')}. ${takenOff}`,
  revokeDo: (code: string, doors: number) =>
    doors === 0 ? `Revoke ${code}` : `Remove ${code} from ${countOf(doors, 'door')}`,
  revoked: (code: string) => `${code} was revoked`,

  revealTitle: (code: string) => `Reveal the PIN of ${code}`,
  revealText: 'The reason and your name stand in the audit. The PIN hides itself after 20 seconds.',
  revealDo: 'Reveal PIN',
  hidesIn: (seconds: number) => `Hides in ${seconds} s`,
  hideNow: 'Hide now',
} as const
