import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import { texts } from '../../../texts/texts.ts'

/** So many come with each request for more. */
export const MORE = 200

interface ShowMoreProps {
  readonly left: number
  readonly onMore: () => void
}

/** Nothing where nothing is left. */
export function ShowMore({ left, onMore }: ShowMoreProps): ReactElement | null {
  if (left <= 0) return null
  return (
    <Button variant="subtle" size="compact-sm" mt={8} onClick={onMore}>
      {texts.trace.detail.showMore(left)}
    </Button>
  )
}
