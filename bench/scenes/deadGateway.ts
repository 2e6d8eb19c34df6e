import { comparedRow, measureInterleaved } from '../rounds.ts'
import type { Aim, Row } from '../row.ts'
import { gatewayAt, type LanesScene, makespanOf, openLanesScene } from './lanesRun.ts'

const DEAD = gatewayAt(7)
const COMMANDS_PER_DOOR = 2

/** How long the doors of all other gateways take beside a dead one, against the same while it lives. */
export async function compareWithDeadGateway(
  of: Pick<Row, 'id' | 'what' | 'unit'>,
  options: { readonly sharedInTen: number; readonly aim: Aim | null },
): Promise<Row> {
  const scene = await openLanesScene({ sharedInTen: options.sharedInTen, isEven: true })
  const spans = await measureInterleaved(
    { dead: () => othersEnd(scene, true), alive: () => othersEnd(scene, false) },
    { rounds: 5, warmUps: 0 },
  )
  await scene.close()
  return comparedRow(of, {
    values: spans.dead,
    against: 'the same gateways while it is alive',
    againstValues: spans.alive,
    aim: options.aim,
  })
}

async function othersEnd(scene: LanesScene, isDead: boolean): Promise<number> {
  const { journal } = await scene.run({
    commandsPerDoor: COMMANDS_PER_DOOR,
    notWaitingFor: DEAD,
    async trouble(simulator) {
      if (isDead) await simulator.control.patchGateway({ gatewayId: DEAD, online: false })
    },
  })
  return makespanOf(journal, DEAD)
}
