import { DEFAULT_ENGINE_SETTINGS } from '../../src-main/engine/engineContext.ts'
import { type Contender, comparedRow, type Measured, measureInterleaved, timed } from '../rounds.ts'
import { atLeast, type Row, type RowModule, Skipped, skippedRow } from '../row.ts'
import { openBenchStore, synchronousNote } from '../scenes/benchStore.ts'
import { openLiteque } from '../scenes/litequeQueue.ts'
import { enqueueJobs, workOffByEngine, workOffTogether } from '../scenes/ourQueue.ts'
import { openPlainjob, type PeerQueue } from '../scenes/plainjobQueue.ts'
import { openRawQueue } from '../scenes/rawQueue.ts'

/** As many as the published comparison of queues took: with fewer, most of a round is compiling. */
const JOBS = 2_000

const AT_ONCE = DEFAULT_ENGINE_SETTINGS.jobsAtOnce

const about = {
  id: 'queue-normal',
  what: `jobs that do nothing, ${AT_ONCE} at once as the engine works: claimed under leases, ended with transition and chained audit row, synchronous NORMAL`,
  unit: 'jobs/s',
} as const

const PEERS = [
  { name: 'plainjob', aim: 1.2, open: () => openPlainjob('NORMAL') },
  { name: 'liteque', aim: 5, open: openLiteque },
] as const

export const row: RowModule = {
  ...about,
  async run() {
    const ours = openBenchStore('NORMAL')
    const engine = openBenchStore('NORMAL')
    const raw = openRawQueue('NORMAL')
    const peers = await Promise.all(PEERS.map(async (peer) => ({ ...peer, queue: await openOr(peer.open) })))
    const contenders: Record<string, Contender> = {
      ours: async () => {
        enqueueJobs(ours.store, JOBS)
        return perSecond(await timed(() => workOffTogether(ours.store, JOBS, { hasAudit: true })))
      },
      raw: async () => {
        raw.add(JOBS)
        return perSecond(await timed(() => raw.workOff(JOBS)))
      },
      engine: async () => {
        enqueueJobs(engine.store, JOBS)
        return perSecond(await timed(() => workOffByEngine(engine.store)))
      },
    }
    for (const { name, queue } of peers) {
      if (!(queue instanceof Skipped)) contenders[name] = async () => perSecond(await queue.workOff(JOBS))
    }
    const rates = await measureInterleaved(contenders)
    const notes = [
      synchronousNote('ours', ours.sqlite),
      synchronousNote('the bare one', raw.sqlite),
      `ours: ${AT_ONCE} are claimed in one commit, and those that end in the same turn are ended in one; the peers have as many places`,
      ours.store.traces.verifyAudit() === null ? 'the audit chain is whole' : 'THE AUDIT CHAIN IS BROKEN',
    ]
    return [
      compared(about, rates, { ours: 'ours', peer: 'raw', against: BARE, aim: 0.5, notes }),
      compared(
        {
          ...about,
          id: 'queue-normal/engine',
          what: 'the same jobs through scheduler and worker, with two trace rows each and no audit row',
        },
        rates,
        { ours: 'engine', peer: 'raw', against: BARE, aim: null, notes: [] },
      ),
      ...peers.map(({ name, aim, queue }) => {
        const peerRow = { ...about, id: `${about.id}/${name}` }
        if (queue instanceof Skipped) return skippedRow(peerRow, queue.message)
        return compared(peerRow, rates, { ours: 'ours', peer: name, against: queue.name, aim, notes: [] })
      }),
    ]
  },
}

const BARE = 'bare claim and finish on better-sqlite3'

interface Sides {
  readonly ours: string
  readonly peer: string
  readonly against: string
  readonly aim: number | null
  readonly notes: readonly string[]
}

function compared(
  of: typeof about | Pick<Row, 'id' | 'what' | 'unit'>,
  rates: Measured<string>,
  sides: Sides,
): Row {
  return comparedRow(of, {
    values: rates[sides.ours] ?? [],
    against: sides.against,
    againstValues: rates[sides.peer] ?? [],
    aim: sides.aim === null ? null : atLeast(sides.aim),
    notes: sides.notes,
  })
}

async function openOr(open: () => Promise<PeerQueue>): Promise<PeerQueue | Skipped> {
  try {
    return await open()
  } catch (error) {
    if (error instanceof Skipped) return error
    throw error
  }
}

function perSecond(ms: number): number {
  return (JOBS / ms) * 1_000
}
