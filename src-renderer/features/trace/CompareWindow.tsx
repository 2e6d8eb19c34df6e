import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { CompareScreen } from './CompareScreen.tsx'
import { OwnWindowFrame } from './OwnWindowFrame.tsx'

const route = getRouteApi('/trace-window/$correlationId/compare')

/** Two runs side by side, in the window of the first. */
export function CompareWindow(): ReactElement {
  const { correlationId } = route.useParams()
  const navigate = route.useNavigate()
  return (
    <OwnWindowFrame>
      <CompareScreen
        source={{ kind: 'live', correlationId }}
        other={route.useSearch().with}
        onChoose={(next) => void navigate({ search: { with: next }, replace: true })}
        onBack={() => void navigate({ to: '/trace-window/$correlationId', params: { correlationId } })}
      />
    </OwnWindowFrame>
  )
}
