import { queryOptions } from '@tanstack/react-query'
import { ask } from '../lib/ipcClient.ts'

export const peopleKeys = {
  all: ['people'] as const,
  list: ['people', 'list'] as const,
  detail: (personId: number) => ['people', 'detail', personId] as const,
  codes: (text: string) => ['people', 'codes', text] as const,
}

export const peopleQuery = queryOptions({
  queryKey: peopleKeys.list,
  queryFn: () => ask(window.lockstep.people.list({})),
})

export function personQuery(personId: number) {
  return queryOptions({
    queryKey: peopleKeys.detail(personId),
    queryFn: () => ask(window.lockstep.people.get({ personId })),
  })
}

/** Codes by their name or their person's. */
export function findCodesQuery(text: string) {
  return queryOptions({
    queryKey: peopleKeys.codes(text),
    queryFn: () => ask(window.lockstep.people.findCodes({ text })),
  })
}
