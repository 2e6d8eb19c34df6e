export const codeStory = {
  whyHere: 'Why is it here?',
  whyMissing: 'Why is it missing?',
  titleOfPerson: (name: string) => `The life of ${name}’s code`,
  titleOfCode: (name: string) => `The life of “${name}”`,
  unnamed: 'The life of a code without a name',
  failed: 'The life of this code could not be read.',
  empty: 'Nothing is recorded about this code yet.',
  list: 'What happened to this code, oldest first',
  trace: 'Show trace',
  kinds: {
    decided: 'decided',
    sent: 'sent',
    failed: 'failed',
    seen: 'seen',
    proven: 'proven',
  },
} as const
