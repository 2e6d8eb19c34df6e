import { countOf, sizeText } from './common.ts'

export const backups = {
  heading: 'Backups',
  lead: 'The database is copied each day, and each copy is proven by opening it. The newest 14 of each kind are kept. A copy holds no PIN in the clear; it is of no use without its vault file, which lies beside it.',
  make: 'Back up now',
  making: 'The database is copied, and the copy is opened to prove it',
  made: (octets: number) => `The backup is made and proven (${sizeText(octets)})`,
  showFolder: 'Copy path of the folder',
  folder: 'the path',
  failed: 'The backups could not be read.',
  empty: 'No backup yet. The first one is made ten minutes after the start.',
  table: 'Backups',
  columns: { made: 'Made', kind: 'Why', size: 'Size' },
  kinds: {
    daily: 'Daily',
    'by-hand': 'By hand',
    'before-restore': 'Before a restore',
    'before-migration': 'Before an update',
  },
  restore: 'Restore',
  restoreOf: (when: string) => `Restore the backup of ${when}`,
  manager: 'Only a manager sees and restores backups.',

  dialog: {
    title: (when: string) => `Restore the backup of ${when}`,
    reading: 'The backup is opened and read',
    table: 'What will change',
    what: '',
    present: 'Now',
    inBackup: 'In the backup',
    rows: {
      doors: 'Doors',
      people: 'People',
      codes: 'Codes',
      operators: 'Operators',
      changes: 'Changes on record',
      lastChange: 'Last change',
    },
    lost: (changes: number) =>
      changes === 0
        ? 'No change on record was made since.'
        : `${countOf(changes, 'change')} made since ${changes === 1 ? 'is' : 'are'} taken back on this PC.`,
    locks:
      'Nothing is sent to locks: every site only observes until its doors were read again and you end it.',
    passcodes: 'Operators, passcodes and the recovery key become those of that day. Everybody is signed out.',
    before: 'What is here now is kept as a backup first, so that this can be taken back.',
    action: 'Restore',
  },

  welcome: {
    found: (when: string) => `A backup of ${when} is on this PC.`,
    text: 'Put it in place instead of beginning anew. Sign in afterwards as on that day.',
    action: 'Restore this backup',
    reason: 'At the first start, without a database',
  },

  audit: {
    heading: 'Audit',
    lead: 'Each change is chained to the one before, so that a changed or missing one shows. Note the mark of the end and keep it elsewhere: with it anybody can see later that nothing was rewritten.',
    noted: 'A mark you noted',
    notedHint: 'Optional. 64 digits and letters from a to f.',
    notedWrong: 'A mark has 64 digits and letters from a to f.',
    verify: 'Verify audit',
    verifying: 'Each change is compared with the one before',
    whole: (rows: number) =>
      `The audit is whole: ${countOf(rows, 'change')}, each chained to the one before.`,
    bad: (row: number) =>
      `The audit was changed: row ${row.toLocaleString('en')} does not follow from the one before. Keep this database and its backups, and tell whoever looks after this PC.`,
    notedFound: (row: number) => `The mark you noted is that of row ${row.toLocaleString('en')}.`,
    notedMissing: 'No row has the mark you noted: the audit was rewritten, or the mark is from elsewhere.',
    head: 'Mark of the end',
    copyHead: 'Copy mark',
    headName: 'the mark',
  },
} as const
