/** Why a lane rests after a command. */
export interface LaneRest {
  readonly key: string
  readonly ms: number
  /** A spacing keeps its place in the queue; after a busy answer others may pass. */
  readonly isBusyRest: boolean
}

interface LaneTurn<Value> {
  readonly value: Value
  /** How long each lane rests afterwards; lanes not named are free at once. */
  readonly rests: readonly LaneRest[]
}

type LaneResult<Value> = { readonly ran: true; readonly value: Value } | { readonly ran: false }

export interface Lanes {
  /**
   * Runs the command when all its lanes are free at the same time and holds them until it ends. On each lane those of a
   * lower rank come first, and of equal ones who came first, except where waiting would leave a lane idle for nothing.
   * `ran: false` when the signal came before its turn.
   * @param keysNow its lanes, asked again until it has them: what is known of gateways changes while it waits
   */
  run<Value>(
    keysNow: () => readonly string[],
    command: (held: readonly string[]) => Promise<LaneTurn<Value>>,
    waits: { readonly signal: AbortSignal | null; readonly rank: number },
  ): Promise<LaneResult<Value>>
  /** The lanes of waiting commands may be others now: who can begin does. */
  lookAgain(): void
  /** Commands waiting for a lane. */
  waiting(): number
  close(): void
}

type LaneState = 'held' | 'spacing' | 'busy_rest'

interface Waiting {
  readonly rank: number
  readonly keysNow: () => readonly string[]
  readonly start: (keys: readonly string[]) => void
  readonly giveUp: () => void
}

/**
 * The provider picks the gateway of a command by its signal, so a command needs the lanes of all gateways that see its
 * lock. They are taken all at once: taking one after the other would leave lanes idle behind a resting one.
 * @param free when what others had under way on them has ended; no command begins before
 */
export function createLanes(free?: Promise<unknown>): Lanes {
  const states = new Map<string, LaneState>()
  const timers = new Set<NodeJS.Timeout>()
  let queue: readonly Waiting[] = []
  let isClosed = false
  let isFree = free === undefined
  const begin = (): void => {
    isFree = true
    pump()
  }
  free?.then(begin, begin)

  function pump(): void {
    if (!isFree) return
    const claimed = new Set<string>()
    const waitedFor = new Set<string>()
    for (const waiting of queue) {
      const keys = waiting.keysNow()
      const blocking = keys.map((key) => states.get(key) ?? (claimed.has(key) ? 'held' : null))
      if (blocking.every((state) => state === null)) {
        queue = queue.filter((other) => other !== waiting)
        for (const key of keys) states.set(key, 'held')
        waiting.start(keys)
        continue
      }
      // Who is next on each of its lanes keeps the free ones: so it is not overtaken for ever. Who has others before it,
      // or waits for a resting lane, leaves them to those behind: kept lanes would be idle for a whole queue's time.
      const isNext = keys.every((key) => !waitedFor.has(key))
      if (isNext && !blocking.includes('busy_rest')) for (const key of keys) claimed.add(key)
      for (const key of keys) waitedFor.add(key)
    }
  }

  function release(keys: readonly string[], rests: readonly LaneRest[]): void {
    for (const key of keys) {
      const longest = rests.filter((rest) => rest.key === key).sort((a, b) => b.ms - a.ms)[0]
      if (longest === undefined || longest.ms <= 0 || isClosed) states.delete(key)
      else rest(longest)
    }
    pump()
  }

  function rest(laneRest: LaneRest): void {
    states.set(laneRest.key, laneRest.isBusyRest ? 'busy_rest' : 'spacing')
    const timer = setTimeout(() => {
      timers.delete(timer)
      states.delete(laneRest.key)
      pump()
    }, laneRest.ms)
    timers.add(timer)
  }

  function enqueue(waiting: Waiting): void {
    const at = queue.findIndex((other) => other.rank > waiting.rank)
    queue = at === -1 ? [...queue, waiting] : queue.toSpliced(at, 0, waiting)
  }

  /** The lanes it holds now, or null. */
  function turn(
    keysNow: () => readonly string[],
    { signal, rank }: { readonly signal: AbortSignal | null; readonly rank: number },
  ): Promise<readonly string[] | null> {
    if (isClosed || signal?.aborted) return Promise.resolve(null)
    return new Promise((resolve) => {
      const stop = (): void => {
        queue = queue.filter((other) => other !== waiting)
        settle(null)
        pump()
      }
      const settle = (held: readonly string[] | null): void => {
        signal?.removeEventListener('abort', stop)
        resolve(held)
      }
      const waiting: Waiting = { rank, keysNow, start: settle, giveUp: () => settle(null) }
      signal?.addEventListener('abort', stop, { once: true })
      enqueue(waiting)
      pump()
    })
  }

  return {
    async run(keysNow, command, waits) {
      const held = await turn(keysNow, waits)
      if (held === null) return { ran: false }
      let rests: readonly LaneRest[] = []
      try {
        const done = await command(held)
        rests = done.rests
        return { ran: true, value: done.value }
      } finally {
        release(held, rests)
      }
    },
    lookAgain: pump,
    waiting: () => queue.length,
    close() {
      isClosed = true
      for (const timer of timers) clearTimeout(timer)
      for (const waiting of queue) waiting.giveUp()
      queue = []
    },
  }
}
