import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactElement, useMemo } from 'react'
import type { PersonRow } from '../../../src-preload/contract/views/people.ts'
import { doorsQuery } from '../../api/doors.ts'
import { peopleQuery } from '../../api/people.ts'
import { useHasRole } from '../../api/useHasRole.ts'
import { EmptyState, ErrorState } from '../../components/Feedback.tsx'
import { Ledger } from '../../components/Ledger.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { Toolbar } from '../../components/Toolbar.tsx'
import { LedgerSkeleton } from '../../components/ui/Skeletons.tsx'
import { readLocalZone } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import { AddPersonDialog } from './AddPersonDialog.tsx'
import { findPeople } from './model/findPeople.ts'
import { buildPersonColumns } from './personColumns.tsx'

const route = getRouteApi('/shell/people')
const words = texts.people

export function PeoplePage(): ReactElement {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const people = useQuery(peopleQuery)
  const canChange = useHasRole('manager')
  const setAdding = (isAdding: boolean): Promise<void> =>
    navigate({ search: (now) => ({ ...now, add: isAdding ? true : undefined }), replace: true })
  /** The dialog is closed before the page is left: it is not to stand open when somebody comes back. */
  const show = async (person: { readonly id: number }): Promise<void> => {
    await setAdding(false)
    await navigate({ to: '/people/$personId', params: { personId: String(person.id) } })
  }
  const add = canChange && (
    <Button
      variant="filled"
      leftSection={<IconPlus size={16} stroke={1.75} />}
      onClick={() => void setAdding(true)}
    >
      {words.add}
    </Button>
  )
  return (
    <>
      <PageHeader title={words.title} screen={words.title} actions={people.data?.length !== 0 && add} />
      {people.isPending && <LedgerSkeleton columns={5} rows={10} hasToolbar />}
      {people.isError && (
        <ErrorState error={people.error} what={words.failed} onRetry={() => void people.refetch()} />
      )}
      {people.isSuccess &&
        (people.data.length === 0 ? (
          <EmptyState title={words.emptyTitle} action={add}>
            {words.emptyText}
          </EmptyState>
        ) : (
          <PeopleTable people={people.data} query={search.q ?? ''} />
        ))}
      {search.add === true && canChange && (
        <AddPersonDialog onClose={() => void setAdding(false)} onAdded={(person) => void show(person)} />
      )}
    </>
  )
}

interface PeopleTableProps {
  readonly people: readonly PersonRow[]
  readonly query: string
}

function PeopleTable({ people, query }: PeopleTableProps): ReactElement {
  const navigate = route.useNavigate()
  const doors = useQuery(doorsQuery)
  // A person has no site of its own: one zone stands for the list, the person's page names each door's.
  const zone = doors.data?.[0]?.timezone ?? readLocalZone()
  const columns = useMemo(() => buildPersonColumns(zone), [zone])
  const shown = useMemo(() => findPeople(people, query), [people, query])
  const setQuery = (q: string): void =>
    void navigate({ search: (now) => ({ ...now, q: q === '' ? undefined : q }), replace: true })
  return (
    <>
      <Toolbar>
        <SearchField label={words.search} value={query} onChange={setQuery} />
      </Toolbar>
      {shown.length === 0 ? (
        <EmptyState
          title={words.nothingFound}
          action={<Button onClick={() => setQuery('')}>{words.clearSearch}</Button>}
        >
          {words.nothingFoundText}
        </EmptyState>
      ) : (
        <Ledger
          label={words.tableLabel}
          rows={shown}
          columns={columns}
          rowId={(person) => String(person.id)}
          rowName={(person) => person.name}
          onOpen={(person) =>
            void navigate({ to: '/people/$personId', params: { personId: String(person.id) } })
          }
        />
      )}
    </>
  )
}
