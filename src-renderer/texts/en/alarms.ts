import type { DoorAlarmView } from '../../../src-preload/contract/views/alarms.ts'

type What = Pick<DoorAlarmView, 'uses' | 'whose'>

const times = (uses: number) => (uses === 1 ? '' : ` ${uses.toLocaleString('en')} times`)

const what: Record<DoorAlarmView['kind'], (alarm: What) => string> = {
  unknown_code_opened: ({ uses }) =>
    `A code that stands in no list of this lock opened the door${times(uses)}.`,
  valid_code_refused: ({ uses, whose }) =>
    `${whose === null ? 'A code' : `The code of ${whose}`} was refused${times(uses)}, though it is listed as valid.`,
}

const nextStep: Record<DoorAlarmView['kind'], string> = {
  unknown_code_opened:
    'It may be the lock’s admin code, or one that was deleted in the cloud alone. Find out who came in; if nobody knows, delete all codes at the lock with the TTLock app and check the door.',
  valid_code_refused:
    'Try the code at the door. If it does not open, set the lock’s clock in the TTLock app and give the code anew.',
}

export const alarms = {
  title: 'What the lock’s own log says',
  what: (alarm: DoorAlarmView) => what[alarm.kind](alarm),
  nextStep,
  last: 'last',
  openDoor: 'Open door',
  trace: 'Show trace',
  dismiss: 'Dismiss alarm',
  dismissTitle: 'Dismiss this alarm',
  dismissText: 'Say what it was. It stands in the audit; another use raises a new alarm.',
  dismissed: 'The alarm was dismissed',
  readUse: 'Read door use',
  reading: 'The lock’s log is being read',
} as const
