import { DEFAULT_RATE_LIMIT } from '../../src-main/ttlock/rateLimit.ts'
import { median, rounded } from '../rounds.ts'
import type { RowModule } from '../row.ts'
import { startAnswerServer } from '../scenes/answerServer.ts'
import {
  callContext,
  createForgetfulRecorder,
  LOCK_ID,
  openClient,
  runAtOnce,
} from '../scenes/benchClient.ts'

const { calls: LIMIT, perMs: WINDOW_MS } = DEFAULT_RATE_LIMIT
const WINDOWS = 8
const ROUNDS = 5

const about = {
  id: 'client-rate-limit',
  what: `calls per second that reach the server while more are asked for, at the client's own limit of ${LIMIT} in ${WINDOW_MS} ms`,
  unit: 'calls/s',
} as const

export const row: RowModule = {
  ...about,
  async run() {
    const server = await startAnswerServer()
    const rates: number[] = []
    const fullest: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const client = openClient(server.url, {
        recorder: createForgetfulRecorder(),
        rateLimit: DEFAULT_RATE_LIMIT,
      })
      // The sign-in takes a turn of its own and is not counted by the server: let its window pass.
      await client.listCodes(LOCK_ID, callContext('sign-in'))
      await new Promise((resolve) => setTimeout(resolve, WINDOW_MS))
      await server.seen()
      await runAtOnce(LIMIT * WINDOWS, LIMIT * 2, async () => {
        await client.listCodes(LOCK_ID, callContext('bench'))
      })
      await client.close()
      const { arrivals } = await server.seen()
      rates.push(rateAfterFirstWindow(arrivals))
      fullest.push(fullestWindow(arrivals))
    }
    server.close()
    const perSecond = (LIMIT * 1_000) / WINDOW_MS
    const ratio = median(rates) / perSecond
    const most = Math.max(...fullest)
    return {
      ...about,
      value: rounded(median(rates)),
      against: `the limit; the fullest window of any round held ${most}`,
      againstValue: perSecond,
      ratio: rounded(ratio),
      aim: `0.95 <= ratio <= 1, fullest window <= ${LIMIT}`,
      pass: ratio >= 0.95 && ratio <= 1 && most <= LIMIT,
      notes: [
        `rounds: ${rates.map(rounded).join(' ')}; fullest windows: ${fullest.join(' ')}`,
        'by the time of arrival at the server, over every window that begins with a call',
      ],
    }
  },
}

/** The first window's calls may all go at once; after them the limit is what is left. */
function rateAfterFirstWindow(arrivals: readonly number[]): number {
  const first = arrivals[0] ?? Number.NaN
  const last = arrivals.at(-1) ?? Number.NaN
  return ((arrivals.length - LIMIT) / (last - first)) * 1_000
}

function fullestWindow(arrivals: readonly number[]): number {
  return Math.max(
    ...arrivals.map((from) => arrivals.filter((at) => at >= from && at < from + WINDOW_MS).length),
  )
}
