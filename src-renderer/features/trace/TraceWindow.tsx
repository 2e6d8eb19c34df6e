import { getRouteApi } from '@tanstack/react-router'
import { type ReactElement, useEffect } from 'react'
import { focusScreenSearch, isTyping } from '../../lib/keyboard.ts'
import { OwnWindow } from './ownWindow.ts'
import { TraceScreen } from './TraceScreen.tsx'
import classes from './trace.module.css'

const route = getRouteApi('/trace-window/$correlationId')

/** The correlation detail as a window of its own, for holding two side by side. */
export function TraceWindow(): ReactElement {
  const { correlationId } = route.useParams()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === '/' && !event.ctrlKey && !event.metaKey && !isTyping(event)) focusScreenSearch(event)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <OwnWindow value={true}>
      <main className={classes.window}>
        <TraceScreen source={{ kind: 'live', correlationId }} />
      </main>
    </OwnWindow>
  )
}
