import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { TraceSource } from '../../../src-preload/contract/views/traces.ts'
import { traceQuery } from '../../api/traces.ts'
import { hrefOfSection } from '../../lib/sectionMemory.ts'
import { texts } from '../../texts/texts.ts'
import { TraceScreen } from './TraceScreen.tsx'

const route = getRouteApi('/shell/traces/imported/$importId')

/** The same screen for a trace that stands in a file and not in the database. */
export function ImportedTracePage(): ReactElement {
  const importId = Number(route.useParams().importId)
  const router = useRouter()
  const source: TraceSource = { kind: 'imported', importId }
  const session = useQuery(traceQuery(source)).data?.imported?.session ?? null
  return (
    <TraceScreen
      key={importId}
      source={source}
      back={
        session === null
          ? { label: texts.trace.detail.back, onBack: () => router.history.push(hrefOfSection('/traces')) }
          : {
              label: texts.debugSession.imported.title(session.code),
              onBack: () => router.history.push(`/traces/sessions/imported/${session.importId}`),
            }
      }
    />
  )
}
