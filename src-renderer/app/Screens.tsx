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
  // Shown again after a sign-out, the router still has the place of before; where the gate put us is in the address.
  useEffect(() => {
    const before = router.state.resolvedLocation?.href
    const place = window.location.hash.slice(1)
    if (before !== undefined && place.startsWith('/') && place !== before) router.history.replace(place)
  }, [])
  return <RouterProvider router={router} />
}
