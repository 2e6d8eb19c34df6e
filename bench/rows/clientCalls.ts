import { Agent as HttpAgent } from 'node:http'
import { Pool } from 'undici'
import { createTraceRecorder } from '../../src-main/observability/traceRecorder.ts'
import type { TtlockClient } from '../../src-main/ttlock/provider.ts'
import { importPeer, peerVersion } from '../peers.ts'
import { type Contender, comparedRow, measureInterleaved, timed } from '../rounds.ts'
import { atLeast, type RowModule, Skipped, skippedRow } from '../row.ts'
import { startAnswerServer } from '../scenes/answerServer.ts'
import {
  callContext,
  createForgetfulRecorder,
  LOCK_ID,
  openClient,
  runAtOnce,
} from '../scenes/benchClient.ts'
import { openBenchStore, synchronousNote } from '../scenes/benchStore.ts'

const CALLS = 1_000
const AT_ONCE = 50
/** The rates go up for the first few thousand calls, while the code is being compiled. */
const STEADY = { rounds: 15, warmUps: 3 } as const

const about = {
  id: 'client-calls',
  what: 'passcode lists read per second without latency, 50 at once: parsed, checked, redacted and logged in the store',
  unit: 'calls/s',
} as const

const FORM = new URLSearchParams({
  clientId: 'lockstep-sim',
  accessToken: 'bench-access-token-000000000000',
  lockId: LOCK_ID,
  pageNo: '1',
  pageSize: '200',
}).toString()
const PATH = '/v3/lock/listKeyboardPwd'
const FORM_HEADERS = { 'content-type': 'application/x-www-form-urlencoded' }

export const row: RowModule = {
  ...about,
  async run() {
    const alike = await openSide('alike')
    const allNew = await openSide('all-new')
    const unstored = openClient(alike.server.url, { recorder: createForgetfulRecorder() })
    const axios = await openAxios(alike.server.url)
    const contenders: Record<string, Contender> = {
      ours: alike.ours,
      unstored: () => rate(() => readList(unstored)),
      pool: alike.pool,
    }
    if (!(axios instanceof Skipped)) contenders.axios = () => rate(axios.post)
    const rates = await measureInterleaved(contenders, STEADY)
    // By itself: it writes ten times as much, and the disk would still be at it in the rounds of the others.
    const ratesAllNew = await measureInterleaved({ ours: allNew.ours, pool: allNew.pool }, STEADY)
    await unstored.close()
    const notes = await alike.close()
    const notesOfAllNew = await allNew.close()

    const bare = 'bare undici.Pool, body parsed'
    const poolRates = { against: bare, againstValues: rates.pool ?? [] }
    const axiosRow = { ...about, id: 'client-calls/axios' }
    return [
      comparedRow(about, { values: rates.ours ?? [], ...poolRates, aim: atLeast(0.5), notes }),
      comparedRow(
        {
          ...about,
          id: 'client-calls/all-new',
          what: 'the same where no list equals one before: each is redacted and stored',
        },
        {
          ...{ values: ratesAllNew.ours ?? [], against: bare, againstValues: ratesAllNew.pool ?? [] },
          ...{ aim: null, notes: notesOfAllNew },
        },
      ),
      comparedRow(
        {
          ...about,
          id: 'client-calls/unstored',
          what: 'the same, the log row made and redacted but not stored',
        },
        { values: rates.unstored ?? [], ...poolRates, aim: null },
      ),
      axios instanceof Skipped
        ? skippedRow(axiosRow, axios.message)
        : comparedRow(axiosRow, {
            values: rates.ours ?? [],
            against: axios.name,
            againstValues: rates.axios ?? [],
            aim: atLeast(2),
          }),
    ]
  },
}

/** The program's client with a store of its own and a bare pool, on a server of their own. */
async function openSide(answers: 'alike' | 'all-new') {
  const server = await startAnswerServer(answers)
  const { store, sqlite } = openBenchStore('FULL')
  const client = openClient(server.url, { recorder: createTraceRecorder(store) })
  const pool = new Pool(server.url, { connections: AT_ONCE, pipelining: 1 })
  const octets = () =>
    Number(sqlite.pragma('page_count', { simple: true })) *
    Number(sqlite.pragma('page_size', { simple: true }))
  const atFirst = octets()
  let runs = 0
  return {
    server,
    ours() {
      runs += 1
      // Not over before the last row is stored.
      return rate(
        () => readList(client),
        () => void store.traces.logCount([]),
      )
    },
    pool: () => rate(() => postByPool(pool)),
    async close() {
      await Promise.all([client.close(), pool.close()])
      server.close()
      const kilobytes = Math.round((octets() - atFirst) / runs / 1_000)
      return [
        synchronousNote('the log', sqlite),
        'one log row for each call and its trace summary; rows share the commits of 100 ms, the last one is waited for',
        `the database grew by ${kilobytes} kB per ${CALLS} calls`,
      ]
    },
  }
}

async function rate(call: () => Promise<void>, finish?: () => void): Promise<number> {
  const ms = await timed(async () => {
    await runAtOnce(CALLS, AT_ONCE, call)
    finish?.()
  })
  return (CALLS / ms) * 1_000
}

let correlations = 0

async function readList(client: TtlockClient): Promise<void> {
  // A trace has some twenty rows.
  correlations += 1
  const { reading } = await client.listCodes(LOCK_ID, callContext(`bench-${Math.floor(correlations / 20)}`))
  if (reading.kind !== 'known' || reading.codes.length !== 10) throw new Error('the list was not read')
}

async function postByPool(pool: Pool): Promise<void> {
  const response = await pool.request({ path: PATH, method: 'POST', body: FORM, headers: FORM_HEADERS })
  const body = await response.body.json()
  if (!isFullList(body)) throw new Error('the list was not read')
}

function isFullList(body: unknown): boolean {
  return (
    typeof body === 'object' &&
    body !== null &&
    'list' in body &&
    Array.isArray(body.list) &&
    body.list.length === 10
  )
}

/** What is used of axios 1. */
interface Axios {
  readonly default: {
    post(url: string, body: string, options: object): Promise<{ readonly data: unknown }>
  }
}

async function openAxios(
  baseUrl: string,
): Promise<{ readonly name: string; readonly post: () => Promise<void> } | Skipped> {
  try {
    // Its own declarations say so; it is installed for the benchmark alone.
    const axios = ((await importPeer('axios', 'index.js')) as Axios).default
    const httpAgent = new HttpAgent({ keepAlive: true, maxSockets: AT_ONCE })
    return {
      name: `axios ${peerVersion('axios')} with a keep-alive agent`,
      async post() {
        const { data } = await axios.post(baseUrl + PATH, FORM, { httpAgent, headers: FORM_HEADERS })
        if (!isFullList(data)) throw new Error('the list was not read')
      },
    }
  } catch (error) {
    if (error instanceof Skipped) return error
    throw error
  }
}
