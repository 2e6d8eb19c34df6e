import { infiniteQueryOptions } from '@tanstack/react-query'
import type { JobStatusView } from '../../src-preload/contract/views/jobs.ts'
import { ask } from '../lib/ipcClient.ts'

export interface JobFilter {
  readonly statuses: readonly JobStatusView[]
  readonly text: string
}

export const jobKeys = {
  all: ['jobs'] as const,
  list: (filter: JobFilter) => ['jobs', 'list', filter] as const,
}

export function jobsQuery(filter: JobFilter) {
  return infiniteQueryOptions({
    queryKey: jobKeys.list(filter),
    queryFn: ({ pageParam }) =>
      ask(window.lockstep.jobs.list({ statuses: [...filter.statuses], text: filter.text, after: pageParam })),
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
}
