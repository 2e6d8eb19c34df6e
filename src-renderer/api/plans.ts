import { queryOptions } from '@tanstack/react-query'
import { ask } from '../lib/ipcClient.ts'

export const planKeys = {
  all: ['plans'] as const,
  list: ['plans', 'list'] as const,
  detail: (planId: number) => ['plans', 'detail', planId] as const,
}

export const plansQuery = queryOptions({
  queryKey: planKeys.list,
  queryFn: () => ask(window.lockstep.plans.list({})),
})

export function planQuery(planId: number) {
  return queryOptions({
    queryKey: planKeys.detail(planId),
    queryFn: () => ask(window.lockstep.plans.get({ planId })),
  })
}
