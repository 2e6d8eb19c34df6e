import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '../lib/ipcClient.ts'
import { jobKeys } from './jobs.ts'

/** Lets jobs that wait for the enforcement hours send now. */
export function useRunNow(jobIds: readonly number[], onDone: () => void) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (reason: string) => ask(window.lockstep.jobs.runNow({ jobIds: [...jobIds], reason })),
    onSuccess: () => {
      onDone()
      return queryClient.invalidateQueries({ queryKey: jobKeys.all })
    },
  })
}
