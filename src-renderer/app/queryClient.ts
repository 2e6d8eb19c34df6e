import { QueryClient } from '@tanstack/react-query'

/**
 * Answers come from the main process on the same PC: being offline, focus and time say nothing about
 * whether they are fresh. Only a `changed` event does, see `eventBridge.ts`.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
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
}
