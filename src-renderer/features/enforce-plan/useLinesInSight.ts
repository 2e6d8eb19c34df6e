import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { PlanLineView } from '../../../src-preload/contract/views/plans.ts'
import { planLinesQuery } from '../../api/plans.ts'
import type { PlanListRow } from './model/rows.ts'

/** Rows beyond the edges whose doors are read before the wheel comes to them: then each row is drawn once, not twice. */
const READ_AHEAD = 60

export interface Sight {
  readonly rows: readonly PlanListRow[]
  /** Places of the first and the last row that are drawn. */
  readonly first: number
  readonly last: number
}

/** What the rows in sight say. A door's lines are asked for once, with the first of its rows that comes near. */
export function useLinesInSight(planId: number, { rows, first, last }: Sight) {
  const queryClient = useQueryClient()
  const parts = listParts(rows, first, last)
  const answers = useQueries({
    queries: [...parts.values()].map(({ doorId, of }) => planLinesQuery(planId, doorId, of)),
  })
  useEffect(() => {
    for (const { doorId, of } of listParts(rows, first - READ_AHEAD, last + READ_AHEAD).values()) {
      const query = planLinesQuery(planId, doorId, of)
      // What failed waits for a person or for news. The error moves the rows, and each move would ask again and take it away.
      if (queryClient.getQueryState(query.queryKey)?.status !== 'error') void queryClient.prefetchQuery(query)
    }
  }, [queryClient, planId, rows, first, last])
  const places = new Map([...parts.keys()].map((key, index) => [key, index]))
  const failed = answers.filter(({ isLoadingError }) => isLoadingError)
  return {
    lineOf: (row: PlanListRow): PlanLineView | null => {
      const part = partOf(row)
      if (part === null || !('index' in row)) return null
      return answers[places.get(part.key) ?? -1]?.data?.[row.index] ?? null
    },
    /** Why lines in sight are missing, or null. */
    error: failed[0]?.error ?? null,
    readAgain: (): void => {
      for (const { refetch } of failed) void refetch()
    },
  }
}

/** One request to the main process: the lines of a door, or its codes that need none. */
interface Part {
  readonly key: string
  readonly doorId: number
  readonly of: 'lines' | 'unchanged'
}

function listParts(rows: readonly PlanListRow[], first: number, last: number): ReadonlyMap<string, Part> {
  const parts = new Map<string, Part>()
  for (let index = Math.max(first, 0); index <= last; index++) {
    const row = rows[index]
    const part = row === undefined ? null : partOf(row)
    if (part !== null) parts.set(part.key, part)
  }
  return parts
}

function partOf({ kind, door: { doorId } }: PlanListRow): Part | null {
  if (kind !== 'line' && kind !== 'unchanged') return null
  const of = kind === 'line' ? 'lines' : 'unchanged'
  return { key: `${doorId} ${of}`, doorId, of }
}
