import { useRouter } from '@tanstack/react-router'
import type { ReactElement, ReactNode } from 'react'

interface RowLinkProps {
  /** A path of the program, such as `/people/7`. */
  readonly to: string
  /** Reached by Tab, where its row is not walked by the arrows. */
  readonly isTabStop?: boolean
  readonly children: ReactNode
}

/** A link in a row of a long list: the router's own one compares itself with the address at each drawing. */
export function RowLink({ to, isTabStop = false, children }: RowLinkProps): ReactElement {
  const router = useRouter()
  return (
    <a
      href={router.history.createHref(to)}
      tabIndex={isTabStop ? 0 : -1}
      onClick={(event) => {
        event.preventDefault()
        router.history.push(to)
      }}
    >
      {children}
    </a>
  )
}
