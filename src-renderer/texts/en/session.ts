import { countOf } from './common.ts'

const NAMED_DOORS = 4

function firstOf(doors: readonly string[]): string {
  const named = doors.slice(0, NAMED_DOORS).join(', ')
  const others = doors.length - NAMED_DOORS
  return others > 0 ? `${named} and ${countOf(others, 'more door')}` : named
}

export const session = {
  welcome: 'Welcome to Lockstep',
  welcomeLead:
    'Lockstep keeps the codes on every door’s lock equal to what you decided, and shows step by step what happened and why.',
  promises: [
    ['Read', 'Each lock is read and compared with the codes you gave out.'],
    ['Plan', 'You see every difference, with the reason, before anything is sent.'],
    ['Prove', 'Each change is read back and kept, from your click to the lock.'],
  ],
  stepOf: (step: number, total: number) => `Step ${step} of ${total}`,
  operatorTitle: 'Who works here?',
  operatorLead: 'You become the first operator, a manager. Others can be added later.',
  yourName: 'Your name',
  passcode: 'Passcode',
  passcodeHint: 'At least 6 characters. It signs you in on this PC.',
  repeat: 'Type it again',
  repeatDiffers: 'The two do not match yet. Type the same one twice.',
  nameNeeded: 'Type your name.',
  passcodeShort: 'Use at least 6 characters.',
  next: 'Continue',
  chooseTitle: 'How do you want to start?',
  connect: 'Connect TTLock account',
  connectMeaning:
    'For your real doors. You need the account’s user name and the client id of its application.',
  simulated: 'Try with simulated locks',
  simulatedMeaning:
    'A sample site with doors, people and codes, some of them out of step. Nothing real is touched.',
  recoveryTitle: 'Your recovery key',
  recoveryLead:
    'It opens the vault and resets the last manager’s passcode. It is shown only now. Keep it where you keep spare keys, not on this PC.',
  recoveryKey: 'recovery key',
  copyRecovery: 'Copy recovery key',
  printRecovery: 'Print recovery key',
  printedTitle: 'Lockstep recovery key',
  printedHint:
    'Sign-in, Use the recovery key: it opens the vault and gives a manager a new passcode. It works once; keep it where you keep spare keys.',
  kept: 'I have kept the recovery key',
  continue: 'Continue',
  ending: {
    title: 'Lockstep is closing',
    waits: (jobs: number, doors: readonly string[]) =>
      doors.length === 0
        ? `It waits until ${jobs === 1 ? 'what it is doing' : `the ${countOf(jobs, 'thing')} it is doing`} has ended.`
        : `A command may be on its way to ${firstOf(doors)}. Lockstep waits for the answer, so that nothing is sent twice.`,
    rest: 'Nothing new is begun. Whatever waits goes on at the next start.',
    leave: 'Close now',
    leaveMeaning:
      'You may close it now. What was sent may still reach the lock. At its next start Lockstep reads the lock and finds out what became of it.',
    countdown: (seconds: number) => `Closes in ${countOf(seconds, 'second')} at the latest`,
    now: 'Closes in a moment',
  },
  signInTitle: 'Sign in',
  signInLead: 'Jobs go on while nobody is signed in.',
  signInLeadAfterStart:
    'After a start jobs wait for the first sign-in. From then on they go on while nobody is signed in.',
  whoAreYou: 'Your name',
  signIn: 'Sign in',
  forgotten: 'Use the recovery key',
  recoverTitle: 'Use the recovery key',
  recoverLead:
    'It sets a new passcode for a manager. You then get a new recovery key; the old one stops working.',
  recoveryKeyField: 'Recovery key',
  newPasscode: 'New passcode',
  setPasscode: 'Set new passcode',
  backToSignIn: 'Back to sign-in',
  starting: 'Starting Lockstep',
} as const
