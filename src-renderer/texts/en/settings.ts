import { countOf } from './common.ts'

export const settings = {
  title: 'Settings',
  sections: {
    accounts: 'Accounts',
    enforcement: 'Enforcement',
    sites: 'Sites and time zones',
    operators: 'Operators',
    data: 'Data',
    appearance: 'Appearance',
    about: 'About',
  },
  index: 'Settings sections',
  saved: 'Saved',

  accounts: {
    lead: 'The TTLock cloud accounts whose locks this PC manages.',
    connect: 'Connect TTLock account',
    signedIn: 'Signed in',
    problem: 'Needs attention',
    problemWords: {
      region: 'Wrong region',
      not_signed_in: 'Needs a sign-in',
      quota: 'Calls used up',
      clock: 'Clock is off',
    },
    locks: (count: number) => countOf(count, 'lock'),
    synced: 'read',
    neverSynced: 'not read yet',
    test: 'Test connection',
    sync: 'Read locks again',
    syncQueued: 'The account is being read',
    signInAgain: 'Sign in again',
    password: 'Password',
    signIn: 'Sign in',
    callsPerMonth: (limit: number) => `${limit.toLocaleString('en')} calls a month`,
    callsUsed: ({ used, isUsedUp }: { readonly used: number; readonly isUsedUp: boolean }, limit: number) =>
      isUsedUp
        ? `TTLock says that this month’s calls are used up; ${used.toLocaleString('en')} of ${limit.toLocaleString('en')} are counted`
        : `${used.toLocaleString('en')} of ${limit.toLocaleString('en')} calls used this month`,
    callsShared: (names: readonly string[]) => `shared with ${names.join(', ')}`,
    changeCalls: 'Change calls a month',
    callsOf: (name: string) => `Calls a month of ${name}`,
    calls: 'Calls a month',
    callsHint:
      'As many as TTLock allows your application: its page at open.ttlock.com shows the number. A new one has 30,000. Doors are checked as often as they last.',
    callsSharedHint: (names: readonly string[]) =>
      `It counts for ${names.join(', ')} as well, because the client ID is the same.`,
    saveCalls: 'Save',
    callsSaved: (calls: number) => `${calls.toLocaleString('en')} calls a month`,
    switchTo: (region: string) => `Switch to ${region}`,
    emptyTitle: 'No account connected',
    emptyText:
      'Doors and codes can be set up without one. Nothing is sent to locks until an account is connected.',
    failed: 'The accounts could not be read.',
    problems: {
      region: 'The account lives in another region.',
      not_signed_in: 'The password is not accepted any more.',
      quota: 'The monthly calls are used up.',
      clock: 'The clock of this PC is off by more than 5 minutes.',
    },
  },

  enforcement: {
    lead: 'How far Lockstep may go at each site.',
    mode: 'Mode',
    policy: 'Policy',
    grace: 'Grace',
    graceHint: 'How long an unexplained code is kept before it may be removed.',
    lead_time: 'Lead time',
    leadHint: 'How long before its start a code is put on the lock.',
    minutes: 'minutes',
    hours: 'hours',
    firstRun: 'Allow first run unattended',
    firstRunHint: 'A new door is otherwise only reported the first time.',
    emptyExpected: 'Allow empty expected unattended',
    emptyExpectedHint: 'Otherwise a lock that should hold no codes is never emptied without a person.',
    secondOperator: 'Ask a second manager in ultra strict',
    secondOperatorHint:
      'Another manager confirms each approved plan with their own passcode before it can be applied.',
    save: 'Save enforcement',
    savedFor: (site: string) => `Enforcement of ${site} was saved`,
    freeze: 'Freeze this site',
    freezeHint: 'Nothing is sent to its locks. Reading goes on.',
    freezeFor: 'Freeze for',
    freezeHours: { '4': '4 hours', '24': '1 day', '168': '1 week' },
    freezeDo: (site: string) => `Freeze ${site}`,
    frozen: 'Frozen until',
    frozenBy: (name: string) => `by ${name}`,
    lift: 'Lift the freeze',
    emptyText: 'Rules belong to a site. Add one under Sites and time zones.',
    failed: 'The sites could not be read.',
    manager: 'Only a manager can change this.',
  },

  limits: {
    heading: 'Limits on removals',
    hint: 'Codes removed within 24 hours. Above a limit a person is asked. Expired codes and codes you revoked do not count.',
    door: 'On one door',
    site: 'At the whole site',
    count: 'More than',
    percent: 'Or more than',
    from: 'Where it holds at least',
    codes: ' codes',
  },

  hours: {
    heading: 'Enforcement hours',
    limit: 'Send only at certain hours',
    hint: (zone: string) =>
      `On the clock of the site (${zone}). Outside them nothing is sent, not even a revocation; reading goes on. A manager can let a job run at once, with a reason.`,
    row: (index: number) => `Hours ${index}`,
    nextDay: 'of the next day',
    add: 'Add hours',
    remove: (index: number) => `Remove hours ${index}`,
  },

  sites: {
    lead: 'A site is a place with one clock. Times of its doors are shown in its zone.',
    name: 'Name',
    zone: 'Time zone',
    doors: (count: number) => countOf(count, 'door'),
    add: 'Add site',
    addDo: 'Add site',
    added: (name: string) => `${name} was added`,
    emptyTitle: 'No site yet',
  },

  operators: {
    lead: 'Who may sign in on this PC, and what each may do.',
    name: 'Name',
    role: 'Role',
    passcode: 'Passcode',
    add: 'Add operator',
    addDo: 'Add operator',
    added: (name: string) => `${name} was added`,
    you: 'you',
    roles: { manager: 'Manager', installer: 'Installer', support: 'Support' },
    failed: 'The operators could not be read.',
    roleMeaning: {
      manager: 'Gives and takes back codes, approves plans, changes settings.',
      installer: 'Sets up sites, doors and accounts.',
      support: 'Reads everything, changes nothing.',
    },
  },

  data: {
    lead: 'Everything is kept on this PC, PINs and passwords encrypted.',
    folder: 'Data folder',
    show: 'Show data folder',
    copy: 'Copy path',
    path: 'the path',
    keyring: 'Key kept by',
    noKeyring: 'nothing on this PC: the passcode opens the vault after each start',
    profile: 'Profile',
    profiles: { real: 'Real locks', simulated: 'Simulated locks' },
    toSimulated: 'Open simulated locks',
    toReal: 'Open real locks',
    profileHint: 'Each profile has its own folder and operators. Nothing carries over.',
  },

  retention: {
    failed: 'How long records are kept could not be read.',
    heading: 'How long records are kept',
    logs: 'Keep logs for',
    hint: 'What was sent to locks and what came back. Changes people made are kept for ever.',
    days: (days: number) => (days < 365 ? `${days} days` : days === 365 ? '1 year' : `${days / 365} years`),
    saved: (length: string) => `Logs are kept for ${length}`,
  },

  appearance: {
    lead: 'For this PC.',
    scheme: 'Colours',
    schemes: { light: 'Light', dark: 'Dark', auto: 'As the system' },
    density: 'Density',
    densities: { comfortable: 'Comfortable', compact: 'Compact' },
    densityHint: 'Compact shows a quarter more rows.',
    motion: 'Motion follows the system: with reduced motion nothing moves.',
  },

  about: {
    version: 'Version',
    electron: 'Electron',
    sqlite: 'SQLite',
    lead: 'Keeps the codes on every door’s lock equal to what you decided, and proves it step by step.',
    copy: 'Copy versions',
    versions: 'the versions',
    failed: 'The versions could not be read.',
  },

  updates: {
    unread: 'Whether there are updates could not be read.',
    heading: 'Updates',
    stages: {
      not_set_up: () =>
        'Updates are not set up on this PC. A new version is installed by hand until whoever looks after it names the address that offers them.',
      address_refused: () =>
        'The address that was set up for updates is not used: it must begin with https://.',
      not_installed: () =>
        'This copy of Lockstep was not put here by an installer, so a new version cannot take its place.',
      idle: () => 'Lockstep looks for a new version only when you ask.',
      checking: () => 'Looking for a new version.',
      up_to_date: () => 'This is the newest version.',
      available: (version: string) => `Version ${version} is available.`,
      downloaded: (version: string) =>
        `Version ${version} is here. The restart waits for a command that is on its way to a lock, and for nothing else.`,
    },
    downloading: (version: string, percent: number) => `Downloading version ${version}: ${percent} %`,
    failures: {
      unreachable: 'The address that offers updates does not answer. Check the network, then try again.',
      unreadable: 'What the update address says cannot be understood. Nothing was changed.',
      damaged:
        'The file that came is not the one that was announced. It was thrown away and nothing was installed. If it happens again, tell support.',
      unknown: 'The update did not work. Nothing was changed; the log in the data folder says why.',
    },
    steps: {
      check: 'Check for updates',
      download: 'Download',
      cancelDownload: 'Cancel download',
      restart: 'Restart to update',
    },
    managerAsks: 'A manager can look for updates.',
  },
} as const
