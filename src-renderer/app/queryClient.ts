import { QueryClient } from '@tanstack/react-query'
import { keepErrorsUntilAnswered } from './errorsUntilAnswered.ts'

/**
 * Answers come from the main process on the same PC: being offline, focus and time say nothing about
 * whether they are fresh. Only a `changed` event does, see `eventBridge.ts`.
 */
export function createQueryClient(): QueryClient {
  const queryClient = new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        staleTime: Number.POSITIVE_INFINITY,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
  keepErrorsUntilAnswered(queryClient.getQueryCache())
  return queryClient
}
