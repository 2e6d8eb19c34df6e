import { describe, expect, it } from 'vitest'
import type { TraceBundle } from '../../src-preload/contract/traceBundle.ts'
import { listedTrace } from '../traceBundle/openedTrace.ts'
import { bundleWith } from '../traceBundle/testSupport/sampleBundle.ts'
import { findInFiles, subjectOfFile } from './comparableFiles.ts'

/** A run of the older export's lock, told by one sign, begun on a day of February. */
function run(sign: string, day: number, over: Partial<TraceBundle> = {}, ok = true) {
  const at = `2026-02-0${day}T10:00:00.000Z`
  const moved = { started_at: at, created_at: at, ok, external_id: '28991110' }
  const outcome = { sentence: sign, state: ok ? ('ok' as const) : ('failed' as const) }
  const { reconcile_jobs } = bundleWith()
  const jobs = reconcile_jobs.map((job) => ({ ...job, created_at: at, updated_at: at }))
  const facts = { correlation_id: sign.repeat(32), outcome, app_audit: [], reconcile_jobs: jobs, ...over }
  return listedTrace(bundleWith(moved, facts))
}

const signs = (files: readonly { readonly head: { readonly correlation_id: string } }[]) =>
  files.map((file) => file.head.correlation_id[0])

describe('findInFiles', () => {
  it('takes the newest earlier good run of the same kind on the same lock', () => {
    const failed = run('a', 5, {}, false)
    const files = [run('b', 1), run('c', 3), run('d', 4, {}, false), run('e', 6), failed]
    const found = findInFiles(files, subjectOfFile(failed))
    expect(found.lastGood?.head.correlation_id[0]).toBe('c')
    expect(signs(found.others)).toEqual(['e', 'd', 'c', 'b'])
  })

  it('passes over runs of another kind', () => {
    const failed = run('a', 5, {}, false)
    const other = run('b', 1)
    const kind = { ...other, head: { ...other.head, reconcile_jobs: [] } }
    expect(findInFiles([kind], subjectOfFile(failed)).lastGood).toBeNull()
  })

  it('of another lock, or the same run in another file, finds none', () => {
    const failed = run('a', 5, {}, false)
    const elsewhere = { ...run('b', 1), lockKey: 'TTLOCK:7' }
    expect(findInFiles([elsewhere, run('a', 4)], subjectOfFile(failed)).others).toEqual([])
  })
})
