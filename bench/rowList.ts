import type { Need } from './needs.ts'
import type { RowModule } from './row.ts'

interface ListedRow {
  /** Loaded in the row's own process alone. */
  readonly load: () => Promise<{ readonly row: RowModule }>
  readonly needs?: readonly Need[]
}

/** In the order they run. */
export const ROWS: Readonly<Record<string, ListedRow>> = {
  'plan-pure': { load: () => import('./rows/planPure.ts') },
  'plan-linear': { load: () => import('./rows/planLinear.ts') },
  'plan-one-door': { load: () => import('./rows/planOneDoor.ts') },
  'plan-from-database': { load: () => import('./rows/planFromDatabase.ts') },
  'plan-screen': { load: () => import('./rows/planScreen.ts'), needs: ['electron'] },
  'queue-normal': { load: () => import('./rows/queueNormal.ts'), needs: ['packages', 'older sqlite'] },
  'queue-full': { load: () => import('./rows/queueFull.ts') },
  'queue-backlog': { load: () => import('./rows/queueBacklog.ts') },
  'enqueue-to-start': { load: () => import('./rows/enqueueToStart.ts') },
  'audit-chain': { load: () => import('./rows/auditChain.ts') },
  'client-calls': { load: () => import('./rows/clientCalls.ts'), needs: ['packages'] },
  'client-reuse': { load: () => import('./rows/clientReuse.ts') },
  'client-rate-limit': { load: () => import('./rows/clientRateLimit.ts') },
  'lanes-makespan': { load: () => import('./rows/lanesMakespan.ts') },
  'lanes-makespan-shared': { load: () => import('./rows/lanesMakespanShared.ts') },
  'lanes-dead-gateway': { load: () => import('./rows/lanesDeadGateway.ts') },
  'lanes-dead-gateway-shared': { load: () => import('./rows/lanesDeadGatewayShared.ts') },
  'apply-makespan': { load: () => import('./rows/applyMakespan.ts') },
  'trace-by-id': { load: () => import('./rows/traceById.ts') },
  'trace-by-id-10m': { load: () => import('./rows/traceByIdOfTenMillion.ts') },
  'trace-by-id-window': { load: () => import('./rows/traceByIdThroughWindow.ts'), needs: ['electron'] },
  'trace-search': { load: () => import('./rows/traceSearch.ts') },
  'trace-screen': { load: () => import('./rows/traceScreen.ts'), needs: ['electron'] },
  'list-pages': { load: () => import('./rows/listPages.ts') },
  'start-sign-in': { load: () => import('./rows/startSignIn.ts'), needs: ['electron'] },
}

/** Figures that the run of another row yields as well. */
const MEASURED_WITH: Readonly<Record<string, string>> = {
  'plan-screen-first-rows': 'plan-screen',
  'plan-screen-main': 'plan-screen',
  'plan-screen-scroll': 'plan-screen',
  'start-doors': 'start-sign-in',
  'memory-main': 'start-sign-in',
}

/** The row whose run yields the figure of this id, as in `queue-normal/plainjob`; null when there is none. */
export function rowThatYields(id: string): string | null {
  const [base = ''] = id.split('/')
  const key = MEASURED_WITH[base] ?? base
  return Object.hasOwn(ROWS, key) ? key : null
}
