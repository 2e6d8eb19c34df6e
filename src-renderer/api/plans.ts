import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { PlanView } from '../../src-preload/contract/views/plans.ts'
import { ask } from '../lib/ipcClient.ts'

export const planKeys = {
  all: ['plans'] as const,
  list: ['plans', 'list'] as const,
  details: ['plans', 'detail'] as const,
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

/**
 * Who gains or loses which door by the chosen lines, page by page. It stands apart from the plan: of the same reading,
 * decision and choice it is always the same, and an apply changes the plan many times a second.
 */
export function planImpactQuery({ row, digest }: PlanView, leftOut: readonly string[]) {
  return infiniteQueryOptions({
    queryKey: ['planImpact', row.id, digest, row.status, leftOut],
    queryFn: ({ pageParam }) =>
      ask(window.lockstep.plans.impact({ planId: row.id, leftOut: [...leftOut], from: pageParam })),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const told = pages.reduce((sum, page) => sum + page.sentences.length, 0)
      return told < last.total ? told : null
    },
    // What was told stays while a line is taken out or put back.
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  })
}
