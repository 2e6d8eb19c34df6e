import { describe, expect, it } from 'vitest'
import { BundleDesk } from './bundleDesk.ts'
import { writeBundle } from './bundleFile.ts'
import { sessionHead, writeSession } from './sessionFile.ts'
import { bundleWith } from './testSupport/sampleBundle.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
/** Its note ends in the midst of a character. */
const HEAD = sessionHead({
  exported_at: '2026-11-23T10:00:00.000Z',
  program: { name: 'Lockstep', version: '0.1.0' },
  session: {
    ...{ id: '7QF2-M9PX', note: 'The lobby again \ud83d', started_by: 'Operator #1', stopped_at: null },
    ...{ started_at: '2026-11-23T09:00:00.000Z', ends_at: '2026-11-23T09:30:00.000Z' },
  },
  left_out: 0,
})
/** Something secret that redaction does not know. */
const leaking = () => bundleWith({ error_message: 'GET /v3/x?accessToken=zzzz9999zzzz9999' })

describe('BundleDesk', () => {
  it('with a session of somebody else that holds a secret, does not write it again and names the trace', () => {
    const desk = new BundleDesk()
    const trace = leaking()
    expect(desk.open({ bytes: bytes(writeSession({ ...HEAD, traces: [trace] })) })).toMatchObject({
      kind: 'read',
    })
    expect(desk.writeSession({ head: null })).toMatchObject({
      kind: 'has_secret',
      first: { where: `${trace.correlation_id} integration_logs[0].error_message` },
    })
  })

  it('with a secret in a trace of a session that is made, names the trace', () => {
    const desk = new BundleDesk()
    const { integration_logs: rows, ...head } = leaking()
    desk.add({ rows })
    expect(desk.endTrace({ head, secrets: [] })).toMatchObject({
      kind: 'has_secret',
      first: { where: `${head.correlation_id} integration_logs[0].error_message` },
    })
  })

  it.each(['deep', 'cut'])('opens again what it wrote of a %s answer, also in a session', (what) => {
    const deep = JSON.parse(`${'['.repeat(60)}1${']'.repeat(60)}`)
    const answer = what === 'deep' ? { list: deep } : { errmsg: 'no key for \ud83d', '\ud83d': 1 }
    const { integration_logs: rows, ...head } = bundleWith({ response_json: answer })
    const [one, session] = [new BundleDesk(), new BundleDesk()]
    one.add({ rows })
    session.add({ rows })
    session.endTrace({ head, secrets: [] })
    const order = { head, place: 0, secrets: [], format: 'bundle', pageStyle: '' } as const
    for (const written of [one.write(order, () => undefined), session.writeSession({ head: HEAD })]) {
      if (written.kind !== 'written') throw new Error(written.kind)
      expect(new BundleDesk().open({ bytes: written.bytes })).toMatchObject({ kind: 'read' })
    }
  })

  it('opens a file that it wrote without indents', () => {
    const text = JSON.stringify(JSON.parse(writeBundle(bundleWith())))
    expect(new BundleDesk().open({ bytes: bytes(text) })).toMatchObject({ kind: 'read' })
  })
})
