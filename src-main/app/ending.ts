import type { EndingView } from '../../src-preload/contract/views/session.ts'
import { toIso } from '../domain/instant.ts'
import type { ProfileWorks } from './profileWorks.ts'

/** What the end of the program still waits for at this moment; `limitMs` is when it waits no longer, epoch ms. */
export function endingOf(
  works: Pick<ProfileWorks, 'engine' | 'commandsOnTheWay'> | null,
  limitMs: number,
): EndingView {
  const { doors, endedByMs } = works?.commandsOnTheWay() ?? { doors: [], endedByMs: null }
  return {
    latestAt: endedByMs === null ? null : toIso(Math.min(endedByMs, limitMs)),
    jobs: works?.engine.runningCount ?? 0,
    doors,
  }
}
