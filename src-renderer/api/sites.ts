import { queryOptions } from '@tanstack/react-query'
import { ask } from '../lib/ipcClient.ts'

export const siteKeys = { all: ['sites'] as const }

export const sitesQuery = queryOptions({
  queryKey: siteKeys.all,
  queryFn: () => ask(window.lockstep.sites.list({})),
})
