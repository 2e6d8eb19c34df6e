import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CorrelationId, OperatorId } from '../../../src-main/domain/ids.ts'
import { collectTrace } from '../../../src-main/useCases/collectTrace.ts'
import { startDebugSession, stopDebugSession } from '../../../src-main/useCases/debugSessions.ts'
import { type AppScene, openAppScene } from '../../support/appScene.ts'
import { createFakeKeyring } from '../../support/fakeKeyring.ts'
import { logRow } from '../../support/storeScene.ts'

const EVERYTHING = { text: '', doorId: null, outcome: 'all', from: null, to: null, after: null } as const

let scene: AppScene
let folder: string
let file: string
let siteId: number

beforeEach(async () => {
  scene = await openAppScene(createFakeKeyring(true))
  await scene.get('session.begin', { name: 'Maria Santos', passcode: 'harbour-lights', choice: 'connect' })
  siteId = (await scene.get('sites.create', { name: 'Hotel', timezone: 'Europe/Lisbon' })).id
  folder = await mkdtemp(join(tmpdir(), 'lockstep-session-'))
  file = join(folder, 'support.lockstep-session.json')
  scene.chooseFile(file)
})
afterEach(async () => {
  await scene.close()
  await rm(folder, { recursive: true, force: true })
})

const start = (note = 'Side entrance refuses new codes') =>
  scene.get('debugSessions.start', { note, minutes: 30 })

async function addDoor(name: string, lockId: string): Promise<void> {
  const door = { name, siteId, deviceId: null, lockId, description: null, location: null, doorGroupId: null }
  await scene.get('doors.provision', door)
}

const tracesOf = async (debugSession: string | null) =>
  (await scene.get('traces.search', { ...EVERYTHING, debugSession })).rows.map((row) => row.correlationId)

describe('a debug session', () => {
  it('marks what is written while it records, and nothing before or after', async () => {
    await addDoor('Before', '5001')
    const session = await start()
    await addDoor('Meanwhile', '5002')
    await scene.get('debugSessions.stop', { id: session.id })
    await addDoor('After', '5003')

    const marked = await tracesOf(session.code)
    const views = await Promise.all(marked.map((correlationId) => scene.get('traces.get', { correlationId })))
    const changed = views.flatMap((view) => view.app_audit.map((row) => `${row.entity} ${row.action}`))
    expect(changed.sort()).toEqual(['Debug session #1 start', 'Debug session #1 stop', 'Door #2 create'])
    for (const row of views.flatMap((view) => view.app_audit)) {
      expect(row.debug_session_id).toBe(session.code)
    }
    const everything = await tracesOf(null)
    const others = everything.filter((id) => !marked.includes(id))
    for (const correlationId of others) {
      const view = await scene.get('traces.get', { correlationId })
      for (const row of view.app_audit) expect(row.debug_session_id).toBeNull()
    }
    expect(others.length).toBeGreaterThan(2)
  })

  it('leaves an audit whose chain holds', async () => {
    await start()
    await addDoor('Meanwhile', '5002')
    expect(scene.session.runtime.store.traces.verifyAudit()).toBeNull()
  })

  it('is one at a time', async () => {
    const { code, startedAt, endsAt } = await start()
    expect(Date.parse(endsAt) - Date.parse(startedAt)).toBe(30 * 60_000)
    expect(await scene.ask('debugSessions.start', { note: 'another', minutes: 10 })).toMatchObject({
      ok: false,
      error: { code: 'debug_session_recording', facts: { code } },
    })
  })

  it.each([[11], [0], [100_000]])('of %s minutes is declined', async (minutes) => {
    expect(await scene.ask('debugSessions.start', { note: 'x', minutes })).toMatchObject({
      ok: false,
      error: { code: 'validation_failed', fields: [{ path: 'minutes' }] },
    })
  })

  it('goes on after a restart, and can be stopped then', async () => {
    const { id, code } = await start()
    await scene.restart()
    const [maria] = (await scene.get('session.state', {})).operators
    await scene.get('session.signIn', { operatorId: maria?.id ?? 0, passcode: 'harbour-lights' })
    expect(await scene.get('debugSessions.current', {})).toMatchObject({ code, state: 'recording' })
    await addDoor('Later', '5002')
    expect(await tracesOf(code)).toHaveLength(2)
    expect(await scene.get('debugSessions.stop', { id })).toMatchObject({ state: 'stopped' })
    expect(await scene.get('debugSessions.current', {})).toBeNull()
  })

  it('stopped twice, keeps its first end and one audit row', async () => {
    const { id } = await start()
    const first = await scene.get('debugSessions.stop', { id })
    expect(await scene.get('debugSessions.stop', { id })).toEqual(first)
  })

  it('keeps no PIN that was typed into its note', async () => {
    const { people } = scene.session.runtime.store
    const personId = people.insert({ name: 'Ana Ruiz', note: null })
    people.insertCredential({ personId, pin: '739105284', startsAt: null, endsAt: null })
    const { note } = await start('739105284 does not open')
    expect(note).toBe('***5284 does not open')
  })

  it('may not be started by an installer', async () => {
    const { id } = await scene.get('operators.create', {
      name: 'Ivo',
      passcode: 'drill-and-dowel',
      role: 'installer',
    })
    await scene.get('session.signIn', { operatorId: id, passcode: 'drill-and-dowel' })
    expect(await scene.ask('debugSessions.start', { note: 'x', minutes: 10 })).toMatchObject({
      ok: false,
      error: { code: 'not_allowed' },
    })
  })
})

describe('the trace of a debug session', () => {
  it('with its start and its end, is searched for every PIN there is, which are asked for once', async () => {
    const { store, works } = scene.session.runtime
    const personId = store.people.insert({ name: 'Ana Ruiz', note: null })
    const by = { operatorId: 1 as OperatorId, correlationId: 'c'.repeat(32) as CorrelationId }
    const context = works?.useCases ?? expect.unreachable()
    const { id } = startDebugSession(context, by, { note: 'Side entrance', minutes: 10 })
    stopDebugSession(context, by, id)
    store.people.insertCredential({ personId, pin: '739105284', startsAt: null, endsAt: null })
    const allPins = vi.spyOn(store.people, 'allPins')
    const request = { correlationId: by.correlationId, nowMs: Date.now(), programVersion: '0.1.0' }
    const collected = await collectTrace(store, request, async () => undefined)
    expect(collected?.head.app_audit).toHaveLength(2)
    expect(collected?.secrets).toContain('739105284')
    expect(allPins).toHaveBeenCalledTimes(1)
  })
})

describe('the file of a debug session', () => {
  async function exported() {
    const session = await start()
    await addDoor('Side entrance', '5002')
    expect(await exportOf(session.id)).toMatchObject({
      kind: 'saved',
      fileName: 'support.lockstep-session.json',
    })
    return session
  }

  const exportOf = (id: number) =>
    scene.get('debugSessions.export', { taskId: randomUUID(), session: { kind: 'live', id } })

  async function opened() {
    const reply = await scene.get('traces.import', { taskId: randomUUID() })
    if (reply.kind !== 'opened_session') throw new Error(`it was ${reply.kind}`)
    return reply.importId
  }

  it('holds its note and all its traces, and opens read-only', async () => {
    const session = await exported()
    const before = scene.session.runtime.store.traces.auditHead()
    const view = await scene.get('debugSessions.getImported', { importId: await opened() })
    expect(view).toMatchObject({ code: session.code, note: session.note, leftOut: 0 })
    expect(view.traces.map((trace) => trace.title)).toEqual(['Side entrance', 'Debug session #1'])
    const [trace] = view.traces
    const shown = await scene.get('traces.getImported', { importId: trace?.importId ?? 0 })
    expect(shown.app_audit).toMatchObject([{ entity: 'Door #1', debug_session_id: session.code }])
    expect(shown.imported).toMatchObject({ session: { code: session.code } })
    expect(scene.session.runtime.store.traces.auditHead()).toEqual(before)
  })

  it('names no person', async () => {
    await exported()
    const text = await readFile(file, 'utf8')
    expect(text).not.toContain('Maria')
    expect(text).toContain('"started_by": "Operator #1"')
  })

  it('hides a PIN in its note that somebody was given only afterwards', async () => {
    const session = await start('The guest wants 739105284 again')
    const { people } = scene.session.runtime.store
    const personId = people.insert({ name: 'Ana Ruiz', note: null })
    people.insertCredential({ personId, pin: '739105284', startsAt: null, endsAt: null })
    await exportOf(session.id)
    const text = await readFile(file, 'utf8')
    expect(text).toContain('The guest wants ***5284 again')
    expect(text).not.toContain('739105284')
  })

  it('is not written while a token that redaction did not know stands in a trace of it, and says where', async () => {
    const session = await start()
    const errorMessage = 'GET /v3?accessToken=0f1e2d3c4b5a69788796a5b4c3d2e1f0 failed'
    const correlationId = 'b'.repeat(32) as CorrelationId
    scene.session.runtime.store.traces.appendLog(
      logRow({ correlationId, errorMessage, debugSessionId: session.code }),
    )
    const task = { taskId: randomUUID(), session: { kind: 'live', id: session.id } } as const
    expect(await scene.ask('debugSessions.export', task)).toMatchObject({
      error: {
        code: 'export_has_secret',
        facts: { where: `${correlationId} integration_logs[0].error_message`, what: 'token' },
      },
    })
    expect(existsSync(file)).toBe(false)
  })

  it('holds all its traces, however many pages of them there are', async () => {
    const session = await start()
    const { store } = scene.session.runtime
    store.write(() => {
      for (let index = 0; index < 230; index += 1) {
        const correlationId = String(index).padStart(32, '0') as CorrelationId
        store.traces.appendLog(logRow({ correlationId, debugSessionId: session.code }))
      }
    })
    await exportOf(session.id)
    const { traces, left_out } = JSON.parse(await readFile(file, 'utf8'))
    expect([traces.length, left_out]).toEqual([231, 0])
  })

  it('opened and exported again has the same bytes', async () => {
    await exported()
    const first = await readFile(file)
    await scene.get('debugSessions.export', {
      taskId: randomUUID(),
      session: { kind: 'imported', importId: await opened() },
    })
    expect((await readFile(file)).equals(first)).toBe(true)
  })

  it('of another version, or with a trace of a strange shape, is refused', async () => {
    await exported()
    const session = JSON.parse(await readFile(file, 'utf8'))
    await writeFile(file, JSON.stringify({ ...session, version: 2 }))
    expect(await scene.ask('traces.import', { taskId: randomUUID() })).toMatchObject({
      ok: false,
      error: { code: 'bundle_refused', facts: { reason: 'wrong_version', where: '2' } },
    })
    session.traces[0].app_audit[0].time = 'yesterday'
    await writeFile(file, JSON.stringify(session))
    expect(await scene.ask('traces.import', { taskId: randomUUID() })).toMatchObject({
      ok: false,
      error: { facts: { reason: 'bad_shape', where: 'traces.0.app_audit.0.time' } },
    })
  })
})
