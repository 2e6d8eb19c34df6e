import type { OverviewView } from '../../../../src-preload/contract/views/doors.ts'

export interface Part {
  readonly state: 'in_step' | 'out_of_step' | 'unreadable' | 'waiting' | 'unchecked'
  readonly count: number
}

/** The doors by state in the order of the bar; whatever the counts leave over was not checked yet. */
export function listParts(overview: OverviewView): readonly Part[] {
  const known = overview.inStep + overview.outOfStep + overview.unreadable + overview.waiting
  const parts: readonly Part[] = [
    { state: 'in_step', count: overview.inStep },
    { state: 'out_of_step', count: overview.outOfStep },
    { state: 'unreadable', count: overview.unreadable },
    { state: 'waiting', count: overview.waiting },
    { state: 'unchecked', count: Math.max(0, overview.total - known) },
  ]
  return parts.filter((part) => part.count > 0)
}
