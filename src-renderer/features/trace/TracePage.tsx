import { getRouteApi, useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { hrefOfSection } from '../../lib/sectionMemory.ts'
import { texts } from '../../texts/texts.ts'
import { TraceScreen } from './TraceScreen.tsx'

const route = getRouteApi('/shell/traces/$correlationId')

export function TracePage(): ReactElement {
  const { correlationId } = route.useParams()
  const router = useRouter()
  return (
    <TraceScreen
      key={correlationId}
      source={{ kind: 'live', correlationId }}
      back={{
        label: texts.trace.detail.back,
        onBack: () => router.history.push(hrefOfSection('/traces')),
      }}
    />
  )
}
