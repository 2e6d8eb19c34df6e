import { atMost, type RowModule } from '../row.ts'
import { compareWithDeadGateway } from '../scenes/deadGateway.ts'

const about = {
  id: 'lanes-dead-gateway',
  what: '300 doors on 40 gateways, one of them dead but believed online: until the others have ended, 20 times faster than real',
  unit: 'ms',
} as const

export const row: RowModule = {
  ...about,
  run: () => compareWithDeadGateway(about, { sharedInTen: 0, aim: atMost(1.01) }),
}
