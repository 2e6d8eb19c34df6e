import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { ask } from '../lib/ipcClient.ts'

export const planKeys = {
  all: ['plans'] as const,
  list: ['plans', 'list'] as const,
  detail: (planId: number) => ['plans', 'detail', planId] as const,
  lines: (planId: number, doorId: number, of: 'lines' | 'unchanged') =>
    ['plans', 'lines', planId, doorId, of] as const,
  found: (planId: number, text: string) => ['plans', 'found', planId, text] as const,
}

export const plansQuery = infiniteQueryOptions({
  queryKey: planKeys.list,
  queryFn: ({ pageParam }) => ask(window.lockstep.plans.list({ before: pageParam })),
  // The first page has no cursor.
  initialPageParam: null as number | null,
  getNextPageParam: (page) => page.next,
})

export function planQuery(planId: number) {
  return queryOptions({
    queryKey: planKeys.detail(planId),
    queryFn: () => ask(window.lockstep.plans.get({ planId })),
  })
}

/** One door of a plan in full: its lines, or the codes that need none. */
export function planLinesQuery(planId: number, doorId: number, of: 'lines' | 'unchanged') {
  return queryOptions({
    queryKey: planKeys.lines(planId, doorId, of),
    queryFn: () => ask(window.lockstep.plans.lines({ planId, doorId, of })),
  })
}

/** The lines whose person or code has this text in its name. */
export function foundLinesQuery(planId: number, text: string) {
  return queryOptions({
    queryKey: planKeys.found(planId, text),
    queryFn: () => ask(window.lockstep.plans.find({ planId, text })),
  })
}
