import { randomUUID } from 'node:crypto'
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CorrelationId } from '../../../src-main/domain/ids.ts'
import { toIso } from '../../../src-main/domain/instant.ts'
import { ImportedTraces } from '../../../src-main/useCases/importedTraces.ts'
import { importTrace } from '../../../src-main/useCases/importTrace.ts'
import type { TraceBundle } from '../../../src-preload/contract/traceBundle.ts'
import { type AppScene, openAppScene } from '../../support/appScene.ts'
import { createFakeKeyring } from '../../support/fakeKeyring.ts'
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

  it('small on the disk and large in memory ends its thread alone, and is refused', async () => {
    await writeFile(file, `[${'[],'.repeat(4_000_000)}[]]`)
    const opening = importTrace(
      {
        dialog: { chooseFileToOpen: async () => file, chooseFileToSave: async () => null },
        startThread: () => startTestTraceThread(24),
      },
      new ImportedTraces(),
      { signal: new AbortController().signal, report: () => undefined, unlessCancelled: (work) => work },
    )
    await expect(opening).rejects.toMatchObject({ code: 'bundle_refused', facts: { reason: 'too_large' } })
  })
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
    expect(JSON.stringify(trace).length).toBeLessThan(64 * 1_024)
    const ids = trace.integration_logs.map((log) => log.id)
    for (let after = trace.nextLogs; after !== null; ) {
      const page = await scene.get('traces.logs', { correlationId: ID, after })
      ids.push(...page.rows.map((log) => log.id))
      after = page.next
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
