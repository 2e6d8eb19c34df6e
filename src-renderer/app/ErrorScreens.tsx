import { Button } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { EmptyState } from '../components/Feedback.tsx'
import { texts } from '../texts/texts.ts'

/** A screen threw while drawing. The rest of the window goes on. */
export function ScreenCrashed({ reset }: { readonly reset: () => void }): ReactElement {
  const router = useRouter()
  return (
    <div role="alert">
      <EmptyState
        title={texts.shell.crashed.what}
        action={
          <Button
            variant="filled"
            onClick={() => {
              reset()
              void router.invalidate()
            }}
          >
            {texts.shell.crashed.action}
          </Button>
        }
      >
        {texts.shell.crashed.next}
      </EmptyState>
    </div>
  )
}

export function NotFound(): ReactElement {
  const router = useRouter()
  return (
    <EmptyState
      title={texts.shell.notFound.what}
      action={<Button onClick={() => router.history.push('/')}>{texts.shell.notFound.action}</Button>}
    />
  )
}
