export const takenPin = {
  adopt: 'Adopt',
  newPin: 'New PIN',
  remove: 'Remove it',
  onDoor: 'Decide on the door’s page',
  titles: {
    adopt: (person: string) => `Adopt the code as ${person}’s`,
    newPin: (person: string) => `Give ${person} a new PIN`,
    remove: 'Remove the other code',
  },
  explain: {
    adopt:
      'The code on the lock becomes this person’s own. Nothing is sent now; if its times differ, the next plan changes them.',
    newPin:
      'This person’s PIN changes on all their doors of this code. The new one is shown once; the old one stops working there.',
    remove:
      'The door’s next plan takes that code off and puts this person’s own there. Whoever uses it now loses this door.',
  },
  done: {
    adopt: (person: string) => `The code is ${person}’s now`,
    remove: () => 'The removal was asked for',
  },
  next: 'The door is being planned again.',
  decided: 'Decided. Preview again to see it in a plan.',
  pinTitle: 'The new PIN',
  pinOnce: 'It is shown this once. Tell it to the person now.',
  copy: 'Copy PIN',
  copied: 'PIN',
  somebody: 'somebody',
} as const
