import { sessionRoutes } from './routes/session.ts'
import { systemRoutes } from './routes/system.ts'

/** What can be asked before anybody is signed in, and what belongs to the session: needed at each start, and small. */
export const GATE_CONTRACT = { ...sessionRoutes, ...systemRoutes }

export type GateRouteName = keyof typeof GATE_CONTRACT

export function isGateRoute(name: string): name is GateRouteName {
  return Object.hasOwn(GATE_CONTRACT, name)
}
