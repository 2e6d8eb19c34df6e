import { getRouteApi, useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { hrefOfSection } from '../../lib/sectionMemory.ts'
import { texts } from '../../texts/texts.ts'
import { TraceScreen } from './TraceScreen.tsx'

const route = getRouteApi('/shell/traces/imported/$importId')

/** The same screen for a trace that stands in a file and not in the database. */
export function ImportedTracePage(): ReactElement {
  const { importId } = route.useParams()
  const router = useRouter()
  return (
    <TraceScreen
      key={importId}
      source={{ kind: 'imported', importId: Number(importId) }}
      back={{
        label: texts.trace.detail.back,
        onBack: () => router.history.push(hrefOfSection('/traces')),
      }}
    />
  )
}
