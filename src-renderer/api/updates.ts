import { queryOptions } from '@tanstack/react-query'
import { ask } from '../lib/ipcClient.ts'

export const updatesKey = ['updates'] as const

const STEP_MS = 400

/** Looked at again while something is under way; main does nothing by itself. */
export const updatesQuery = queryOptions({
  queryKey: updatesKey,
  queryFn: () => ask(window.lockstep.updates.get({})),
  refetchInterval: ({ state }) =>
    state.data?.stage === 'checking' || state.data?.stage === 'downloading' ? STEP_MS : false,
})
