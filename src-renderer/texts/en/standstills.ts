import type { StandstillView } from '../../../src-preload/contract/views/session.ts'
import { countOf } from './common.ts'

type Cause = StandstillView['because']

const title: Record<Cause, string> = {
  vault_locked: 'Nothing is running jobs',
  stopped: 'Nothing is running jobs',
  store_full: 'Nothing is running jobs: the disk is full',
  store_read_only: 'Nothing is running jobs: the database may only be read',
  store_held: 'Nothing is running jobs: another program holds the database',
  store_broken: 'Nothing is running jobs: the database cannot be written',
  no_account: 'No job can reach a lock',
  no_network: 'Jobs wait: offline',
  provider_down: 'Jobs wait: TTLock does not answer',
  gateway_offline: 'Jobs wait: a gateway is offline',
  lock_unreachable: 'Jobs wait: a lock cannot be reached',
  no_gateway: 'Jobs wait: no gateway',
  not_signed_in: 'Jobs wait: not signed in to TTLock',
  quota: 'Jobs wait: no calls left this month',
  clock: 'Nothing is sent: this PC’s clock is off',
  frozen: 'Nothing is sent: frozen',
  pause: 'Nothing is sent to paused doors',
  hours: 'Nothing is sent: outside the enforcement hours',
}

const nextStep: Record<Cause, string> = {
  vault_locked: 'The vault is locked. Sign in so that jobs can run.',
  stopped: 'The engine has stopped. Close and open Lockstep.',
  store_full: 'Make room on the disk. Nothing is lost, and jobs go on by themselves.',
  store_read_only:
    'Let Lockstep write to its data folder again; Settings, Data shows where it is. Nothing is lost, and jobs go on by themselves.',
  store_held:
    'End the program that has the file open, such as a backup or a database viewer. Nothing is lost, and jobs go on by themselves.',
  store_broken:
    'Check the disk and its cable. Jobs go on by themselves when it can be written; else close and open Lockstep, which then checks the file.',
  no_account: 'Connect a TTLock account. What you set up until then is kept and done afterwards.',
  no_network: 'Check this PC’s cable or Wi-Fi. Jobs go on by themselves when the network is back.',
  provider_down: 'Nothing to do here. Jobs go on by themselves when TTLock answers again.',
  gateway_offline: 'See that the gateway has power and network; its light tells. Jobs go on by themselves.',
  lock_unreachable: 'Check the lock’s battery, and that a gateway is within ten metres of it.',
  no_gateway: 'Pair a gateway with the lock in the TTLock app and put it within ten metres of the door.',
  not_signed_in: 'Open Settings, Accounts, and sign in to TTLock again.',
  quota:
    'Calls are renewed on the first of the month. For more, ask TTLock for a larger plan and type its number in Settings, Accounts.',
  clock:
    'Set the date and time of this PC. Until then nothing at all is sent, so that no code gets wrong hours.',
  frozen: 'Locks are still read. A manager lifts the freeze in Settings, Enforcement.',
  pause: 'Locks are still read. Resume a door on its page.',
  hours: 'Locks are still read. Jobs go on when the hours begin; a manager can let one run now.',
}

const FALLBACK = 'Open the job to see its cause.'

function isCause(word: string): word is Cause {
  return word in nextStep
}

export const standstills = {
  label: 'What keeps jobs from running',
  title,
  nextStep,
  /** A reason to wait comes as plain text; one that this version does not know has no step of its own. */
  nextStepOf: (word: string) => (isCause(word) ? nextStep[word] : FALLBACK),
  since: 'since',
  until: 'until',
  jobs: (count: number) => `${countOf(count, 'job')} ${count === 1 ? 'waits' : 'wait'}`,
  doors: (count: number) => countOf(count, 'door'),
} as const
