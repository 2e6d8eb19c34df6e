import { useMantineColorScheme } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import {
  IconDoor,
  IconFileDiff,
  IconKey,
  IconListCheck,
  IconLogout,
  IconMoon,
  IconRefresh,
  IconSun,
  IconTimeline,
  IconUser,
  IconUserPlus,
} from '@tabler/icons-react'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import type { PreferencesView } from '../../../src-preload/contract/routes/system.ts'
import { doorsQuery } from '../../api/doors.ts'
import { jobsQuery } from '../../api/jobs.ts'
import { findCodesQuery, peopleQuery } from '../../api/people.ts'
import { enterSession } from '../../api/session.ts'
import { systemKeys } from '../../api/system.ts'
import { tracesQuery } from '../../api/traces.ts'
import { useHasRole } from '../../api/useHasRole.ts'
import { showFailure } from '../../components/showFailure.ts'
import { ask } from '../../lib/ipcClient.ts'
import { hrefOfSection } from '../../lib/sectionMemory.ts'
import { texts } from '../../texts/texts.ts'
import { SECTIONS } from '../shell/Navigation.tsx'

interface PaletteEntry {
  readonly id: string
  readonly name: string
  readonly detail: string | null
  readonly Icon: ComponentType<{ size?: number; stroke?: number }>
  readonly run: () => void
}

export interface PaletteGroup {
  readonly name: string
  readonly entries: readonly PaletteEntry[]
  /** It was asked for and could not be read: that nothing is found says nothing. */
  readonly isUnread?: boolean
}

const words = texts.shell
const PER_GROUP = 5
const LONGEST_SEARCH = 120

/** What the palette offers for `query`; `searched` is the settled text that main is asked for. */
export function usePaletteGroups(query: string, searched: string): readonly PaletteGroup[] {
  const router = useRouter()
  const doors = useQuery(doorsQuery)
  const people = useQuery(peopleQuery)
  const isSearching = searched.length >= 2
  const jobs = useInfiniteQuery({
    ...jobsQuery({ statuses: [], types: [], text: searched }),
    enabled: isSearching,
  })
  const traces = useInfiniteQuery({
    ...tracesQuery({
      text: searched,
      doorId: null,
      outcome: 'all',
      debugSession: null,
      from: null,
      to: null,
    }),
    enabled: isSearching,
  })
  const codes = useQuery({
    ...findCodesQuery(searched.slice(0, LONGEST_SEARCH)),
    enabled: isSearching,
  })
  const actions = useActions((doors.data ?? []).map((door) => door.id))
  const go = (href: string) => () => router.history.push(href)
  const fits = (...parts: readonly (string | null)[]) =>
    parts.some((part) => part?.toLowerCase().includes(query.toLowerCase()) ?? false)

  return [
    {
      name: words.paletteGroups.places,
      entries: SECTIONS.filter((section) => fits(section.name)).map((section) => ({
        id: `section:${section.path}`,
        name: section.name,
        detail: null,
        Icon: section.Icon,
        run: go(hrefOfSection(section.path)),
      })),
    },
    { name: words.paletteGroups.actions, entries: actions.filter((action) => fits(action.name)) },
    {
      name: words.paletteGroups.doors,
      entries: (query === '' ? [] : (doors.data ?? []))
        .filter((door) => fits(door.name, door.siteName, door.lockId, door.location))
        .slice(0, PER_GROUP)
        .map((door) => ({
          id: `door:${door.id}`,
          name: door.name,
          detail: `${door.siteName} · ${texts.words.doorState[door.state]}`,
          Icon: IconDoor,
          run: go(`/doors/${door.id}`),
        })),
      isUnread: query !== '' && doors.isError,
    },
    {
      name: words.paletteGroups.people,
      entries: (query === '' ? [] : (people.data ?? []))
        .filter((person) => fits(person.name, person.note))
        .slice(0, PER_GROUP)
        .map((person) => ({
          id: `person:${person.id}`,
          name: person.name,
          detail: person.note,
          Icon: IconUser,
          run: go(`/people/${person.id}`),
        })),
      isUnread: query !== '' && people.isError,
    },
    {
      name: words.paletteGroups.codes,
      entries: (isSearching && query !== '' ? (codes.data ?? []) : []).slice(0, PER_GROUP).map((code) => ({
        id: `code:${code.credentialId}`,
        name: code.codeName,
        detail: code.isActive ? code.personName : words.revokedCode(code.personName),
        Icon: IconKey,
        run: go(`/people/${code.personId}?code=${code.credentialId}`),
      })),
      isUnread: isSearching && codes.isError,
    },
    {
      name: words.paletteGroups.jobs,
      entries: (isSearching && query !== '' ? (jobs.data?.pages[0]?.rows ?? []) : [])
        .slice(0, PER_GROUP)
        .map((job) => ({
          id: `job:${job.jobId}`,
          name: job.title,
          detail: texts.words.jobStatus[job.status],
          Icon: IconListCheck,
          run: go(`/jobs?q=${encodeURIComponent(JSON.stringify(query))}`),
        })),
      isUnread: isSearching && jobs.isError,
    },
    {
      name: words.paletteGroups.traces,
      entries: (isSearching && query !== '' ? (traces.data?.pages[0]?.rows ?? []) : [])
        .slice(0, PER_GROUP)
        .map((trace) => ({
          id: `trace:${trace.correlationId}`,
          name: trace.title,
          detail: trace.outcome,
          Icon: IconTimeline,
          run: go(`/traces/${trace.correlationId}`),
        })),
      isUnread: isSearching && traces.isError,
    },
  ]
}

function useActions(doorIds: readonly number[]): readonly PaletteEntry[] {
  const router = useRouter()
  const queryClient = useQueryClient()
  const { setColorScheme } = useMantineColorScheme()
  const canAddDoor = useHasRole('manager', 'installer')
  const canAddPerson = useHasRole('manager')

  const report = (work: Promise<void>): void => {
    work.catch(showFailure)
  }
  const storeScheme = async (colorScheme: PreferencesView['colorScheme']): Promise<void> => {
    const density = document.documentElement.dataset.density === 'compact' ? 'compact' : 'comfortable'
    const stored = await ask(window.lockstep.system.setPreferences({ colorScheme, density }))
    queryClient.setQueryData(systemKeys.preferences, stored)
    setColorScheme(colorScheme)
  }
  const checkAll = async (): Promise<void> => {
    await ask(window.lockstep.doors.checkNow({ doorIds: [...doorIds] }))
    notifications.show({ message: words.checking(doorIds.length) })
  }
  const previewAll = async (): Promise<void> => {
    const reply = await ask(window.lockstep.plans.preview({ scope: { kind: 'all' } }))
    router.history.push(`/plans/${reply.planId}`)
  }
  const signOut = async (): Promise<void> => {
    enterSession(queryClient, await ask(window.lockstep.session.signOut({})))
  }
  const entry = (
    id: keyof typeof words.actions,
    Icon: PaletteEntry['Icon'],
    run: () => void,
  ): PaletteEntry => ({ id: `action:${id}`, name: words.actions[id], detail: null, Icon, run })

  return [
    ...(doorIds.length === 0
      ? []
      : [
          entry('checkAll', IconRefresh, () => report(checkAll())),
          entry('previewAll', IconFileDiff, () => report(previewAll())),
        ]),
    ...(canAddDoor ? [entry('addDoor', IconDoor, () => router.history.push('/doors/new'))] : []),
    ...(canAddPerson
      ? [entry('addPerson', IconUserPlus, () => router.history.push('/people?add=true'))]
      : []),
    entry('light', IconSun, () => report(storeScheme('light'))),
    entry('dark', IconMoon, () => report(storeScheme('dark'))),
    entry('signOut', IconLogout, () => report(signOut())),
  ]
}
