import type { ImportedTrace } from './importedTraces.ts'

export interface ComparedSubject {
  readonly correlationId: string
  readonly lockKey: string | null
  readonly jobType: string
  readonly startedAt: string
}

type ComparableFile = Pick<ImportedTrace, 'head' | 'lockKey' | 'startedAt' | 'errorCount'>

/** Runs in opened files on the same lock: the newest earlier good one of the same kind, and all of them, newest first. */
export function findInFiles<File extends ComparableFile>(
  files: readonly File[],
  run: ComparedSubject,
): { readonly lastGood: File | null; readonly others: readonly File[] } {
  const others = files
    .filter((file) => file.lockKey !== null && file.lockKey === run.lockKey)
    .filter((file) => file.head.correlation_id !== run.correlationId)
    .toSorted((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt))
  const lastGood = others.find(
    (file) =>
      Date.parse(file.startedAt) < Date.parse(run.startedAt) &&
      jobTypeOf(file) === run.jobType &&
      file.errorCount === 0 &&
      file.head.outcome.state === 'ok',
  )
  return { lastGood: lastGood ?? null, others }
}

export function subjectOfFile(file: ComparableFile): ComparedSubject {
  const { head, lockKey, startedAt } = file
  return { correlationId: head.correlation_id, lockKey, jobType: jobTypeOf(file), startedAt }
}

function jobTypeOf({ head }: ComparableFile): string {
  return head.reconcile_jobs[0]?.job_type ?? ''
}
