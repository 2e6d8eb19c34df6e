import { MantineProvider, useMantineColorScheme } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { type QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { lazy, type ReactElement, Suspense, useEffect, useState } from 'react'
import { sessionQuery } from '../api/session.ts'
import { preferencesQuery } from '../api/system.ts'
import { colorSchemeOfMain, readInitialScheme } from './colorScheme.ts'
import { startEventBridge } from './eventBridge.ts'
import { Gate, OpenScreens } from './Gate.tsx'
import classes from './theme.module.css'
import { resolveCssVariables, theme } from './theme.ts'

interface AppProps {
  readonly nonce: string
  readonly queryClient: QueryClient
}

export function App({ nonce, queryClient }: AppProps): ReactElement {
  const [initialScheme] = useState(readInitialScheme)

  useEffect(() => startEventBridge(queryClient), [queryClient])

  return (
    <QueryClientProvider client={queryClient}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={resolveCssVariables}
        getStyleNonce={() => nonce}
        colorSchemeManager={colorSchemeOfMain}
        defaultColorScheme={initialScheme}
      >
        <PreferencesSync />
        <Notifications
          position="bottom-right"
          autoClose={5000}
          containerWidth={380}
          className={classes.notices ?? ''}
        />
        {isTraceWindow() ? <OpenScreens /> : <Gate />}
        <Ending />
      </MantineProvider>
    </QueryClientProvider>
  )
}

const EndingDialog = lazy(async () => ({ default: (await import('./EndingDialog.tsx')).EndingDialog }))

/** While the program is on its way out; asked for only then, so that it costs no start. */
function Ending(): ReactElement | null {
  const session = useQuery(sessionQuery)
  const ending = session.data?.ending ?? null
  if (ending === null) return null
  return (
    <Suspense>
      <EndingDialog ending={ending} />
    </Suspense>
  )
}

function isTraceWindow(): boolean {
  return window.location.hash.startsWith('#/trace-window/')
}

/** Carries the stored preferences to the page: the scheme to Mantine, the density to the style sheets. */
function PreferencesSync(): null {
  const preferences = useQuery(preferencesQuery)
  const { setColorScheme } = useMantineColorScheme()
  const scheme = preferences.data?.colorScheme
  const density = preferences.data?.density

  useEffect(() => {
    if (scheme !== undefined) setColorScheme(scheme)
  }, [scheme, setColorScheme])
  useEffect(() => {
    if (density !== undefined) document.documentElement.dataset.density = density
  }, [density])
  return null
}
