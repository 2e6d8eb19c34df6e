import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { finishRestore, stageRestore } from '../../src-main/app/restore.ts'
import { stepsIn, stepsUpTo, writeStep } from '../support/numberedSteps.ts'
import { addDoor, newJob } from '../support/storeScene.ts'
import { createTestBackups } from '../support/testBackups.ts'
import { createTestProfile } from '../support/testStore.ts'
import type { Tally } from './tally.ts'

/** Further apart than the names of two backups need. */
const BETWEEN_COPIES_MS = 1_000

export interface RestoreCopiesOptions {
  readonly copies: number
  readonly tally: Tally
}

/**
 * Backups while the program writes without a pause, each put into an empty profile and opened there: it is as the database
 * was after one commit, between the beginning and the end of the copying. Gives the violations.
 */
export async function restoreCopies({ copies, tally }: RestoreCopiesOptions): Promise<readonly string[]> {
  const profile = createTestProfile()
  const found: string[] = []
  let isDone = false
  let written = -1
  try {
    const store = profile.openStore()
    const scene = addDoor(store)
    const jobId = store.jobs.enqueue(newJob({ doorId: scene.doorId })).job.id
    const backups = createTestBackups(profile.file, profile.clock)
    const writing = (async () => {
      while (!isDone) {
        writeStep(store, { ...scene, jobId }, written + 1)
        written += 1
        await setImmediate()
      }
    })()
    for (let copy = 0; copy < copies; copy++) {
      profile.clock.advance(BETWEEN_COPIES_MS)
      const least = written
      const { name } = await backups.make('daily')
      const violations = await restoredFrom(profile.backupFolder, name, { least, most: written })
      tally.judged('a backup while the program writes', 'restored into an empty profile', violations.length)
      found.push(...violations.map((violation) => `backup ${copy + 1}, restored: ${violation}`))
    }
    isDone = true
    await writing
  } finally {
    isDone = true
    profile.remove()
  }
  return found
}

async function restoredFrom(
  backupsDir: string,
  backup: string,
  steps: { readonly least: number; readonly most: number },
): Promise<string[]> {
  const profile = createTestProfile()
  const { dir } = profile
  const paths = {
    ...{ dir, backupsDir, database: profile.file, auditHead: profile.auditHeadFile },
    ...{ vault: join(dir, 'vault.json'), simulator: join(dir, 'simulator.json') },
  }
  try {
    await stageRestore(paths, {
      ...{ backup, madeAt: profile.clock.iso, before: null, operator: null },
      ...{ reason: 'drill', correlationId: 'c'.repeat(32) },
    })
    finishRestore(paths)
    const opened = profile.open()
    if (opened.kind !== 'open') return [`it did not open: ${opened.kind}`]
    const last = Number(opened.store.settings.read('last step'))
    return [
      ...opened.notices.map(({ kind }) => `opening it said ${kind}`),
      ...(opened.store.traces.verifyAudit() === null ? [] : ['the audit chain is broken']),
      ...(isDeepStrictEqual(stepsIn(profile.file), stepsUpTo(last))
        ? []
        : ['it is in the midst of a commit']),
      ...(last >= steps.least && last <= steps.most
        ? []
        : [`it ends with step ${last}, not between ${steps.least} and ${steps.most}`]),
    ]
  } finally {
    profile.remove()
  }
}
