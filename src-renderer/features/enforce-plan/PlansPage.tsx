import { Button, Select } from '@mantine/core'
import { type UseQueryResult, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate, useRouter } from '@tanstack/react-router'
import { type ReactElement, useMemo } from 'react'
import type { DoorRow } from '../../../src-preload/contract/views/doors.ts'
import type { PlanRow } from '../../../src-preload/contract/views/plans.ts'
import { doorGroupsQuery, doorsQuery } from '../../api/doors.ts'
import { plansQuery } from '../../api/plans.ts'
import { sessionQuery } from '../../api/session.ts'
import { sitesQuery } from '../../api/sites.ts'
import { DateTime } from '../../components/DateTime.tsx'
import { EmptyState, ErrorLine, ErrorState } from '../../components/Feedback.tsx'
import { Ledger, type LedgerColumn } from '../../components/Ledger.tsx'
import { PlanStatusMark } from '../../components/marks.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { LedgerSkeleton } from '../../components/ui/Skeletons.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { readLocalZone } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import { listSitesOf, parseScope } from './model/scope.ts'
import classes from './plan.module.css'
import { SumsText } from './SumsText.tsx'

const route = getRouteApi('/shell/plans')
const words = texts.plan

export function PlansPage(): ReactElement {
  const plans = useInfiniteQuery(plansQuery)
  const rows = useMemo(() => (plans.data?.pages ?? []).flatMap((page) => page.plans), [plans.data])
  const doors = useQuery(doorsQuery)
  const hasNoDoor = doors.data?.length === 0
  const header = <PageHeader title={words.title} screen={words.title} sub={words.lead} />
  if (hasNoDoor && plans.isSuccess && rows.length === 0) {
    return (
      <>
        {header}
        <NoDoor />
      </>
    )
  }
  return (
    <>
      {header}
      {hasNoDoor ? <NoDoor /> : <ScopeForm doors={doors} />}
      <h2 className={classes.earlier}>{words.earlier}</h2>
      {plans.isPending && <LedgerSkeleton columns={5} rows={6} />}
      {plans.isError && (
        <ErrorState error={plans.error} what={words.failedList} onRetry={() => void plans.refetch()} />
      )}
      {plans.isSuccess &&
        (rows.length === 0 ? (
          <EmptyState title={words.emptyTitle}>{words.emptyText}</EmptyState>
        ) : (
          <PlansTable plans={rows} />
        ))}
      {plans.hasNextPage && (
        <Button
          className={classes.older}
          loading={plans.isFetchingNextPage}
          onClick={() => void plans.fetchNextPage()}
        >
          {words.older}
        </Button>
      )}
    </>
  )
}

/** Without a door there is nothing to plan: what a plan will be, and where to begin. */
function NoDoor(): ReactElement {
  const navigate = useNavigate()
  return (
    <EmptyState
      title={words.noDoorTitle}
      action={
        <Button variant="filled" onClick={() => void navigate({ to: '/doors/new' })}>
          {texts.overview.addDoor}
        </Button>
      }
    >
      {words.noDoorText}
    </EmptyState>
  )
}

/** What to plan, under which mode, and the button that reads the locks. */
function ScopeForm({ doors }: { readonly doors: UseQueryResult<readonly DoorRow[]> }): ReactElement {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const router = useRouter()
  const groups = useQuery(doorGroupsQuery)
  const sites = useQuery(sitesQuery)
  const session = useQuery(sessionQuery)
  const scopeText = search.scope ?? 'all'
  const scope = parseScope(scopeText)
  const preview = useMutation({
    mutationFn: () => ask(window.lockstep.plans.preview({ scope })),
    onSuccess: (reply) => router.history.push(`/plans/${reply.planId}`),
  })
  const touched = new Set(listSitesOf(scope, doors.data ?? []))
  const touchedSites = (sites.data ?? []).filter((site) => touched.has(site.id))
  const isObserving = session.data?.observing != null
  const modes = [...new Set(touchedSites.map((site) => (isObserving ? 'observe' : site.mode)))]
  const [mode] = modes
  const isEmpty = doors.isSuccess && touched.size === 0
  const unread = [doors, sites, groups].filter(({ isError }) => isError)

  return (
    <form
      className={classes.scope}
      onSubmit={(event) => {
        event.preventDefault()
        preview.mutate()
      }}
    >
      <Select
        label={words.scope}
        w={320}
        searchable
        value={scopeText}
        data={[
          { value: 'all', label: words.allDoors },
          {
            group: words.scopeSite,
            items: (sites.data ?? []).map((site) => ({ value: `site:${site.id}`, label: site.name })),
          },
          {
            group: words.scopeGroup,
            items: (groups.data ?? []).map((group) => ({ value: `group:${group.id}`, label: group.name })),
          },
          {
            group: words.scopeDoor,
            items: (doors.data ?? []).map((door) => ({ value: `door:${door.id}`, label: door.name })),
          },
        ]}
        onChange={(next) =>
          void navigate({
            search: { scope: next === null || next === 'all' ? undefined : next },
            replace: true,
          })
        }
      />
      <div className={classes.mode}>
        <span className={classes.modeLabel}>{words.modeLabel}</span>
        {modes.length > 1 ? (
          <span title={touchedSites.map((site) => `${site.name}: ${texts.words.mode[site.mode]}`).join('\n')}>
            {words.modes}
          </span>
        ) : (
          mode !== undefined && (
            <span>
              <strong>{texts.words.mode[mode]}</strong>{' '}
              <span className="muted">{texts.words.modeMeaning[mode]}</span>
            </span>
          )
        )}
        {isEmpty && <span className="muted">{words.scopeEmpty}</span>}
      </div>
      <div className={classes.scopeAction}>
        <Button type="submit" variant="filled" loading={preview.isPending} disabled={touched.size === 0}>
          {words.preview}
        </Button>
        <span className={classes.hint}>{words.previewHint}</span>
      </div>
      {preview.isError && (
        <div className={classes.scopeError}>
          <ErrorLine error={preview.error} />
        </div>
      )}
      {unread[0] !== undefined && (
        <div className={classes.scopeError}>
          <ErrorState
            error={unread[0].error}
            what={words.failedScopes}
            onRetry={() => {
              for (const { refetch } of unread) void refetch()
            }}
          />
        </div>
      )}
    </form>
  )
}

function PlansTable({ plans }: { readonly plans: readonly PlanRow[] }): ReactElement {
  const router = useRouter()
  return (
    <Ledger
      label={words.earlier}
      rows={plans}
      columns={planColumns}
      rowId={(plan) => String(plan.id)}
      rowName={(plan) => plan.title}
      onOpen={(plan) => router.history.push(`/plans/${plan.id}`)}
    />
  )
}

const planColumns: readonly LedgerColumn<PlanRow>[] = [
  {
    id: 'status',
    header: words.columns.status,
    width: '216px',
    sortBy: (plan) => plan.status,
    cell: (plan) => <PlanStatusMark status={plan.status} />,
  },
  {
    id: 'title',
    header: words.columns.title,
    sortBy: (plan) => plan.title,
    cell: (plan) => (
      <Link to="/plans/$planId" params={{ planId: String(plan.id) }} tabIndex={-1} title={plan.title}>
        {plan.title}
      </Link>
    ),
  },
  {
    id: 'sums',
    header: words.columns.sums,
    width: '152px',
    cell: (plan) =>
      plan.status === 'reading' ? null : <SumsText sums={plan} unreadableDoors={plan.unreadableDoors} />,
  },
  {
    id: 'doors',
    header: words.columns.doors,
    width: '72px',
    align: 'end',
    sortBy: (plan) => plan.doors,
    cell: (plan) => plan.doors.toLocaleString('en'),
  },
  {
    id: 'mode',
    header: words.columns.mode,
    width: '136px',
    priority: 'low',
    cell: (plan) => texts.words.modeOf(plan.mode),
  },
  {
    id: 'when',
    header: words.columns.when,
    width: '172px',
    sortBy: (plan) => plan.createdAt,
    cell: (plan) => <DateTime iso={plan.createdAt} zone={plan.timezone ?? readLocalZone()} isAmongSites />,
  },
]
