import { randomUUID } from 'node:crypto'
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { serialize } from 'node:v8'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CorrelationId, SYSTEM_OPERATOR_ID } from '../../../src-main/domain/ids.ts'
import { toIso } from '../../../src-main/domain/instant.ts'
import { BundleThread } from '../../../src-main/traceBundle/bundleThread.ts'
import { ImportedTraces } from '../../../src-main/useCases/importedTraces.ts'
import { importTrace } from '../../../src-main/useCases/importTrace.ts'
import type { TraceBundle } from '../../../src-preload/contract/traceBundle.ts'
import { type AppScene, openAppScene } from '../../support/appScene.ts'
import { createFakeKeyring } from '../../support/fakeKeyring.ts'
import { logRow, newJob } from '../../support/storeScene.ts'
import { startTestTraceThread } from '../../support/traceThread.ts'

const RECORDS = 20_000
const ID = 'd'.repeat(32) as CorrelationId

let scene: AppScene
let folder: string
let file: string

beforeAll(async () => {
  scene = await openAppScene(createFakeKeyring(true))
  await scene.get('session.begin', { name: 'Maria Santos', passcode: 'harbour-lights', choice: 'connect' })
  scene.session.runtime.store.write(() => {
    for (let index = 0; index < RECORDS; index += 1) plantLog(index)
  })
  folder = await mkdtemp(join(tmpdir(), 'lockstep-trace-'))
  file = join(folder, 'large.lockstep-trace.json')
  scene.chooseFile(file)
})
afterAll(async () => {
  await scene.close()
  await rm(folder, { recursive: true, force: true })
})

const FIRST_SCREEN = 64 * 1_024

/** Octets that Electron sends for an answer. */
function sizeOf(answer: unknown): number {
  return serialize(answer).byteLength
}

function plantLog(index: number): void {
  const atIso = toIso(Date.parse('2026-11-23T10:00:00Z') + index * 200)
  scene.session.runtime.store.traces.appendLog({
    ...{ createdAt: atIso, startedAt: atIso, durationMs: 40, action: 'PASSCODE_LIST', ok: true },
    ...{ providerType: 'TTLOCK', lockKey: 'TTLOCK:28991110', doorId: null, doorName: 'Front door' },
    ...{ externalId: '28991110', reconcileJobId: null, operationId: null, correlationId: ID },
    ...{ debugSessionId: null, attempt: 1, httpStatus: 200, errorMessage: null },
    request: {
      method: 'GET',
      url: 'https://euapi.ttlock.com/v3/lock/listKeyboardPwd',
      payload: { pageNo: index },
    },
    response: {
      list: [{ keyboardPwdId: index, keyboardPwdName: 'AB U9 C6', keyboardPwd: '***1234' }],
      total: 1,
    },
  })
}

/** How long the work took, and the longest time in which nothing else could run on this thread. */
async function held(
  work: () => Promise<unknown>,
): Promise<{ readonly wholeMs: number; readonly gapMs: number }> {
  let isDone = false
  let gapMs = 0
  const startedMs = performance.now()
  const watch = async (): Promise<void> => {
    for (let lastMs = performance.now(); !isDone; ) {
      await setImmediate()
      gapMs = Math.max(gapMs, performance.now() - lastMs)
      lastMs = performance.now()
    }
  }
  const watching = watch()
  await work()
  isDone = true
  await watching
  return { wholeMs: performance.now() - startedMs, gapMs }
}

describe('a file made to exhaust the memory', () => {
  it('of 200 MB is refused by its size', async () => {
    const huge = await open(file, 'w')
    await huge.truncate(200 * 1_024 * 1_024)
    await huge.close()
    const reply = await scene.ask('traces.import', { taskId: randomUUID() })
    expect(reply).toMatchObject({ error: { code: 'bundle_refused', facts: { reason: 'too_large' } } })
  })

  it('small on the disk and large in memory is refused before its values are made', async () => {
    await writeFile(file, `[${'[],'.repeat(40_000_000)}[]]`)
    await expect(importIn(() => startTestTraceThread(24))).rejects.toMatchObject({
      ...{ code: 'bundle_refused', facts: { reason: 'too_many_values' } },
    })
  })

  it('that takes all memory of its thread ends the thread alone, and is refused', async () => {
    await writeFile(file, '{}')
    const hoard = `require('node:worker_threads').parentPort.on('message', () => { for (const all = []; ; ) all.push([all.length]) })`
    const limits = { maxOldGenerationSizeMb: 24 }
    const opening = importIn(
      () => new BundleThread(new Worker(hoard, { eval: true, resourceLimits: limits })),
    )
    await expect(opening).rejects.toMatchObject({ code: 'bundle_refused', facts: { reason: 'too_large' } })
  })

  function importIn(startThread: () => BundleThread) {
    return importTrace(
      { dialog: { chooseFileToOpen: async () => file, chooseFileToSave: async () => null }, startThread },
      new ImportedTraces(),
      { signal: new AbortController().signal, report: () => undefined, unlessCancelled: (work) => work },
    )
  }
})

describe(`a trace of ${RECORDS} records`, () => {
  it('goes out whole, and no step of it holds the windows for a fifth of the time', async () => {
    const trace = { kind: 'live' as const, correlationId: ID }
    const { wholeMs, gapMs } = await held(() =>
      scene.get('traces.export', { taskId: randomUUID(), trace, format: 'bundle' }),
    )
    const bundle = JSON.parse(await readFile(file, 'utf8')) as TraceBundle
    expect(bundle.integration_logs.map((log) => log.id)).toHaveLength(RECORDS)
    expect(gapMs / wholeMs).toBeLessThan(0.2)
  })

  it('comes in again, and no step of that holds the windows for a fifth of the time', async () => {
    const { wholeMs, gapMs } = await held(() => scene.get('traces.import', { taskId: randomUUID() }))
    expect(gapMs / wholeMs).toBeLessThan(0.2)
  })

  it('is shown with a first page below 64 KiB, and page by page each record once', async () => {
    const trace = await scene.get('traces.get', { correlationId: ID })
    expect(sizeOf(trace)).toBeLessThan(FIRST_SCREEN)
    const source = { kind: 'live' as const, correlationId: ID }
    const ids = trace.integration_logs.map((log) => log.id)
    for (let after = trace.nextLogs; after !== null; ) {
      const page = await scene.get('traces.logs', { trace: source, after })
      ids.push(...page.rows.map((log) => log.id))
      after = page.hasMore ? page.next : null
    }
    expect(ids).toHaveLength(RECORDS)
    expect(new Set(ids).size).toBe(RECORDS)
  })

  it('says how far its export is, and can be cancelled on the way', async () => {
    const taskId = randomUUID()
    const trace = { kind: 'live' as const, correlationId: ID }
    const exporting = scene.get('traces.export', { taskId, trace, format: 'html' })
    let progress = await scene.get('traces.fileProgress', { taskId })
    while (progress === null || progress.done < RECORDS / 10) {
      await setImmediate()
      progress = await scene.get('traces.fileProgress', { taskId })
    }
    expect(progress).toMatchObject({ step: 'reading', total: RECORDS })
    await scene.get('traces.cancelFile', { taskId })
    expect(await exporting).toEqual({ kind: 'cancelled' })
  })
})

describe('a trace of long records', () => {
  const BODY = 'é'.repeat(100_000)
  const LONG = 'b'.repeat(32) as CorrelationId
  const source = { kind: 'live' as const, correlationId: LONG }

  beforeAll(() => {
    const { store } = scene.session.runtime
    const atIso = '2026-11-23T10:00:00.000Z'
    const audit = { operatorId: SYSTEM_OPERATOR_ID, entity: 'Site #1', entityId: 1, action: 'update' }
    store.write(() => {
      for (let index = 0; index < 300; index += 1) {
        const state = index === 0 ? { note: BODY } : { note: 'short' }
        store.traces.appendAudit({ ...audit, before: null, after: state, correlationId: LONG }, atIso)
        store.jobs.enqueue(newJob({ target: `door:${index}`, correlationId: LONG }))
        store.traces.appendLog(logRow({ correlationId: LONG, response: index < 3 ? { text: BODY } : null }))
      }
    })
  })

  it('is shown with a first screen below 64 KiB', async () => {
    const trace = await scene.get('traces.get', { correlationId: LONG })
    expect(sizeOf(trace)).toBeLessThan(FIRST_SCREEN)
    expect(trace.app_audit[0]).toMatchObject({ shortened: true, after: null })
    expect(trace.app_audit[1]).toMatchObject({ shortened: false, after: { note: 'short' } })
    expect(trace.integration_logs[0]).toMatchObject({ shortened: true, response_json: null })
    expect(trace.integration_logs.length).toBeGreaterThan(20)
  })

  it('gives every change and every job, each once', async () => {
    const trace = await scene.get('traces.get', { correlationId: LONG })
    const audit = trace.app_audit.map((row) => row.id)
    const jobs = trace.reconcile_jobs.map((job) => job.reconcile_job_id)
    let late = 0
    for (let after = trace.nextHead; after !== null; ) {
      const page = await scene.get('traces.head', { trace: source, after })
      // What is recorded while it is read moves nothing of the pages to come.
      if (late === 0 && page.reconcile_jobs.length > 0) late = addLateChange()
      audit.push(...page.app_audit.map((row) => row.id))
      jobs.push(...page.reconcile_jobs.map((job) => job.reconcile_job_id))
      after = page.next
    }
    expect(late).toBeGreaterThan(0)
    expect([audit.length, new Set(audit).size]).toEqual([300, 300])
    expect([jobs.length, new Set(jobs).size]).toEqual([300, 300])
  })

  function addLateChange(): number {
    const entity = { operatorId: SYSTEM_OPERATOR_ID, entity: 'Site #1', entityId: 1, action: 'update' }
    const entry = { ...entity, before: null, after: null, correlationId: LONG }
    const { store } = scene.session.runtime
    return store.write(() => store.traces.appendAudit(entry, '2026-11-23T10:00:01.000Z'))
  }

  it('gives a long record whole when it is asked for, to its own trace alone', async () => {
    const trace = await scene.get('traces.get', { correlationId: LONG })
    const log = { trace: source, kind: 'log' as const, id: trace.integration_logs[0]?.id ?? 0 }
    expect(await scene.get('traces.record', log)).toMatchObject({ response_json: { text: BODY } })
    const change = { trace: source, kind: 'audit' as const, id: trace.app_audit[0]?.id ?? 0 }
    expect(await scene.get('traces.record', change)).toMatchObject({ after: { note: BODY } })
    const other = { ...log, trace: { kind: 'live' as const, correlationId: ID } }
    expect(await scene.ask('traces.record', other)).toMatchObject({ error: { code: 'not_found' } })
  })
})
