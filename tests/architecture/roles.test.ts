import { describe, expect, it } from 'vitest'
import { CONTRACT } from '../../src-preload/contract/contract.ts'
import type { Role } from '../../src-preload/contract/route.ts'

/** Before sign-in: what the gate and the window itself need. */
const ANYONE = [
  ...['session.state', 'session.begin', 'session.signIn', 'session.recover', 'session.signOut'],
  ...['session.openProfile', 'session.restore', 'session.dismissNotice'],
  ...['system.preferences', 'system.setPreferences', 'system.copyText', 'system.networkIsBack'],
  ...['system.pageDrawn', 'system.leaveNow'],
]

/** Reading, also of locks, and what is a person's own. Nothing here changes a door, a person, a code or a plan. */
const EVERY_ROLE = [
  ...['session.status', 'operators.list', 'system.about', 'system.showDataFolder', 'updates.get'],
  ...['accounts.list', 'accounts.testStored', 'devices.list', 'sites.list', 'doorGroups.list'],
  ...['overview.get', 'doors.list', 'doors.get', 'doors.checkNow', 'doors.readUse'],
  ...['people.list', 'people.get', 'people.findCodes', 'jobs.list', 'jobs.get', 'jobs.schedules'],
  ...[
    'plans.list',
    'plans.get',
    'plans.lines',
    'plans.find',
    'plans.impact',
    'plans.preview',
    'plans.savePage',
  ],
  // Whoever sits there may hand it over: the second manager proves who they are with their own passcode.
  'plans.confirm',
  ...['traces.search', 'traces.get', 'traces.logs', 'traces.head', 'traces.record', 'traces.findComparable'],
  ...['traces.findRuns', 'traces.codeStory', 'traces.places', 'traces.showInMain', 'traces.retention'],
  ...['traces.export', 'traces.rehearse', 'traces.import', 'traces.fileProgress', 'traces.cancelFile'],
  ...['traces.getImported', 'traces.openWindow'],
  ...['traces.savedFilters', 'traces.saveFilter', 'traces.deleteFilter'],
  ...['debugSessions.list', 'debugSessions.export', 'debugSessions.getImported', 'debugSessions.current'],
]

/** Setting up, and bringing in step what was decided by a manager. */
const INSTALLER_TOO = [
  ...['accounts.connect', 'accounts.test', 'accounts.sync', 'sites.create', 'doorGroups.create'],
  ...['doors.provision', 'jobs.retry', 'jobs.cancel'],
]

const SUPPORT_TOO = ['debugSessions.start', 'debugSessions.stop']

function mayAsk(role: Role): readonly string[] {
  return Object.entries(CONTRACT)
    .filter(([, { access }]) => access.who !== 'anyone' && access.who.includes(role))
    .map(([name]) => name)
    .sort()
}

describe('what may be asked', () => {
  it('before sign-in is what the gate needs', () => {
    const open = Object.entries(CONTRACT).filter(([, { access }]) => access.who === 'anyone')
    expect(open.map(([name]) => name).sort()).toEqual([...ANYONE].sort())
  })

  it('by support is to read, and to mark what is recorded', () => {
    expect(mayAsk('support')).toEqual([...EVERY_ROLE, ...SUPPORT_TOO].sort())
  })

  it('by an installer is to read and to set up', () => {
    expect(mayAsk('installer')).toEqual([...EVERY_ROLE, ...INSTALLER_TOO].sort())
  })

  it('by a manager is everything', () => {
    const all = Object.keys(CONTRACT).filter((name) => !ANYONE.includes(name))
    expect(mayAsk('manager')).toEqual(all.sort())
  })
})
