import '@mantine/core/styles.layer.css'
import { RouterProvider } from '@tanstack/react-router'
import { type ReactElement, useEffect } from 'react'
import { router } from './router.tsx'

/** Every screen behind the sign-in, and the trace windows. */
export function Screens(): ReactElement {
  useEffect(
    () =>
      window.lockstep.events.navigate(({ to }) => {
        if (to.startsWith('/')) router.history.push(to)
      }),
    [],
  )
  return <RouterProvider router={router} />
}
