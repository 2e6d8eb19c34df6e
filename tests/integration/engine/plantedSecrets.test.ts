import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CorrelationId } from '../../../src-main/domain/ids.ts'
import { createLogger } from '../../../src-main/observability/logger.ts'
import { defaultAccount, type Site } from '../../../src-main/simulator/site.ts'
import { BundleDesk } from '../../../src-main/traceBundle/bundleDesk.ts'
import { writeBundle } from '../../../src-main/traceBundle/bundleFile.ts'
import { importBundle } from '../../../src-main/traceBundle/importBundle.ts'
import { sessionHead } from '../../../src-main/traceBundle/sessionFile.ts'
import { extendCode, revealPin, revokeCode } from '../../../src-main/useCases/changeCodes.ts'
import { collectTrace } from '../../../src-main/useCases/collectTrace.ts'
import { readRecord, readTrace } from '../../../src-main/useCases/readTrace.ts'
import { TRACE_EXPORT_FORMATS } from '../../../src-preload/contract/views/traces.ts'
import { buildCurl } from '../../../src-renderer/features/trace/model/curl.ts'
import { buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'

const DAY_MS = 86_400_000
const FIRST_LOCK = 4_100_001

const pin = fc.stringMatching(/^[1-9]\d{8}$/)
const token = fc.stringMatching(/^[0-9a-f]{32}$/).filter((text) => /\d/.test(text) && /[a-f]/.test(text))
const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9+/=&"<%]{14,30}$/)

/** A site whose codes carry names that quote their PIN, people with PINs of their own, and answers that go wrong. */
const world = fc.record({
  login: fc.record({ clientSecret: token, password: word }),
  foreign: fc.uniqueArray(pin, { minLength: 2, maxLength: 4 }),
  given: fc.uniqueArray(pin, { minLength: 2, maxLength: 3 }),
  named: fc.boolean(),
  faults: fc.uniqueArray(
    fc.constantFrom(
      { kind: 'errcode', errcode: -3007, path: '/v3/keyboardPwd/add' } as const,
      { kind: 'html', path: '/v3/keyboardPwd/delete' } as const,
      { kind: 'truncated', path: '/v3/lock/listKeyboardPwd' } as const,
      { kind: 'http', httpStatus: 502, path: '/v3/keyboardPwd/add' } as const,
      { kind: 'errcode', errcode: 10_004, path: '/v3/lock/listKeyboardPwd' } as const,
    ),
    { maxLength: 3 },
  ),
})
type World = typeof world extends fc.Arbitrary<infer Value> ? Value : never

function siteOf({ login, foreign, named }: World): Site {
  const codes = foreign.map((keyboardPwd, index) => ({
    keyboardPwd,
    keyboardPwdName: named ? `Maria ${keyboardPwd} back door` : `AB U9${index} C${index}`,
    sendDate: Date.now() - 2 * DAY_MS,
  }))
  const lock = (lockId: number, own: typeof codes) => ({
    ...{ lockId, lockAlias: `Lock ${lockId}`, gateways: [{ gatewayId: 1, rssi: -60 }], codes: own },
  })
  return {
    accounts: [{ ...defaultAccount, ...login }],
    gateways: [{ gatewayId: 1, gatewayName: 'Lobby' }],
    locks: [lock(FIRST_LOCK, codes), lock(FIRST_LOCK + 1, [])],
  }
}

/** What the world holds that nobody may read in a file: those planted, and what the provider handed out meanwhile. */
function secretsOf(
  plant: EnginePlant,
  { login, foreign, given }: World,
  generated: string,
): readonly string[] {
  const sent = plant.simulator.control.journal().flatMap(({ parameters, answer }) => {
    const tokens = (answer ?? '').match(/(?<=(?:access|refresh)_token":")[^"]+/g) ?? []
    return [parameters.accessToken, parameters.refresh_token, ...tokens]
  })
  const md5 = createHash('md5').update(login.password).digest('hex')
  const all = [login.clientSecret, login.password, md5, generated, ...foreign, ...given, ...sent]
  return [...new Set(all.filter((secret) => secret !== undefined))]
}

function buildPlant(planted: World): Promise<EnginePlant> {
  const { username, clientId } = defaultAccount
  return buildEnginePlant({ site: siteOf(planted), login: { ...planted.login, username, clientId } })
}

/** A few days of this world: doors, codes, an extension, a revocation, a check-out, a revealed PIN, faults. */
async function live(plant: EnginePlant, { given, faults }: World): Promise<string> {
  const { useCases } = plant
  const first = plant.provision(FIRST_LOCK)
  const second = plant.provision(FIRST_LOCK + 1)
  await plant.engine().idle()
  for (const fault of faults) plant.simulator.control.addFault({ ...fault, count: 2 })
  const codes = given.map((own) => plant.give([first.doorId, second.doorId], { pin: own }))
  const generated = plant.give([second.doorId])
  await plant.engine().idle()
  const [one, other] = codes
  if (!one || !other) throw new Error('no code was given')
  const endsAt = new Date(plant.clock.nowMs() + DAY_MS).toISOString()
  extendCode(useCases, plant.actor(), { credentialId: other.credentialId, endsAt })
  const reason = `the guest at the door typed ${given[0]}`
  revealPin(useCases, plant.actor(), { credentialId: one.credentialId, reason })
  revokeCode(useCases, plant.actor(), one.credentialId)
  plant.advance(2 * DAY_MS)
  await plant.engine().idle()
  return generated.pin
}

/** Everything that could leave the program, by its name. */
async function everythingOut(
  plant: EnginePlant,
  secrets: readonly string[],
): Promise<readonly (readonly [string, Buffer])[]> {
  const out: (readonly [string, Buffer])[] = []
  const put = (name: string, text: string): void => void out.push([name, Buffer.from(text)])
  const filter = {
    text: '',
    doorId: null,
    outcome: 'all' as const,
    debugSession: null,
    from: null,
    to: null,
    after: null,
    limit: 500,
  }
  const rows = plant.store.traces.search(filter)
  put('list of traces', JSON.stringify(rows))
  const session = new BundleDesk()
  for (const { correlationId } of rows) {
    const id = correlationId as CorrelationId
    const view = readTrace(plant.store, id, plant.clock.nowMs())?.parse()
    put('trace window', JSON.stringify(view))
    // What can be copied there: the sentence, a record as it is, a call.
    put('clipboard', view?.outcome ?? '')
    for (const listed of [...(view?.app_audit ?? []), ...(view?.integration_logs ?? [])]) {
      const kind = 'entity' in listed ? ('audit' as const) : ('log' as const)
      const record = readRecord(plant.store, id, { kind, id: listed.id })
      put('clipboard', JSON.stringify(record, null, 2))
      if (record && 'request_json' in record) put('clipboard', buildCurl(record.request_json) ?? '')
    }
    const request = { correlationId: id, nowMs: plant.clock.nowMs(), programVersion: '0.1.0' }
    const taken = await collectTrace(plant.store, request, async (logs) => void session.add({ rows: logs }))
    if (!taken || session.endTrace(taken).kind !== 'taken') throw new Error('the session has no such trace')
    for (const format of TRACE_EXPORT_FORMATS) {
      const desk = new BundleDesk()
      const collected = await collectTrace(
        plant.store,
        request,
        async (logs) => void desk.add({ rows: logs }),
      )
      if (!collected) throw new Error('the trace has gone')
      const written = desk.write({ place: 0, ...collected, format, pageStyle: 'body{}' }, () => undefined)
      if (written.kind !== 'written') throw new Error(`not exported: ${JSON.stringify(written)}`)
      out.push([`export as ${format}`, Buffer.from(written.bytes)])
    }
  }
  const file = session.writeSession({ head: SESSION })
  if (file.kind !== 'written') throw new Error(`the session was not written: ${file.kind}`)
  out.push(['debug session', Buffer.from(file.bytes)])
  const logFile = join(plant.profile.dir, 'logs', 'lockstep.log')
  const logger = createLogger({ file: logFile, level: 'debug', isEchoed: false, knownSecrets: () => secrets })
  for (const cause of plant.faults) logger.error('fault', { cause })
  // What a library may quote in an error of its own.
  for (const secret of secrets) logger.error('fault', { cause: new Error(`"${secret}" was refused`) })
  for (const entry of readdirSync(plant.profile.dir, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) out.push([entry.name, readFileSync(join(entry.parentPath, entry.name))])
  return out
}

const SESSION = sessionHead({
  exported_at: '2026-11-23T10:00:00.000Z',
  program: { name: 'Lockstep', version: '0.1.0' },
  session: {
    ...{ id: '7QF2-M9PX', note: 'The lobby again', started_by: 'Operator #1', stopped_at: null },
    ...{ started_at: '2026-11-23T09:00:00.000Z', ends_at: '2026-11-23T09:30:00.000Z' },
  },
  left_out: 0,
})

function found(secret: string, bytes: Buffer): boolean {
  // A PIN is whole digits: nine of them also stand inside times and ids.
  return /^\d+$/.test(secret)
    ? new RegExp(`(?<!\\d)${secret}(?!\\d)`).test(bytes.toString('latin1'))
    : bytes.includes(secret)
}

describe('a random world, lived in for days', () => {
  it('leaves no PIN, token or password in the bytes of the database, log, exports, session file, windows and clipboard', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (planted) => {
        const plant = await buildPlant(planted)
        try {
          const generated = await live(plant, planted)
          const secrets = secretsOf(plant, planted, generated)
          expect(secrets.length).toBeGreaterThan(8)
          const out = await everythingOut(plant, secrets)
          const names = new Set(out.map(([name]) => name))
          for (const name of [
            'lockstep.db',
            'lockstep.db-wal',
            'lockstep.log',
            'export as html',
            'debug session',
            'clipboard',
          ])
            expect(names).toContain(name)
          for (const [name, bytes] of out)
            for (const secret of secrets) expect(found(secret, bytes), `${secret} in ${name}`).toBe(false)
        } finally {
          await plant.close()
        }
      }),
      { numRuns: 4, endOnFailure: true },
    )
  }, 120_000)

  it('leaves traces that go out as files, open again and go out the same byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (planted) => {
        const plant = await buildPlant(planted)
        try {
          await live(plant, planted)
          const out = await everythingOut(plant, [])
          const bundles = out.filter(([name]) => name === 'export as bundle')
          expect(bundles.length).toBeGreaterThan(3)
          for (const [, bytes] of bundles) {
            const opened = importBundle(bytes)
            expect(opened.kind === 'read' && writeBundle(opened.bundle)).toBe(bytes.toString('utf8'))
          }
        } finally {
          await plant.close()
        }
      }),
      { numRuns: 2, endOnFailure: true },
    )
  }, 120_000)
})
