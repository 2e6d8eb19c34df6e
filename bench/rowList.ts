import type { RowModule } from './row.ts'

/** In the order they run. Each is loaded in its own process alone. */
export const ROWS: Readonly<Record<string, () => Promise<{ readonly row: RowModule }>>> = {
  'plan-pure': () => import('./rows/planPure.ts'),
  'plan-linear': () => import('./rows/planLinear.ts'),
  'plan-one-door': () => import('./rows/planOneDoor.ts'),
}
