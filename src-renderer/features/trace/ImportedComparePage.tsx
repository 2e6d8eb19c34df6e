import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { CompareScreen } from './CompareScreen.tsx'

const route = getRouteApi('/shell/traces/imported/$importId/compare')

/** The same for a run that stands in a file. */
export function ImportedComparePage(): ReactElement {
  const { importId } = route.useParams()
  const navigate = route.useNavigate()
  return (
    <CompareScreen
      source={{ kind: 'imported', importId: Number(importId) }}
      other={route.useSearch().with}
      onChoose={(next) => void navigate({ search: { with: next }, replace: true })}
      onBack={() => void navigate({ to: '/traces/imported/$importId', params: { importId } })}
    />
  )
}
