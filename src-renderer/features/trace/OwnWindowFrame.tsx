import { useQuery } from '@tanstack/react-query'
import { type ReactElement, type ReactNode, useEffect } from 'react'
import { sessionQuery } from '../../api/session.ts'
import { SimulatedBand } from '../../components/SimulatedBand.tsx'
import { focusScreenSearch, isTyping } from '../../lib/keyboard.ts'
import { OwnWindow } from './ownWindow.ts'
import classes from './trace.module.css'

/** What the shell is to other screens: the page's frame and its keys. */
export function OwnWindowFrame({ children }: { readonly children: ReactNode }): ReactElement {
  const session = useQuery(sessionQuery)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === '/' && !event.ctrlKey && !event.metaKey && !isTyping(event)) focusScreenSearch(event)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <OwnWindow value={true}>
      <div className={classes.own}>
        {session.data?.profile === 'simulated' && <SimulatedBand />}
        <main className={classes.window}>{children}</main>
      </div>
    </OwnWindow>
  )
}
