import { accountRoutes } from './routes/accounts.ts'
import { codeRoutes } from './routes/codes.ts'
import { dataRoutes } from './routes/data.ts'
import { debugSessionRoutes } from './routes/debugSessions.ts'
import { doorRoutes } from './routes/doors.ts'
import { jobRoutes } from './routes/jobs.ts'
import { peopleRoutes } from './routes/people.ts'
import { planRoutes } from './routes/plans.ts'
import { savedFilterRoutes } from './routes/savedFilters.ts'
import { siteRoutes } from './routes/sites.ts'
import { traceRoutes } from './routes/traces.ts'
import { updateRoutes } from './routes/updates.ts'

/** What the screens behind the sign-in ask for: loaded after the gate, since making its schemas takes long. */
export const SCREEN_CONTRACT = {
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
  ...updateRoutes,
  ...dataRoutes,
}
