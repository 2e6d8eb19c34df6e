import { atMost, type RowModule } from '../row.ts'
import { measureUnderStorms } from '../scenes/busyStorms.ts'

const about = {
  id: 'lanes-makespan',
  what: '300 doors on 40 gateways, 5 codes each, 8 busy storms, 20 times faster than real: until the last command ends',
  unit: 'ms',
} as const

export const row: RowModule = {
  ...about,
  run: () => measureUnderStorms(about, { sharedInTen: 0, aim: atMost(1.1) }),
}
