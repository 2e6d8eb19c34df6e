import { median, rounded } from '../rounds.ts'
import { atLeast, type RowModule } from '../row.ts'
import { startAnswerServer } from '../scenes/answerServer.ts'
import {
  callContext,
  createForgetfulRecorder,
  LOCK_ID,
  openClient,
  runAtOnce,
} from '../scenes/benchClient.ts'

const CALLS = 2_000
/** As many jobs as the engine runs at once. */
const AT_ONCE = 8
const ROUNDS = 5

const about = {
  id: 'client-reuse',
  what: 'share of calls on a connection that was used before, 2,000 calls of a fresh client, 8 at once',
  unit: 'of all calls',
} as const

export const row: RowModule = {
  ...about,
  async run() {
    const server = await startAnswerServer()
    const shares: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const client = openClient(server.url, { recorder: createForgetfulRecorder() })
      await runAtOnce(CALLS, AT_ONCE, async () => {
        const { reading } = await client.listCodes(LOCK_ID, callContext('bench'))
        if (reading.kind !== 'known') throw new Error('the list was not read')
      })
      await client.close()
      const { connections, requests } = await server.seen()
      shares.push((requests - connections) / requests)
    }
    server.close()
    const share = median(shares)
    const aim = atLeast(0.99, 'share')
    return {
      ...about,
      value: rounded(share),
      against: 'every call',
      againstValue: 1,
      ratio: rounded(share),
      aim: aim.text,
      pass: aim.isMet(share),
      notes: [
        `rounds: ${shares.map(rounded).join(' ')}`,
        'a connection idle for 4 s is closed by undici unless the server promises longer',
      ],
    }
  },
}
