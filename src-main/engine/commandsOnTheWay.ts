import { fromIso } from '../domain/instant.ts'
import type { EngineContext } from './engineContext.ts'

export interface CommandsOnTheWay {
  /** The doors they go to, by name. */
  readonly doors: readonly string[]
  /** Epoch ms by which each has its answer, or will get none. Null when none is on its way. */
  readonly endedByMs: number | null
}

/** What was sent and has no answer yet: all that an end of the program waits for. */
export function commandsOnTheWay({
  store,
  clock,
  settings,
}: Pick<EngineContext, 'store' | 'clock' | 'settings'>): CommandsOnTheWay {
  const nowMs = clock.nowMs()
  const latestMs = nowMs + settings.commandDeadlineMs
  const open = store.operations.unsettled().flatMap(({ sentAt, answeredAt, doorId }) => {
    if (sentAt === null || answeredAt !== null) return []
    // Written while the clock was ahead, it is on its way for no longer than others.
    const endedByMs = Math.min(fromIso(sentAt) + settings.commandDeadlineMs, latestMs)
    return endedByMs > nowMs ? [{ doorId, endedByMs }] : []
  })
  const doorIds = new Set(open.map(({ doorId }) => doorId))
  return {
    doors: [...doorIds].flatMap((id) => store.doors.get(id)?.name ?? []),
    endedByMs: open.length === 0 ? null : Math.max(...open.map((command) => command.endedByMs)),
  }
}
