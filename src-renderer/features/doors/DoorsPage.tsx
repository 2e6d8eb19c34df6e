import { Button, Select } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type ReactElement, useMemo, useState } from 'react'
import type { DoorRow, DoorState } from '../../../src-preload/contract/views/doors.ts'
import { doorsQuery } from '../../api/doors.ts'
import { useHasRole } from '../../api/useHasRole.ts'
import { EmptyState, ErrorState } from '../../components/Feedback.tsx'
import { Ledger } from '../../components/Ledger.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { showFailure } from '../../components/showFailure.ts'
import { SelectionBar, Toolbar } from '../../components/Toolbar.tsx'
import { FilterTabs } from '../../components/ui/FilterTabs.tsx'
import { LedgerSkeleton } from '../../components/ui/Skeletons.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import { doorColumns } from './doorColumns.tsx'
import { countStates, filterDoors } from './model/filterDoors.ts'

const route = getRouteApi('/shell/doors')
const words = texts.doors

export function DoorsPage(): ReactElement {
  const canAdd = useHasRole('manager', 'installer')
  const navigate = useNavigate()
  const doors = useQuery(doorsQuery)
  const openSetup = (): void => void navigate({ to: '/doors/new' })
  return (
    <>
      <PageHeader
        title={words.title}
        screen={words.title}
        actions={
          // An empty list has the same button beside the words that explain it.
          canAdd &&
          doors.data?.length !== 0 && (
            <Button variant="filled" leftSection={<IconPlus size={16} stroke={1.75} />} onClick={openSetup}>
              {words.add}
            </Button>
          )
        }
      />
      {doors.isPending && <LedgerSkeleton columns={6} rows={10} hasToolbar />}
      {doors.isError && (
        <ErrorState error={doors.error} what={words.failed} onRetry={() => void doors.refetch()} />
      )}
      {doors.isSuccess &&
        (doors.data.length === 0 ? (
          <EmptyState
            title={words.emptyTitle}
            action={
              canAdd && (
                <Button variant="filled" onClick={openSetup}>
                  {words.add}
                </Button>
              )
            }
          >
            {words.emptyText}
          </EmptyState>
        ) : (
          <DoorsTable doors={doors.data} />
        ))}
    </>
  )
}

function DoorsTable({ doors }: { readonly doors: readonly DoorRow[] }): ReactElement {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const shown = useMemo(() => filterDoors(doors, search), [doors, search])
  const counts = useMemo(
    () => countStates(filterDoors(doors, { ...search, state: undefined })),
    [doors, search],
  )
  const sites = useMemo(() => [...new Map(doors.map((door) => [door.siteId, door.siteName]))], [doors])
  const check = useCheckNow(() => setSelected(new Set()))

  return (
    <>
      <Toolbar>
        <SearchField
          label={words.search}
          value={search.q ?? ''}
          onChange={(q) =>
            void navigate({ search: (now) => ({ ...now, q: q === '' ? undefined : q }), replace: true })
          }
        />
        {sites.length > 1 && (
          <Select
            aria-label={words.site}
            w={180}
            value={search.site === undefined ? '' : String(search.site)}
            data={[
              { value: '', label: words.allSites },
              ...sites.map(([id, name]) => ({ value: String(id), label: name })),
            ]}
            onChange={(site) =>
              void navigate({
                search: (now) => ({ ...now, site: site === '' || site === null ? undefined : Number(site) }),
                replace: true,
              })
            }
          />
        )}
        <FilterTabs<DoorState | 'all'>
          label={words.filter}
          value={search.state ?? 'all'}
          tabs={[
            { value: 'all', label: words.all, count: counts.all },
            ...counts.states.map(([state, count]) => ({
              value: state,
              label: texts.words.doorState[state],
              count,
            })),
          ]}
          onChange={(state) =>
            void navigate({
              search: (now) => ({ ...now, state: state === 'all' ? undefined : state }),
              replace: true,
            })
          }
        />
      </Toolbar>
      {shown.length === 0 ? (
        <EmptyState
          title={words.nothingFound}
          action={<Button onClick={() => void navigate({ search: {} })}>{words.clearFilters}</Button>}
        >
          {words.nothingFoundText}
        </EmptyState>
      ) : (
        <Ledger
          label={words.tableLabel}
          rows={shown}
          columns={doorColumns}
          rowId={(door) => String(door.id)}
          rowName={(door) => door.name}
          onOpen={(door) => void navigate({ to: '/doors/$doorId', params: { doorId: String(door.id) } })}
          selection={{ ids: selected, onChange: setSelected }}
        />
      )}
      {selected.size > 0 && (
        <SelectionBar label={words.selected(selected.size)}>
          <Button
            variant="filled"
            loading={check.isPending}
            onClick={() => check.mutate([...selected].map(Number))}
          >
            {words.checkNow}
          </Button>
          <Button variant="subtle" onClick={() => setSelected(new Set())}>
            {words.clearSelection}
          </Button>
        </SelectionBar>
      )}
    </>
  )
}

function useCheckNow(onQueued: () => void) {
  return useMutation({
    mutationFn: (doorIds: number[]) => ask(window.lockstep.doors.checkNow({ doorIds })),
    onSuccess: (_reply, doorIds) => {
      notifications.show({ title: words.checking(doorIds.length), message: words.checkingNext })
      onQueued()
    },
    onError: showFailure,
  })
}
