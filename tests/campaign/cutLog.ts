import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { createRandom, type Random } from '../../src-main/simulator/random.ts'
import { stepsIn, stepsUpTo, writeStep } from '../support/numberedSteps.ts'
import { addDoor, newJob } from '../support/storeScene.ts'
import { createTestProfile } from '../support/testStore.ts'
import type { Tally } from './tally.ts'

const WAL_HEADER = 32
const FRAME = 24 + 4_096

/** What a profile's files were while the program ran, and where in the log each commit had ended. */
interface WrittenLog {
  readonly database: Buffer
  readonly log: Buffer
  /** The mark of the audit before the first step, which no cut can be behind, and after the last. */
  readonly marks: { readonly first: Buffer; readonly last: Buffer }
  /** The log's size when the step with this number had been committed. */
  readonly ends: readonly number[]
}

export interface CutLogOptions {
  readonly steps: number
  /** So many places of chance, beside every boundary of a frame. */
  readonly cuts: number
  readonly seed: string
  readonly tally: Tally
}

/**
 * A power cut leaves the database's log cut off anywhere, or with noise from there on: what was committed by then is there,
 * whole, and nothing else. And a log that ends before what the audit's mark knows, or is gone, is told. Gives the violations.
 */
export function cutLog({ steps, cuts, seed, tally }: CutLogOptions): readonly string[] {
  const written = writeLog(steps)
  const random = createRandom(`cuts ${seed}`)
  const found: string[] = []
  const judge = (name: string, at: number, violations: readonly string[]) => {
    tally.judged('the log is cut', name, violations.length)
    found.push(...violations.map((violation) => `the log is cut, ${name}, at ${at}: ${violation}`))
  }
  for (let at = WAL_HEADER; at <= written.log.length; at += FRAME) {
    judge('at the end of a frame', at, violationsOf(written, written.log.subarray(0, at)))
  }
  for (let cut = 0; cut < cuts; cut++) {
    const at = random.integer(0, written.log.length)
    judge('anywhere', at, violationsOf(written, written.log.subarray(0, at)))
    judge('anywhere, noise behind it', at, violationsOf(written, withNoise(written.log, at, random), at))
  }
  for (const at of [0, ...written.ends]) {
    judge('at the end of a commit, beside the newest mark', at, untoldOf(written, at))
  }
  return found
}

/** Each step's place in the log is taken by `stat` alone: to open a file beside SQLite would drop its locks. */
function writeLog(steps: number): WrittenLog {
  const profile = createTestProfile()
  try {
    const prepared = profile.openStore()
    const scene = addDoor(prepared)
    const jobId = prepared.jobs.enqueue(newJob({ doorId: scene.doorId })).job.id
    writeStep(prepared, { ...scene, jobId }, 0)
    prepared.close()
    const [database, first] = [readFileSync(profile.file), readFileSync(profile.auditHeadFile)]
    const noThread = () => {
      throw new Error('the log is to stay as it is')
    }
    const store = profile.openStore({ startCheckpointThread: noThread })
    const ends: number[] = []
    for (let step = 1; step <= steps; step++) {
      writeStep(store, { ...scene, jobId }, step)
      ends.push(statSync(`${profile.file}-wal`).size)
    }
    copyFileSync(`${profile.file}-wal`, `${profile.file}-kept`)
    store.close()
    const log = readFileSync(`${profile.file}-kept`)
    return { ...{ database, log, ends }, marks: { first, last: readFileSync(profile.auditHeadFile) } }
  } finally {
    profile.remove()
  }
}

function withNoise(log: Buffer, from: number, random: Random): Buffer {
  const noisy = Buffer.from(log)
  for (let at = from; at < noisy.length; at++) noisy[at] = random.integer(0, 255)
  return noisy
}

function lastStepIn({ ends }: WrittenLog, sure: number): number {
  return ends.filter((end) => end <= sure).length
}

/** @param sure how much of the log is as it was written */
function violationsOf(written: WrittenLog, log: Buffer, sure = log.length): string[] {
  return openedWith(written, { log, mark: written.marks.first }, (opened, file) => {
    if (opened.kind !== 'open') return [`it did not open: ${opened.kind}`]
    const last = lastStepIn(written, sure)
    return [
      ...opened.notices.map(({ kind }) => `opening it said ${kind}`),
      ...(opened.store.traces.verifyAudit() === null ? [] : ['the audit chain is broken']),
      ...(isDeepStrictEqual(stepsIn(file), stepsUpTo(last))
        ? []
        : [`it does not hold the steps up to ${last}`]),
    ]
  })
}

function untoldOf(written: WrittenLog, at: number): string[] {
  const log = written.log.subarray(0, at)
  return openedWith(written, { log, mark: written.marks.last }, (opened) => {
    if (opened.kind !== 'open') return [`it did not open: ${opened.kind}`]
    const told = opened.notices.map(({ kind }) => kind).join()
    const expected = lastStepIn(written, at) === written.ends.length ? '' : 'older_than_last_mark'
    return told === expected ? [] : [`opening it said "${told}", not "${expected}"`]
  })
}

function openedWith(
  written: WrittenLog,
  { log, mark }: { readonly log: Buffer; readonly mark: Buffer },
  judge: (opened: ReturnType<ReturnType<typeof createTestProfile>['open']>, file: string) => string[],
): string[] {
  const profile = createTestProfile()
  try {
    writeFileSync(profile.file, written.database)
    if (log.length > 0) writeFileSync(`${profile.file}-wal`, log)
    writeFileSync(profile.auditHeadFile, mark)
    return judge(profile.open(), profile.file)
  } finally {
    profile.remove()
  }
}
