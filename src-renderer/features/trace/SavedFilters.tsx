import { Button, Menu, Popover, TextInput } from '@mantine/core'
import { IconChevronDown, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { SavedFilterView } from '../../../src-preload/contract/views/traces.ts'
import { savedFiltersKey, savedFiltersQuery } from '../../api/traces.ts'
import { ErrorLine } from '../../components/Feedback.tsx'
import { showFailure } from '../../components/showFailure.ts'
import { ask } from '../../lib/ipcClient.ts'
import type { TracesSearch } from '../../lib/searchParams.ts'
import { texts } from '../../texts/texts.ts'
import own from './debugSession.module.css'

const words = texts.trace.saved

interface SavedFiltersProps {
  readonly search: TracesSearch
  readonly isFiltered: boolean
  readonly onUse: (filter: TracesSearch) => void
}

/** Filters that a person keeps under names, and keeping the one that stands now. */
export function SavedFilters({ search, isFiltered, onUse }: SavedFiltersProps): ReactElement {
  const queryClient = useQueryClient()
  const { data: filters = [], isError, refetch } = useQuery(savedFiltersQuery)
  const remove = useMutation({
    mutationFn: (id: number) => ask(window.lockstep.traces.deleteFilter({ id })),
    onSuccess: (left) => queryClient.setQueryData(savedFiltersKey, left),
    onError: showFailure,
  })
  return (
    <>
      {(filters.length > 0 || isError) && (
        <Menu>
          <Menu.Target>
            <Button variant="subtle" rightSection={<IconChevronDown size={16} stroke={1.75} />}>
              {words.title}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {isError && (
              <>
                <Menu.Label>{words.failed}</Menu.Label>
                <Menu.Item closeMenuOnClick={false} onClick={() => void refetch()}>
                  {texts.common.tryAgain}
                </Menu.Item>
              </>
            )}
            {filters.map((filter) => (
              <SavedFilter
                key={filter.id}
                filter={filter}
                onUse={() => onUse(filter.filter)}
                onRemove={() => remove.mutate(filter.id)}
              />
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {isFiltered && <SaveFilter search={search} />}
    </>
  )
}

interface SavedFilterProps {
  readonly filter: SavedFilterView
  readonly onUse: () => void
  readonly onRemove: () => void
}

function SavedFilter({ filter, onUse, onRemove }: SavedFilterProps): ReactElement {
  return (
    <div className={own.saved}>
      <Menu.Item onClick={onUse}>{filter.name}</Menu.Item>
      <Menu.Item aria-label={words.remove(filter.name)} title={words.remove(filter.name)} onClick={onRemove}>
        <IconTrash size={16} stroke={1.75} aria-hidden="true" />
      </Menu.Item>
    </div>
  )
}

function SaveFilter({ search }: { readonly search: TracesSearch }): ReactElement {
  const queryClient = useQueryClient()
  const [isOpen, setIsOpen] = useState(false)
  const [name, setName] = useState('')
  const save = useMutation({
    // Members without a value are not part of a filter.
    mutationFn: () =>
      ask(window.lockstep.traces.saveFilter({ name, filter: JSON.parse(JSON.stringify(search)) })),
    onSuccess: (filters) => {
      queryClient.setQueryData(savedFiltersKey, filters)
      setIsOpen(false)
      setName('')
    },
  })
  return (
    <Popover opened={isOpen} onChange={setIsOpen} trapFocus>
      <Popover.Target>
        <Button variant="subtle" onClick={() => setIsOpen(!isOpen)}>
          {words.save}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className={own.form}
          onSubmit={(event) => {
            event.preventDefault()
            save.mutate()
          }}
        >
          <TextInput
            label={words.name}
            value={name}
            maxLength={60}
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <ErrorLine error={save.error} />
          <Button type="submit" variant="filled" loading={save.isPending} disabled={name.trim() === ''}>
            {words.doSave}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
