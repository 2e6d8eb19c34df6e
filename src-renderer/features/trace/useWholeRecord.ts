import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { TraceSource } from '../../../src-preload/contract/views/traces.ts'
import { recordQuery } from '../../api/traces.ts'
import { copyText } from '../../components/copyText.ts'
import { showFailure } from '../../components/showFailure.ts'
import { texts } from '../../texts/texts.ts'
import type { TimelineRecord } from './model/normalise.ts'
import type { Selected, SelectedListed } from './model/selection.ts'
import { plainRecord } from './model/wholeRecord.ts'

/** The selected record with all that is in it: what stayed behind in the list is fetched when it is looked at. */
export function useWholeRecord(source: TraceSource, listed: SelectedListed | null) {
  const isShort = listed !== null && listed.kind !== 'job' && listed.record.shortened
  const asked = isShort ? { kind: listed.kind, id: listed.record.id } : ({ kind: 'log', id: 0 } as const)
  const whole = useQuery({ ...recordQuery(source, asked), enabled: isShort })
  return { whole, selected: isShort ? withWhole(listed, whole.data) : wholeOf(listed) }
}

function wholeOf(listed: SelectedListed | null): Selected | null {
  switch (listed?.kind) {
    case 'audit':
      return { kind: 'audit', record: plainRecord(listed.record) }
    case 'log':
      return { kind: 'log', record: plainRecord(listed.record) }
    case 'job':
      return listed
    default:
      return null
  }
}

function withWhole(
  listed: SelectedListed,
  record: Exclude<Selected, { readonly kind: 'job' }>['record'] | undefined,
): Selected | null {
  if (record === undefined) return null
  if (listed.kind === 'audit' && 'entity' in record) return { kind: 'audit', record }
  return 'lock_key' in record ? { kind: 'log', record } : null
}

/** Copies a record of the timeline as JSON, whole. */
export function useCopyRecord(source: TraceSource): (record: TimelineRecord) => Promise<void> {
  const queryClient = useQueryClient()
  return async ({ source: origin }) => {
    const listed = origin.kind === 'audit' ? origin.audit : origin.log
    try {
      const record = listed.shortened
        ? await queryClient.fetchQuery(recordQuery(source, { kind: origin.kind, id: listed.id }))
        : plainRecord(listed)
      await copyText(JSON.stringify(record, null, 2), texts.trace.detail.copyRecord)
    } catch (error) {
      showFailure(error)
    }
  }
}
