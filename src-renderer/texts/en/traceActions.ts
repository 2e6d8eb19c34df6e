import { sizeText } from './common.ts'

export const traceActions = {
  openWindow: 'Open in its own window',
  tooManyWindows: 'Eight traces are open in windows of their own. Close one of them first.',
  code: 'code',
  codeHint: 'Short for the id. Read it over the phone; the search for traces finds it.',
  copySentence: 'Copy this sentence',
  sentenceName: 'the sentence',
  export: 'Export',
  formats: {
    html: { name: 'Web page', note: 'opens in any browser, prints well' },
    bundle: { name: 'Lockstep trace', note: 'opens in another Lockstep' },
    jsonl: { name: 'JSON Lines', note: 'one record a line' },
    har: { name: 'HTTP Archive', note: 'the calls to TTLock' },
    otlp: { name: 'OpenTelemetry', note: 'OTLP JSON, as spans' },
  },
  saved: (fileName: string, bytes: number) => `Saved ${fileName} (${sizeText(bytes)})`,
  savedNote: 'PINs, tokens, passwords and names of people were left out.',
  exporting: 'Exporting the trace',
  opening: 'Opening the file',
  cancel: 'Cancel',
  progress: {
    reading: (done: number, total: number) => `Reading ${share(done, total)}`,
    // Of a file that comes in it is not known how much there is to look at.
    checking: (done: number, total: number) =>
      total === 0 ? 'Checking the file …' : `Leaving out secrets ${share(done, total)}`,
  },
  importFile: 'Open trace file',
  importedScreen: 'Trace from a file',
  imported: 'From a file, read-only',
  importedNote: (fileName: string, program: string) =>
    `${fileName}, exported by ${program}. Nothing of it is in your database.`,
  olderNote: (fileName: string) =>
    `${fileName}, exported by the older system, which recorded no durations. Nothing of it is in your database.`,
  importedGone: 'This file is not open any more. Open it again.',
} as const

function share(done: number, total: number): string {
  return total === 0 ? '…' : `${Math.floor((done / total) * 100)} %`
}
