import { queryOptions } from '@tanstack/react-query'
import { ask } from '../lib/ipcClient.ts'

export const systemKeys = { preferences: ['preferences'] as const, about: ['about'] as const }

export const preferencesQuery = queryOptions({
  queryKey: systemKeys.preferences,
  queryFn: () => ask(window.lockstep.system.preferences({})),
})

export const aboutQuery = queryOptions({
  queryKey: systemKeys.about,
  queryFn: () => ask(window.lockstep.system.about({})),
})
