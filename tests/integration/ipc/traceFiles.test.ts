import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CorrelationId, DoorId } from '../../../src-main/domain/ids.ts'
import { toIso } from '../../../src-main/domain/instant.ts'
import type { TraceExportFormat } from '../../../src-preload/contract/views/traces.ts'
import { type AppScene, openAppScene } from '../../support/appScene.ts'
import { createFakeKeyring } from '../../support/fakeKeyring.ts'

const OLDER_EXPORT = fileURLToPath(new URL('../../fixtures/door-provision-trace.json', import.meta.url))
const PIN = '739105284'
const ID = 'a'.repeat(32) as CorrelationId
const FORMATS: readonly TraceExportFormat[] = ['bundle', 'html', 'jsonl', 'har', 'otlp']

let scene: AppScene
let folder: string
let doorId: DoorId
let file: string

beforeAll(async () => {
  scene = await openAppScene(createFakeKeyring(true))
  await scene.get('session.begin', { name: 'Maria Santos', passcode: 'harbour-lights', choice: 'connect' })
  const siteId = (await scene.get('sites.create', { name: 'Hotel', timezone: 'Europe/Lisbon' })).id
  const door = { name: 'Front door', deviceId: null, lockId: '28991110', description: null, location: null }
  await scene.get('doors.provision', { ...door, siteId, doorGroupId: null })
  doorId = scene.session.runtime.store.doors.list()[0]?.door.id ?? (0 as DoorId)
  const { people } = scene.session.runtime.store
  const personId = people.insert({ name: 'Ana Ruiz', note: null })
  const credentialId = people.insertCredential({ personId, pin: PIN, startsAt: null, endsAt: null })
  people.insertGrant({ credentialId, doorId, doorGroupId: null, startsAt: null, endsAt: null })
})
afterAll(() => scene.close())

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockstep-trace-'))
  file = join(folder, 'trace.json')
  scene.chooseFile(file)
  return () => rm(folder, { recursive: true, force: true })
})

/** Stored as it stands, as if the recorder had overlooked what is in it. */
function plantLog(correlationId: CorrelationId, log: { errorMessage?: string; response?: unknown }): void {
  const atIso = toIso(Date.parse('2026-11-23T10:00:00Z'))
  scene.session.runtime.store.traces.appendLog({
    ...{ createdAt: atIso, startedAt: atIso, durationMs: 40, action: 'PASSCODE_LIST', ok: false },
    ...{ providerType: 'TTLOCK', lockKey: 'TTLOCK:28991110', doorId, doorName: 'Front door' },
    ...{ externalId: '28991110', reconcileJobId: null, operationId: null, correlationId },
    ...{ debugSessionId: null, attempt: 1, httpStatus: 200, errorMessage: log.errorMessage ?? null },
    ...{ request: { method: 'GET', url: 'https://euapi.ttlock.com/v3/x', payload: {} } },
    response: log.response ?? null,
  })
}

async function provisionTrace(): Promise<string> {
  const filter = {
    doorId: null,
    outcome: 'all' as const,
    debugSession: null,
    from: null,
    to: null,
    after: null,
  }
  const { rows } = await scene.get('traces.search', { text: 'door #1', ...filter })
  return rows[0]?.correlationId ?? ''
}

describe('traces.export', () => {
  it.each(FORMATS)(
    'as %s writes a file that its owner alone may read, and nothing beside it',
    async (format) => {
      const correlationId = await provisionTrace()
      const reply = await scene.get('traces.export', {
        taskId: randomUUID(),
        trace: { kind: 'live', correlationId },
        format,
      })
      expect(reply).toMatchObject({ kind: 'saved', fileName: 'trace.json' })
      expect(await readdir(folder)).toEqual(['trace.json'])
      expect(await readFile(file, 'utf8')).toContain(correlationId)
      if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)
    },
  )

  it('names no person: operators are numbers', async () => {
    const correlationId = await provisionTrace()
    await scene.get('traces.export', {
      taskId: randomUUID(),
      trace: { kind: 'live', correlationId },
      format: 'bundle',
    })
    const text = await readFile(file, 'utf8')
    expect(text).toContain('"operator": "Operator #1"')
    expect(text).not.toContain('Maria')
  })

  it.each(FORMATS)('as %s hides a PIN of the door that was recorded by mistake', async (format) => {
    plantLog(ID, { errorMessage: `the lock said ${PIN} is taken`, response: { note: Number(PIN) } })
    await scene.get('traces.export', {
      taskId: randomUUID(),
      trace: { kind: 'live', correlationId: ID },
      format,
    })
    expect(await readFile(file, 'utf8')).not.toContain(PIN)
  })

  it('is stopped by a token that redaction did not know, says where, and writes nothing', async () => {
    const correlationId = 'b'.repeat(32) as CorrelationId
    plantLog(correlationId, {
      response: { note: 'GET /v3?accessToken=0f1e2d3c4b5a69788796a5b4c3d2e1f0 failed' },
    })
    const reply = await scene.ask('traces.export', {
      taskId: randomUUID(),
      trace: { kind: 'live', correlationId },
      format: 'html',
    })
    expect(reply).toMatchObject({
      ok: false,
      error: {
        code: 'export_has_secret',
        facts: { where: 'integration_logs[0].response_json.note', what: 'token' },
      },
    })
    expect(await readdir(folder)).toEqual([])
  })

  it('writes nothing when the person cancels', async () => {
    scene.chooseFile(null)
    const correlationId = await provisionTrace()
    const reply = await scene.get('traces.export', {
      taskId: randomUUID(),
      trace: { kind: 'live', correlationId },
      format: 'har',
    })
    expect(reply).toEqual({ kind: 'cancelled' })
  })

  it('cancelled while it runs answers so, and writes nothing', async () => {
    const taskId = randomUUID()
    const trace = { kind: 'live' as const, correlationId: await provisionTrace() }
    const exporting = scene.get('traces.export', { taskId, trace, format: 'html' })
    await scene.get('traces.cancelFile', { taskId })
    expect(await exporting).toEqual({ kind: 'cancelled' })
    expect(await readdir(folder)).toEqual([])
    expect(await scene.get('traces.fileProgress', { taskId })).toBeNull()
  })

  it('into a folder that is not there says so', async () => {
    scene.chooseFile(join(folder, 'gone', 'trace.json'))
    const trace = { kind: 'live' as const, correlationId: await provisionTrace() }
    const reply = await scene.ask('traces.export', { taskId: randomUUID(), trace, format: 'bundle' })
    expect(reply).toMatchObject({
      ok: false,
      error: { code: 'file_not_written', facts: { reason: 'ENOENT' } },
    })
  })
})

describe('traces.import', () => {
  async function opened(): Promise<number> {
    const reply = await scene.get('traces.import', { taskId: randomUUID() })
    if (reply.kind !== 'opened') throw new Error('nothing was opened')
    return reply.importId
  }

  it("shows the older system's export, and stores nothing of it", async () => {
    const before = scene.session.runtime.store.traces.auditHead()
    scene.chooseFile(OLDER_EXPORT)
    const trace = await scene.get('traces.getImported', { importId: await opened() })
    expect(trace.imported).toMatchObject({ fileName: 'door-provision-trace.json', origin: 'older_system' })
    expect(trace.logCount).toBe(7)
    const live = await scene.ask('traces.get', { correlationId: trace.correlation_id })
    expect(live).toMatchObject({ ok: false, error: { code: 'not_found' } })
    expect(scene.session.runtime.store.traces.auditHead()).toEqual(before)
  })

  it('of an own export and exported again gives the same bytes', async () => {
    plantLog(ID, { errorMessage: `once more ${PIN}` })
    await scene.get('traces.export', {
      taskId: randomUUID(),
      trace: { kind: 'live', correlationId: ID },
      format: 'bundle',
    })
    const first = await readFile(file)
    const importId = await opened()
    await scene.get('traces.export', {
      taskId: randomUUID(),
      trace: { kind: 'imported', importId },
      format: 'bundle',
    })
    expect((await readFile(file)).equals(first)).toBe(true)
  })

  it('of a large trace shows it page by page, each log once', async () => {
    const correlationId = 'c'.repeat(32) as CorrelationId
    scene.session.runtime.store.write(() => {
      for (let index = 0; index < 450; index += 1) plantLog(correlationId, {})
    })
    await scene.get('traces.export', {
      taskId: randomUUID(),
      trace: { kind: 'live', correlationId },
      format: 'bundle',
    })
    const importId = await opened()
    const trace = await scene.get('traces.getImported', { importId })
    const source = { kind: 'imported' as const, importId }
    const ids = trace.integration_logs.map((log) => log.id)
    for (let after = trace.nextLogs; after !== null; ) {
      const page = await scene.get('traces.logs', { trace: source, after })
      ids.push(...page.rows.map((log) => log.id))
      after = page.hasMore ? page.next : null
    }
    expect(ids).toHaveLength(450)
    expect(new Set(ids).size).toBe(450)
  })

  it('with a long answer shows it without, and gives it when it is asked for', async () => {
    const correlationId = 'e'.repeat(32) as CorrelationId
    const response = {
      errcode: 0,
      list: Array.from({ length: 500 }, (_, keyboardPwdId) => ({ keyboardPwdId })),
    }
    scene.session.runtime.store.write(() => plantLog(correlationId, { response }))
    const trace = { kind: 'live' as const, correlationId }
    await scene.get('traces.export', { taskId: randomUUID(), trace, format: 'bundle' })
    const importId = await opened()
    const [listed] = (await scene.get('traces.getImported', { importId })).integration_logs
    expect(listed).toMatchObject({ shortened: true, response_json: { errcode: 0 } })
    const asked = {
      trace: { kind: 'imported' as const, importId },
      kind: 'log' as const,
      id: listed?.id ?? 0,
    }
    expect(await scene.get('traces.record', asked)).toMatchObject({ response_json: response })
    const missing = await scene.ask('traces.record', { ...asked, id: 999_999_999 })
    expect(missing).toMatchObject({ error: { code: 'not_found' } })
  })

  it('cancelled while the file is read opens nothing', async () => {
    await writeFile(file, '[]')
    const taskId = randomUUID()
    const opening = scene.get('traces.import', { taskId })
    await scene.get('traces.cancelFile', { taskId })
    expect(await opening).toEqual({ kind: 'cancelled' })
  })

  it('of a file of a later version is refused with words', async () => {
    await writeFile(file, '{"format":"lockstep-trace","version":7}')
    expect(await scene.ask('traces.import', { taskId: randomUUID() })).toMatchObject({
      ok: false,
      error: { code: 'bundle_refused', facts: { reason: 'wrong_version', where: '7' } },
    })
  })

  it('of a file that is not there says so', async () => {
    expect(await scene.ask('traces.import', { taskId: randomUUID() })).toMatchObject({
      ok: false,
      error: { code: 'file_not_read', facts: { reason: 'ENOENT' } },
    })
  })

  it('keeps the last six files open, and no more', async () => {
    scene.chooseFile(OLDER_EXPORT)
    const first = await opened()
    for (let index = 0; index < 6; index += 1) await opened()
    expect(await scene.ask('traces.getImported', { importId: first })).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    })
  })
})
