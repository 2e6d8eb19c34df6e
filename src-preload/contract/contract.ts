import type { z } from 'zod'
import type { Route } from './route.ts'
import { accountRoutes } from './routes/accounts.ts'
import { codeRoutes } from './routes/codes.ts'
import { debugSessionRoutes } from './routes/debugSessions.ts'
import { doorRoutes } from './routes/doors.ts'
import { jobRoutes } from './routes/jobs.ts'
import { peopleRoutes } from './routes/people.ts'
import { planRoutes } from './routes/plans.ts'
import { savedFilterRoutes } from './routes/savedFilters.ts'
import { sessionRoutes } from './routes/session.ts'
import { siteRoutes } from './routes/sites.ts'
import { systemRoutes } from './routes/system.ts'
import { traceRoutes } from './routes/traces.ts'

/** Every request the renderer can make, declared once. This list is the exposed surface. */
export const CONTRACT = {
  ...sessionRoutes,
  ...accountRoutes,
  ...siteRoutes,
  ...doorRoutes,
  ...codeRoutes,
  ...peopleRoutes,
  ...planRoutes,
  ...jobRoutes,
  ...traceRoutes,
  ...debugSessionRoutes,
  ...savedFilterRoutes,
  ...systemRoutes,
}

export type Contract = typeof CONTRACT
export type RouteName = keyof Contract
export type RouteRequest<Name extends RouteName> = z.input<Contract[Name]['request']>
export type ParsedRequest<Name extends RouteName> = z.output<Contract[Name]['request']>
export type RouteReply<Name extends RouteName> =
  Contract[Name] extends Route<infer _Request, infer Reply> ? Reply : never
