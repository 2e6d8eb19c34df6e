import { queryOptions } from '@tanstack/react-query'
import { ask } from '../lib/ipcClient.ts'

export const doorKeys = {
  all: ['doors'] as const,
  list: ['doors', 'list'] as const,
  detail: (doorId: number) => ['doors', 'detail', doorId] as const,
  overview: ['overview'] as const,
  groups: ['doorGroups'] as const,
}

export const doorsQuery = queryOptions({
  queryKey: doorKeys.list,
  queryFn: () => ask(window.lockstep.doors.list({})),
})

export function doorQuery(doorId: number) {
  return queryOptions({
    queryKey: doorKeys.detail(doorId),
    queryFn: () => ask(window.lockstep.doors.get({ doorId })),
  })
}

export const overviewQuery = queryOptions({
  queryKey: doorKeys.overview,
  queryFn: () => ask(window.lockstep.overview.get({})),
})

export const doorGroupsQuery = queryOptions({
  queryKey: doorKeys.groups,
  queryFn: () => ask(window.lockstep.doorGroups.list({})),
})
