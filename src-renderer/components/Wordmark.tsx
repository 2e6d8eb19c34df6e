import type { ReactElement } from 'react'
import { texts } from '../texts/texts.ts'
import classes from './Wordmark.module.css'

/** Two key bits in step, and the name. */
export function Wordmark({ isGlyphOnly = false }: { readonly isGlyphOnly?: boolean }): ReactElement {
  return (
    <span className={classes.wordmark}>
      <svg width="22" height="22" viewBox="0 0 22 22" fill="none" aria-hidden="true">
        <path
          d="M3 6h4v4h4V6h4v4h4"
          stroke="var(--accent)"
          strokeWidth="2"
          strokeLinejoin="round"
          strokeLinecap="round"
        />
        <path
          d="M3 13h4v4h4v-4h4v4h4"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinejoin="round"
          strokeLinecap="round"
        />
      </svg>
      {!isGlyphOnly && <span>{texts.common.appName}</span>}
    </span>
  )
}
