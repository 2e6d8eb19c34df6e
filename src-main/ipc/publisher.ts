import { EVENT_CHANNEL } from '../../src-preload/contract/channels.ts'
import { CHANGE_TOPICS, type ChangeTopic, type LockstepEvents } from '../../src-preload/contract/events.ts'
import type { Publisher } from '../ports/publisher.ts'

/** Changes of one moment reach the windows as one event. */
const COALESCE_MS = 50

export interface EventReceiver {
  send(channel: string, message: unknown): void
}

export interface PublisherOptions {
  /** Windows that are open at the moment of sending. */
  readonly receivers: () => readonly EventReceiver[]
  readonly delayMs?: number
}

export interface WindowPublisher extends Publisher {
  /** Drops what is still waiting; nothing is sent afterwards. */
  stop(): void
}

export function createPublisher({ receivers, delayMs = COALESCE_MS }: PublisherOptions): WindowPublisher {
  const waiting = new Set<ChangeTopic>()
  let timer: NodeJS.Timeout | null = null
  let isStopped = false

  function flush(): void {
    timer = null
    // In the contract's order, so that the same changes always make the same event.
    const topics = CHANGE_TOPICS.filter((topic) => waiting.has(topic))
    waiting.clear()
    broadcast(receivers(), 'changed', { topics })
  }

  return {
    changed(...topics) {
      if (isStopped || topics.length === 0) return
      for (const topic of topics) waiting.add(topic)
      timer ??= setTimeout(flush, delayMs)
    },
    stop() {
      isStopped = true
      waiting.clear()
      if (timer !== null) clearTimeout(timer)
      timer = null
    },
  }
}

/** Sends one typed event to each receiver. */
function broadcast<Name extends keyof LockstepEvents>(
  receivers: readonly EventReceiver[],
  name: Name,
  payload: LockstepEvents[Name],
): void {
  for (const receiver of receivers) receiver.send(EVENT_CHANNEL, { name, payload })
}
