import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router'
import {
  readCompareSearch,
  readDoorsSearch,
  readJobsSearch,
  readPeopleSearch,
  readPersonSearch,
  readPlansSearch,
  readTracesSearch,
} from '../lib/searchParams.ts'
import { NotFound, ScreenCrashed } from './ErrorScreens.tsx'
import { Shell } from './shell/Shell.tsx'

const rootRoute = createRootRoute()

const shell = createRoute({ getParentRoute: () => rootRoute, id: 'shell', component: Shell })

const overview = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('../features/overview/OverviewPage.tsx'), 'OverviewPage'),
})

const doors = createRoute({
  getParentRoute: () => shell,
  path: '/doors',
  validateSearch: readDoorsSearch,
  component: lazyRouteComponent(() => import('../features/doors/DoorsPage.tsx'), 'DoorsPage'),
})

const doorSetup = createRoute({
  getParentRoute: () => shell,
  path: '/doors/new',
  component: lazyRouteComponent(() => import('../features/door-setup/DoorSetupPage.tsx'), 'DoorSetupPage'),
})

const door = createRoute({
  getParentRoute: () => shell,
  path: '/doors/$doorId',
  component: lazyRouteComponent(() => import('../features/doors/DoorPage.tsx'), 'DoorPage'),
})

const people = createRoute({
  getParentRoute: () => shell,
  path: '/people',
  validateSearch: readPeopleSearch,
  component: lazyRouteComponent(() => import('../features/people/PeoplePage.tsx'), 'PeoplePage'),
})

const person = createRoute({
  getParentRoute: () => shell,
  path: '/people/$personId',
  validateSearch: readPersonSearch,
  component: lazyRouteComponent(() => import('../features/people/PersonPage.tsx'), 'PersonPage'),
})

const plans = createRoute({
  getParentRoute: () => shell,
  path: '/plans',
  validateSearch: readPlansSearch,
  component: lazyRouteComponent(() => import('../features/enforce-plan/PlansPage.tsx'), 'PlansPage'),
})

const plan = createRoute({
  getParentRoute: () => shell,
  path: '/plans/$planId',
  component: lazyRouteComponent(() => import('../features/enforce-plan/PlanPage.tsx'), 'PlanPage'),
})

const jobs = createRoute({
  getParentRoute: () => shell,
  path: '/jobs',
  validateSearch: readJobsSearch,
  component: lazyRouteComponent(() => import('../features/jobs/JobsPage.tsx'), 'JobsPage'),
})

const traces = createRoute({
  getParentRoute: () => shell,
  path: '/traces',
  validateSearch: readTracesSearch,
  component: lazyRouteComponent(() => import('../features/trace/TracesPage.tsx'), 'TracesPage'),
})

const trace = createRoute({
  getParentRoute: () => shell,
  path: '/traces/$correlationId',
  component: lazyRouteComponent(() => import('../features/trace/TracePage.tsx'), 'TracePage'),
})

const compare = createRoute({
  getParentRoute: () => shell,
  path: '/traces/$correlationId/compare',
  validateSearch: readCompareSearch,
  component: lazyRouteComponent(() => import('../features/trace/ComparePage.tsx'), 'ComparePage'),
})

const debugSessions = createRoute({
  getParentRoute: () => shell,
  path: '/traces/sessions',
  component: lazyRouteComponent(() => import('../features/trace/DebugSessionsPage.tsx'), 'DebugSessionsPage'),
})

const importedSession = createRoute({
  getParentRoute: () => shell,
  path: '/traces/sessions/imported/$importId',
  component: lazyRouteComponent(
    () => import('../features/trace/ImportedSessionPage.tsx'),
    'ImportedSessionPage',
  ),
})

const importedCompare = createRoute({
  getParentRoute: () => shell,
  path: '/traces/imported/$importId/compare',
  validateSearch: readCompareSearch,
  component: lazyRouteComponent(
    () => import('../features/trace/ImportedComparePage.tsx'),
    'ImportedComparePage',
  ),
})

const importedTrace = createRoute({
  getParentRoute: () => shell,
  path: '/traces/imported/$importId',
  component: lazyRouteComponent(() => import('../features/trace/ImportedTracePage.tsx'), 'ImportedTracePage'),
})

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/SettingsPage.tsx'), 'SettingsPage'),
})

const settingsSection = createRoute({
  getParentRoute: () => shell,
  path: '/settings/$section',
  component: lazyRouteComponent(() => import('../features/settings/SettingsPage.tsx'), 'SettingsPage'),
})

const connect = createRoute({
  getParentRoute: () => shell,
  path: '/connect',
  component: lazyRouteComponent(
    () => import('../features/providers/ConnectAccountPage.tsx'),
    'ConnectAccountPage',
  ),
})

/** An address that nothing has, from a link of another version. */
const unknown = createRoute({ getParentRoute: () => shell, path: '$', component: NotFound })

/** A window of its own: the correlation detail without the navigation. */
const traceWindow = createRoute({
  getParentRoute: () => rootRoute,
  path: '/trace-window/$correlationId',
  component: lazyRouteComponent(() => import('../features/trace/TraceWindow.tsx'), 'TraceWindow'),
})

const compareWindow = createRoute({
  getParentRoute: () => rootRoute,
  path: '/trace-window/$correlationId/compare',
  validateSearch: readCompareSearch,
  component: lazyRouteComponent(() => import('../features/trace/CompareWindow.tsx'), 'CompareWindow'),
})

const routeTree = rootRoute.addChildren([
  shell.addChildren([
    overview,
    doors,
    doorSetup,
    door,
    people,
    person,
    plans,
    plan,
    jobs,
    traces,
    trace,
    compare,
    importedTrace,
    importedCompare,
    debugSessions,
    importedSession,
    settings,
    settingsSection,
    connect,
    unknown,
  ]),
  traceWindow,
  compareWindow,
])

export const router = createRouter({
  routeTree,
  history: createHashHistory(),
  scrollRestoration: true,
  defaultErrorComponent: ScreenCrashed,
  defaultPendingMinMs: 0,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
