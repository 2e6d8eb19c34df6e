import { useQuery } from '@tanstack/react-query'
import { Outlet, useRouter, useRouterState } from '@tanstack/react-router'
import { type ReactElement, useEffect, useRef, useState } from 'react'
import type { SessionView } from '../../../src-preload/contract/views/session.ts'
import { sessionQuery } from '../../api/session.ts'
import { focusScreenSearch, isEscapeFree, isTyping } from '../../lib/keyboard.ts'
import { ScrollElementContext } from '../../lib/scrollElement.ts'
import { hrefOfSection, parentSection, rememberSection } from '../../lib/sectionMemory.ts'
import { texts } from '../../texts/texts.ts'
import { CommandPalette } from '../palette/CommandPalette.tsx'
import { SimulatedBanner } from '../SimulatedBanner.tsx'
import { Navigation, SECTIONS } from './Navigation.tsx'
import { NoticeBands } from './NoticeBands.tsx'
import { ObservingBand } from './ObservingBand.tsx'
import { ShortcutsDialog } from './ShortcutsDialog.tsx'
import { StatusBar } from './StatusBar.tsx'
import classes from './shell.module.css'

/** The frame around every screen. The gate shows it only while somebody is signed in, so the session is known. */
export function Shell(): ReactElement | null {
  const session = useQuery(sessionQuery)
  return session.data ? <Frame session={session.data} /> : null
}

function Frame({ session }: { readonly session: SessionView }): ReactElement {
  const scrollRef = useRef<HTMLElement>(null)
  const [isHelpOpen, setHelpOpen] = useState(false)
  const router = useRouter()
  const location = useRouterState({ select: (state) => state.location })

  useEffect(() => {
    if (parentSection(location.pathname) === null) rememberSection(location.pathname, location.href)
  }, [location.pathname, location.href])

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && isEscapeFree(event)) {
        const parent = parentSection(router.state.location.pathname)
        if (parent !== null) router.history.push(hrefOfSection(parent))
        return
      }
      const section = SECTIONS[Number(event.key) - 1]
      if ((event.ctrlKey || event.metaKey) && section !== undefined) {
        event.preventDefault()
        router.history.push(hrefOfSection(section.path))
        return
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return
      if (event.key === '?') setHelpOpen(true)
      if (event.key === '/') focusScreenSearch(event)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [router])

  return (
    <div className={classes.shell}>
      <button type="button" className={classes.skip} onClick={() => scrollRef.current?.focus()}>
        {texts.shell.skipToContent}
      </button>
      <div className={classes.bands}>
        {session.profile === 'simulated' && <SimulatedBanner goTo={(place) => router.history.push(place)} />}
        <NoticeBands notices={session.notices} />
        {session.observing !== null && <ObservingBand doorsToRead={session.observing.doorsToRead} />}
      </div>
      <Navigation />
      <main
        ref={scrollRef}
        className={classes.main}
        tabIndex={-1}
        id="main"
        data-scroll-restoration-id="main"
      >
        <ScrollElementContext value={scrollRef}>
          <Outlet />
        </ScrollElementContext>
      </main>
      <StatusBar session={session} />
      <ShortcutsDialog isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
      <CommandPalette />
    </div>
  )
}
