/** What a request did: to the lock and the list, to the list only, or to neither. */
type Effect = 'none' | 'cloud only' | 'applied'

/** One request to the service. Holds secrets in clear: the simulator has only invented ones. */
export interface JournalEntry {
  readonly seq: number
  /** Simulated time of arrival, ms. */
  readonly at: number
  readonly method: string
  readonly path: string
  readonly parameters: Readonly<Record<string, string>>
  readonly lockId: number | null
  gatewayId: number | null
  /** When the command held its slot, simulated ms. */
  commandStartedAt: number | null
  commandEndedAt: number | null
  /** null until answered, and for a call that is never answered. */
  httpStatus: number | null
  /** null when the answer carries none, as reads and creates do. */
  errcode: number | null
  effect: Effect
  /** The kind of the fault that hit this request. */
  fault: string | null
  /** The answer when it is short; lists are left out. */
  answer: string | null
}

export interface Journal {
  open(request: Pick<JournalEntry, 'at' | 'method' | 'path' | 'parameters' | 'lockId'>): JournalEntry
  /** Entries after `since`, oldest first. */
  entries(filter?: JournalFilter): readonly JournalEntry[]
  clear(): void
}

export interface JournalFilter {
  readonly since?: number | undefined
  readonly path?: string | undefined
  readonly lockId?: number | undefined
}

/** Older entries fall out; a rehearsal looks at minutes, a test at seconds. */
const keptEntries = 20_000

export function createJournal(): Journal {
  let entries: JournalEntry[] = []
  let seq = 0
  return {
    open(request) {
      seq += 1
      const entry: JournalEntry = {
        seq,
        ...request,
        gatewayId: null,
        commandStartedAt: null,
        commandEndedAt: null,
        httpStatus: null,
        errcode: null,
        effect: 'none',
        fault: null,
        answer: null,
      }
      entries.push(entry)
      if (entries.length > keptEntries * 1.1) entries = entries.slice(-keptEntries)
      return entry
    },
    entries(filter = {}) {
      return entries.filter(
        (entry) =>
          entry.seq > (filter.since ?? 0) &&
          (filter.path === undefined || entry.path === filter.path) &&
          (filter.lockId === undefined || entry.lockId === filter.lockId),
      )
    },
    clear() {
      entries = []
    },
  }
}
