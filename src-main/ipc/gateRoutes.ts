import { GATE_CONTRACT, type GateRouteName } from '../../src-preload/contract/gateContract.ts'
import type { Store } from '../ports/store.ts'
import { sessionHandlers } from './handlers/session.ts'
import { type SystemControl, systemHandlers } from './handlers/system.ts'
import type { Handlers, RouteSet } from './handlerTypes.ts'
import type { SessionControl } from './openProfile.ts'

/** The routes of the gate and what answers them. A missing one does not compile. */
export function gateRoutes(parts: {
  readonly session: SessionControl
  readonly store: () => Store
  readonly system: SystemControl
}): RouteSet {
  const handlers: Pick<Handlers, GateRouteName> = {
    ...sessionHandlers(parts.session, parts.store),
    ...systemHandlers(parts.system),
  }
  return { contract: GATE_CONTRACT, handlers }
}
