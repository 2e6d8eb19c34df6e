import { countOf, listOf, spanOf } from './common.ts'

export const shell = {
  navigation: 'Main',
  overview: 'Overview',
  doors: 'Doors',
  people: 'People & codes',
  plan: 'Enforce plan',
  jobs: 'Jobs',
  traces: 'Traces',
  settings: 'Settings',
  skipToContent: 'Skip to the content',
  palette: 'Search and do',
  shortcuts: 'Keyboard shortcuts',
  signOut: 'Sign out',
  signedInAs: (name: string, role: string) => `Signed in as ${name}, ${role}`,
  connection: {
    online: 'Online',
    offline: 'Offline',
    provider_down: 'TTLock does not answer',
    no_account: 'No account connected',
  },
  connectionMeaning: {
    online: 'TTLock answers.',
    offline: 'This PC has no network. Changes are stored and sent when it is back.',
    provider_down: 'The network works, but TTLock does not answer. Changes wait and are sent when it does.',
    no_account: 'Nothing can be sent to locks until a TTLock account is connected.',
  },
  statusUnknown: 'Connection and jobs not known',
  statusUnknownMeaning: 'Lockstep could not read its own state. It tries again every few seconds.',
  quota: (used: number, limit: number) =>
    `${used.toLocaleString('en')} of ${limit.toLocaleString('en')} calls this month`,
  quotaUsedUp: 'This month’s calls are used up',
  quotaForecast: (calls: number) => `about ${calls.toLocaleString('en')} by its end`,
  quotaMeaning: (quota: {
    readonly used: number
    readonly isUsedUp: boolean
    readonly limit: number
    readonly forecast: number | null
    readonly minutesBetweenChecks: number
    readonly renewsOn: string
    /** Named where there are calls of other accounts beside these. */
    readonly of: readonly string[]
  }) => {
    const calls = quota.of.length === 0 ? 'Calls to TTLock' : `Calls of ${quota.of.join(', ')} to TTLock`
    if (quota.isUsedUp)
      return `${calls}: TTLock says that they are used up, though ${quota.used.toLocaleString('en')} of ${quota.limit.toLocaleString('en')} are counted. Jobs wait. TTLock is asked again every 15 minutes, and renews the calls on ${quota.renewsOn}.`
    const pace =
      quota.forecast !== null && quota.forecast > quota.limit
        ? 'At the pace so far they do not last the month, so checks become rarer.'
        : 'They last the month.'
    return `${calls}, counted anew on ${quota.renewsOn}. ${quota.forecast === null ? '' : `${pace} `}Each door is checked about every ${spanOf(quota.minutesBetweenChecks)}. What you ask for, and codes that begin or end, are not slowed down.`
  },
  quotaOther: (
    accounts: readonly string[],
    { used, limit, isUsedUp }: { readonly used: number; readonly limit: number; readonly isUsedUp: boolean },
  ) =>
    isUsedUp
      ? `${accounts.join(', ')}: TTLock says that this month’s calls are used up.`
      : `${accounts.join(', ')}: ${used.toLocaleString('en')} of ${limit.toLocaleString('en')} used.`,
  quotaUnknown: 'Calls this month not known yet',
  jobsRunning: (count: number) => (count === 0 ? 'No job running' : `${countOf(count, 'job')} running`),
  jobsWaiting: (count: number) => `${count.toLocaleString('en')} waiting`,
  awaiting: (count: number) => `${countOf(count, 'plan')} awaiting approval`,
  simulated: 'Simulated locks',
  simulatedMeaning: 'Nothing here opens or closes a real door.',
  connectAccount: 'Connect TTLock account',
  dismiss: 'Dismiss this notice',
  observing: (doors: number) =>
    doors === 0
      ? 'Every site only observes, because an older database was opened. Every door has been read since.'
      : `Every site only observes, because an older database was opened. ${doors === 1 ? '1 door is' : `${doors} doors are`} still to be read: press Check now on the Overview.`,
  endObserving: 'End observing',
  roles: { manager: 'manager', installer: 'installer', support: 'support' },
  notices: {
    database_set_aside: (facts: Readonly<Record<string, string>>) =>
      `The database was damaged and has been set aside${facts.path === undefined ? '' : ` at ${facts.path}`}. Lockstep started with ${facts.restoredFrom === undefined ? 'an empty one' : `the backup of ${facts.restoredFrom}`}. Check every door before you enforce anything.`,
    database_migrated: () => 'The database was brought to the form of this version. A backup was made first.',
    keyring_unavailable: () =>
      'This PC has no keyring. Stored PINs and passwords are protected by the passcode alone, so jobs wait until somebody signs in.',
    audit_cut: (facts: Readonly<Record<string, string>>) =>
      `The end of the audit is missing: ${facts.noted ?? 'more'} rows were noted, ${facts.found ?? 'fewer'} are there. Somebody or something removed them.`,
    audit_rewritten: () =>
      'The audit is not the one that was noted at the last stop: a row was changed. Verify the audit in Settings.',
    audit_mark_not_genuine: () =>
      'The mark that proves the audit whole was not made by this installation. Verify the audit in Settings.',
    audit_mark_out_of_reach: (facts: Readonly<Record<string, string>>) =>
      `The mark that proves the audit whole could not be read (${facts.code ?? 'unknown'}). Check the rights of the data folder.`,
    audit_mark_missing: () =>
      'The mark that proves the audit whole is missing beside the database. From now on a new one is kept.',
    database_restored: (facts: Readonly<Record<string, string>>) =>
      `The backup of ${facts.madeAt ?? 'an earlier day'} was put in place. Every site only observes until its doors were read and you end it. What was here before is a backup in Settings, Data.`,
    restore_failed: (facts: Readonly<Record<string, string>>) =>
      `The backup could not be put in place (${facts.code ?? 'unknown'}). Everything is as it was.`,
    database_older_than_mark: () =>
      'This database is older than the last one used here. Every site only observes until its doors were read and you end it.',
  },
  crashed: {
    what: 'This screen stopped working.',
    next: 'Nothing was sent to a lock by it. Open the screen again; your stored work is safe.',
    action: 'Open again',
  },
  notFound: { what: 'There is no such screen.', action: 'Go to the overview' },
  paletteSearch: 'Search doors, people, codes, jobs, traces or actions',
  paletteEmpty: 'Nothing matches. Try a door, a person, a code’s name, a lock ID or a correlation id.',
  paletteUnread: (groups: readonly string[]) =>
    `${listOf(groups)} could not be searched. Open the search again to try once more.`,
  revokedCode: (person: string) => `${person} · revoked`,
  paletteGroups: {
    actions: 'Actions',
    places: 'Go to',
    doors: 'Doors',
    people: 'People',
    codes: 'Codes',
    jobs: 'Jobs',
    traces: 'Traces',
  },
  actions: {
    checkAll: 'Check all doors now',
    previewAll: 'Preview the plan for all doors',
    addDoor: 'Add door',
    addPerson: 'Add person',
    light: 'Use the light appearance',
    dark: 'Use the dark appearance',
    signOut: 'Sign out',
  },
  checking: (count: number) => `Checking ${countOf(count, 'door')}`,
  keys: [
    ['Ctrl K', 'Search and do'],
    ['/', 'Search on this screen'],
    ['?', 'Show these shortcuts'],
    ['Ctrl 1 to 7', 'Go to a screen'],
    ['↑ ↓', 'Move in a list'],
    ['Enter', 'Open the row'],
    ['Space', 'Select the row'],
    ['Esc', 'Go back'],
    ['C', 'Copy the selected record (trace)'],
    ['A D B I R', 'Show adds, deletes, blocked, invalid or only reported lines (plan)'],
  ],
} as const
