import type { DoorWrong } from '../../../src-preload/contract/views/doors.ts'
import { countOf, listOf, spanOf } from './common.ts'

const minutesOf = (ms: number) => Math.round(Math.abs(ms) / 60_000)

export const overview = {
  title: 'Overview',
  sentence: (inStep: number, total: number) =>
    inStep === total
      ? total === 1
        ? 'Your door is in step'
        : `All ${total.toLocaleString('en')} doors in step`
      : `${inStep.toLocaleString('en')} of ${countOf(total, 'door')} in step`,
  checked: 'checked',
  neverChecked: 'No lock has been read yet',
  checkNow: 'Check now',
  bar: 'Doors by state',
  parts: {
    in_step: 'in step',
    out_of_step: 'out of step',
    unreadable: 'unreadable',
    waiting: 'waiting',
    unchecked: 'not checked yet',
  },
  exceptions: 'What is not in step',
  allClear: 'Nothing needs you now',
  codesClear: 'No code needs you now',
  allClearText: 'Every lock holds exactly the codes you gave out, as of its last reading.',
  wrong: ({ missing, changed, unwanted, undeliverable }: DoorWrong, differences: number) => {
    const parts = [
      unwanted > 0 ? `${countOf(unwanted, 'code')} should not be there` : '',
      missing > 0 ? `${countOf(missing, 'code')} ${missing === 1 ? 'is' : 'are'} missing` : '',
      changed > 0
        ? `${countOf(changed, 'code')} ${changed === 1 ? 'has' : 'have'} another PIN or other times`
        : '',
      undeliverable > 0 ? `${countOf(undeliverable, 'code')} cannot be put on the lock` : '',
      // What is no code is the open schedule, which a door has one of.
      differences - (missing + changed + unwanted + undeliverable) === 1
        ? 'its open schedule is not as decided'
        : '',
    ].filter((part) => part !== '')
    return parts.length > 0
      ? listOf(parts)
      : `${countOf(differences, 'code')} ${differences === 1 ? 'differs' : 'differ'} from what you decided`
  },
  unreadable: (why: string | null) => why ?? 'The lock could not be read completely.',
  waitsFor: (what: string) => `Waits: ${what}.`,
  waiting: 'Waits for its turn.',
  checking: 'Its lock is being read.',
  unchecked: 'Its lock was not read yet.',
  held: 'Nothing is sent.',
  notSent: 'Held:',
  battery: (percent: number) => `Battery ${percent} %`,
  asOf: 'read',
  actions: {
    review: 'Review plan',
    preview: 'Preview plan',
    check: 'Check now',
    open: 'Open door',
  },
  alarms: {
    title: 'Needs somebody',
    wait: (jobs: number, why: string) =>
      `${countOf(jobs, 'job')} ${jobs === 1 ? 'has' : 'have'} waited too long: ${why}.`,
    more: (count: number) => `and ${count.toLocaleString('en')} more`,
    showJobs: 'Show jobs',
    otherInstallation: 'Another installation of Lockstep seems to manage these locks too:',
    otherInstallationNext:
      'They hold several codes with our kind of name that this one never gave out. Two installations would take each other’s codes off, so use one only. Then decide about those codes on each door’s page.',
    showDoors: 'Show doors',
    showAccounts: 'Show accounts',
    showData: 'Show backups',
    maintenanceNext:
      'Look at backups and audit in Settings, Data. The daily work is done again tomorrow, or at once by Retry in Jobs.',
    pcClock: (offsetMs: number | null) =>
      offsetMs === null
        ? 'This PC’s clock is more than five minutes off.'
        : `This PC’s clock is ${spanOf(minutesOf(offsetMs))} ${offsetMs > 0 ? 'ahead' : 'behind'}.`,
    gateway: (name: string) => `The gateway ${name} is offline.`,
    gatewayNext:
      'Nothing reaches its doors unless another gateway is near. See that it has power and network; its light tells. Jobs go on by themselves.',
    lockClock: (offsetMs: number) =>
      `The lock’s clock is about ${spanOf(minutesOf(offsetMs))} ${offsetMs > 0 ? 'ahead' : 'behind'}.`,
    lockClockNext:
      'Its codes begin and end at the wrong time. Set the clock with the TTLock app, standing at the door. This goes when the lock is next used.',
    battery: (doors: number) =>
      doors === 1 ? 'The batteries of a lock are low.' : `The batteries of ${doors} locks are low.`,
    batteryNext: 'Change them soon. A lock without power takes no code and opens only with its key.',
  },
  approvals: 'Awaiting your approval',
  isAsking: 'asks how to go on',
  needsSecond: 'waits for a second manager',
  approvalsEmpty: 'No plan waits for a decision.',
  lines: (count: number) => countOf(count, 'line'),
  review: 'Review',
  starting: 'Starting within 24 hours without proof',
  startingEmpty: 'Every code that starts by tomorrow is proven on its lock.',
  startsAt: 'starts',
  failed: 'The overview could not be read.',
  emptyTitle: 'No doors yet',
  emptyText: 'Lockstep watches doors. A door is a place at a site that one of your locks guards.',
  connectStep: 'Connect your TTLock account under Settings, so that its locks are known.',
  emptySteps: [
    'Add a door and choose its lock.',
    'Add people and give them codes.',
    'Lockstep reads the lock, shows the difference and asks before it changes anything.',
  ],
  addDoor: 'Add door',
} as const
