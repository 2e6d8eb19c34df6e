import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { JobStatusView, JobTypeView } from '../../src-preload/contract/views/jobs.ts'
import { ask } from '../lib/ipcClient.ts'

export interface JobFilter {
  readonly statuses: readonly JobStatusView[]
  readonly types: readonly JobTypeView[]
  readonly text: string
}

export const jobKeys = {
  all: ['jobs'] as const,
  detail: (jobId: number) => ['jobs', 'detail', jobId] as const,
  schedules: ['jobs', 'schedules'] as const,
  list: (filter: JobFilter) => ['jobs', 'list', filter] as const,
}

export function jobsQuery(filter: JobFilter) {
  return infiniteQueryOptions({
    queryKey: jobKeys.list(filter),
    queryFn: ({ pageParam }) =>
      ask(
        window.lockstep.jobs.list({
          statuses: [...filter.statuses],
          types: [...filter.types],
          text: filter.text,
          after: pageParam,
        }),
      ),
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
}

export function jobQuery(jobId: number) {
  return queryOptions({
    queryKey: jobKeys.detail(jobId),
    queryFn: () => ask(window.lockstep.jobs.get({ jobId })),
  })
}

export const schedulesQuery = queryOptions({
  queryKey: jobKeys.schedules,
  queryFn: () => ask(window.lockstep.jobs.schedules({})),
})
