import { GatewayLoad } from '../domain/job/gatewayLoad.ts'

interface DoorTurn<End> {
  /** That hear the door's lock. */
  readonly gateways: readonly string[]
  readonly work: () => Promise<End>
}

/**
 * Works on the doors in this order, several at a time, but on no more of one gateway than keep it at work: a door
 * whose gateways have enough to do lets those behind it pass. Once one throws, no other is begun.
 */
export async function takeDoorTurns<End>(
  doors: readonly DoorTurn<End>[],
  limits: { readonly atOnce: number; readonly ofGateway: number },
): Promise<readonly End[]> {
  const load = new GatewayLoad(limits.ofGateway)
  const waiting = doors.map((door, place) => ({ ...door, place }))
  const running = new Set<Promise<void>>()
  const ended: { readonly place: number; readonly end: End }[] = []

  async function begin({ gateways, work, place }: (typeof waiting)[number]): Promise<void> {
    load.enter(gateways)
    try {
      ended.push({ place, end: await work() })
    } finally {
      load.leave(gateways)
    }
  }

  function beginWhatMay(): void {
    while (running.size < limits.atOnce) {
      const next = waiting.findIndex(({ gateways }) => !load.isCrowded(gateways))
      const [door] = next < 0 ? [] : waiting.splice(next, 1)
      if (!door) return
      const turn = begin(door).finally(() => running.delete(turn))
      running.add(turn)
    }
  }

  try {
    for (beginWhatMay(); running.size > 0; beginWhatMay()) await Promise.race(running)
  } finally {
    await Promise.allSettled(running)
  }
  return ended.sort((a, b) => a.place - b.place).map(({ end }) => end)
}
