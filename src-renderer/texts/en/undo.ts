export const undo = {
  undo: 'Undo',
  until: 'Can be undone until',
  explain: 'Nothing is sent yet: the locks are read, and you see and approve what comes back.',
  takesBack: 'This plan takes back what was done by',
  undoneBy: 'Taken back by',
  nothingLeft: 'There is nothing left to take back.',
} as const
