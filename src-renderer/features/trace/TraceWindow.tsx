import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { TraceScreen } from './TraceScreen.tsx'
import classes from './trace.module.css'

const route = getRouteApi('/trace-window/$correlationId')

/** The correlation detail as a window of its own, for holding two side by side. */
export function TraceWindow(): ReactElement {
  const { correlationId } = route.useParams()
  return (
    <main className={classes.window}>
      <TraceScreen source={{ kind: 'live', correlationId }} isOwnWindow />
    </main>
  )
}
