import type { RowModule } from '../row.ts'
import { measureUnderStorms } from '../scenes/busyStorms.ts'

const about = {
  id: 'lanes-makespan-shared',
  what: 'as lanes-makespan, where one door in five is heard by two gateways and needs both lanes',
  unit: 'ms',
} as const

export const row: RowModule = {
  ...about,
  run: () => measureUnderStorms(about, { sharedInTen: 2, aim: null }),
}
