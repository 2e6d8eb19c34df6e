import { SegmentedControl } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { PreferencesView } from '../../../src-preload/contract/routes/system.ts'
import { preferencesQuery, systemKeys } from '../../api/system.ts'
import { ErrorLine, ErrorState } from '../../components/Feedback.tsx'
import { BlockSkeleton } from '../../components/ui/Skeletons.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import classes from './settings.module.css'

const words = texts.settings.appearance
const SCHEMES: readonly PreferencesView['colorScheme'][] = ['light', 'dark', 'auto']
const DENSITIES: readonly PreferencesView['density'][] = ['comfortable', 'compact']

export function AppearanceSection(): ReactElement {
  const queryClient = useQueryClient()
  const preferences = useQuery(preferencesQuery)
  const store = useMutation({
    mutationFn: (next: PreferencesView) => ask(window.lockstep.system.setPreferences(next)),
    onSuccess: (stored) => queryClient.setQueryData(systemKeys.preferences, stored),
  })
  if (preferences.isPending) return <BlockSkeleton lines={3} />
  if (preferences.isError) {
    return <ErrorState error={preferences.error} onRetry={() => void preferences.refetch()} />
  }
  const current = preferences.data
  return (
    <div className={classes.form}>
      <p className={classes.lead}>{words.lead}</p>
      <div>
        <p className={classes.fieldLabel} id="scheme-label">
          {words.scheme}
        </p>
        <SegmentedControl
          aria-labelledby="scheme-label"
          value={current.colorScheme}
          data={SCHEMES.map((scheme) => ({ value: scheme, label: words.schemes[scheme] }))}
          onChange={(colorScheme) => store.mutate({ ...current, colorScheme })}
        />
      </div>
      <div>
        <p className={classes.fieldLabel} id="density-label">
          {words.density}
        </p>
        <SegmentedControl
          aria-labelledby="density-label"
          value={current.density}
          data={DENSITIES.map((density) => ({ value: density, label: words.densities[density] }))}
          onChange={(density) => store.mutate({ ...current, density })}
        />
        <p className={classes.hint}>{words.densityHint}</p>
      </div>
      <p className="muted">{words.motion}</p>
      <ErrorLine error={store.error} />
    </div>
  )
}
