import type { RowModule } from '../row.ts'
import { compareWithDeadGateway } from '../scenes/deadGateway.ts'

const about = {
  id: 'lanes-dead-gateway-shared',
  what: 'as lanes-dead-gateway, where one door in five is heard by two gateways and needs both lanes',
  unit: 'ms',
} as const

export const row: RowModule = {
  ...about,
  run: () => compareWithDeadGateway(about, { sharedInTen: 2, aim: null }),
}
