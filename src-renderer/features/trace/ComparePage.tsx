import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { CompareScreen } from './CompareScreen.tsx'

const route = getRouteApi('/shell/traces/$correlationId/compare')

export function ComparePage(): ReactElement {
  const { correlationId } = route.useParams()
  const navigate = route.useNavigate()
  return (
    <CompareScreen
      source={{ kind: 'live', correlationId }}
      other={route.useSearch().with}
      onChoose={(next) => void navigate({ search: { with: next }, replace: true })}
      onBack={() => void navigate({ to: '/traces/$correlationId', params: { correlationId } })}
    />
  )
}
