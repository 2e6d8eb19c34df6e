import { onTestFinished } from 'vitest'
import type { Simulator, SimulatorOptions } from '../../src-main/simulator/simulator.ts'
import { defaultAccount, type LockSeed, type Site } from '../../src-main/simulator/site.ts'
import { simulatedLogin, startTestSimulator } from '../support/simulator.ts'

/** A plain HTTP session with a TTLock service, so that the suite checks what goes over the wire and nothing else. */

export interface RawAnswer {
  readonly status: number
  readonly text: string
  readonly json: Row
  readonly headers: Headers
}

export type Form = Readonly<Record<string, string | number>>
type Row = Readonly<Record<string, unknown>>
export type Method = 'GET' | 'POST'

export interface Session {
  readonly accessToken: string
  /** A call with token and current date; `form` wins over every parameter. */
  call(path: string, form?: Form, method?: Method): Promise<RawAnswer>
  /** The rows of a list answer. */
  rows(path: string, form?: Form): Promise<readonly Row[]>
}

export interface TestClock {
  now(): number
  advance(ms: number): void
}

export interface Stage {
  readonly simulator: Simulator
  readonly session: Session
  readonly clock: TestClock
}

/** md5 of `simulated-locks`. */
export const passwordMd5 = '7bdd4418440916bf9d5e3c006eb71cb7'
export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs
/** Thursday 5 February 2026, 16:29 UTC. */
export const startOfTest = Date.UTC(2026, 1, 5, 16, 29)

export const gatewayId = 501
export const lockId = 901
export const guestLogin = { username: 'guest@lockstep.example' }
export const guestUid = 7_301_002

/** A simulator with one gateway and one lock behind it, and its administrator's session; closed after the test. */
export async function stage(
  more: { readonly lock?: Partial<LockSeed>; readonly locks?: readonly LockSeed[] } = {},
  options: SimulatorOptions = {},
): Promise<Stage> {
  const clock = createTestClock()
  const simulator = await startTestSimulator({ site: smallSite(more), clock, ...options })
  onTestFinished(() => simulator.close())
  return { simulator, clock, session: await logIn(simulator.url, clock) }
}

export async function logIn(url: string, clock: TestClock, login: Form = {}): Promise<Session> {
  const answer = await requestToken(url, login)
  const accessToken = String(answer.json.access_token)
  const clientId = login.clientId ?? simulatedLogin.clientId
  function call(path: string, form: Form = {}, method: Method = 'POST'): Promise<RawAnswer> {
    return request(`${url}${path}`, { clientId, accessToken, date: clock.now(), ...form }, method)
  }
  return {
    accessToken,
    call,
    async rows(path, form) {
      const { json } = await call(path, form)
      return Array.isArray(json.list) ? json.list : []
    },
  }
}

export async function requestToken(url: string, form: Form = {}): Promise<RawAnswer> {
  const { clientId, clientSecret, username } = simulatedLogin
  return request(`${url}/oauth2/token`, { clientId, clientSecret, username, password: passwordMd5, ...form })
}

export async function request(url: string, form: Form, method: Method = 'POST'): Promise<RawAnswer> {
  const body = formOf(form)
  // One connection a call: a pooled one may be dead after the service went down and came up again.
  const headers = { connection: 'close' }
  const response = await (method === 'POST'
    ? fetch(url, { method, headers, body })
    : fetch(`${url}?${body.toString()}`, { headers }))
  const text = await response.text()
  return { status: response.status, text, json: objectOf(text), headers: response.headers }
}

export function formOf(form: Form): URLSearchParams {
  return new URLSearchParams(Object.entries(form).map(([name, value]) => [name, String(value)]))
}

function smallSite(more: { readonly lock?: Partial<LockSeed>; readonly locks?: readonly LockSeed[] }): Site {
  const lock = { lockId, lockAlias: 'Front door', gateways: [{ gatewayId, rssi: -60 }], ...more.lock }
  return {
    accounts: [defaultAccount, { ...defaultAccount, ...guestLogin, uid: guestUid, nickName: 'guest' }],
    gateways: [{ gatewayId, gatewayName: 'Hall' }],
    locks: [lock, ...(more.locks ?? [])],
  }
}

function createTestClock(): TestClock {
  let now = startOfTest
  return {
    now: () => now,
    advance(ms) {
      now += ms
    },
  }
}

function objectOf(text: string): Row {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {}
  } catch {
    return {}
  }
}
