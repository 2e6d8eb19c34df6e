import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { OwnWindowFrame } from './OwnWindowFrame.tsx'
import { TraceScreen } from './TraceScreen.tsx'

const route = getRouteApi('/trace-window/$correlationId')

/** The correlation detail as a window of its own, for holding two side by side. */
export function TraceWindow(): ReactElement {
  const { correlationId } = route.useParams()
  return (
    <OwnWindowFrame>
      <TraceScreen key={correlationId} source={{ kind: 'live', correlationId }} />
    </OwnWindowFrame>
  )
}
