import type { ReactElement } from 'react'
import type { OverviewView } from '../../../src-preload/contract/views/doors.ts'
import { texts } from '../../texts/texts.ts'
import { listParts } from './model/parts.ts'
import classes from './overview.module.css'

const words = texts.overview

/** One thin bar in proportion. States differ by pattern as well as by colour; the line below says them. */
export function ProportionBar({ overview }: { readonly overview: OverviewView }): ReactElement {
  const parts = listParts(overview)
  return (
    <figure className={classes.proportion} aria-label={words.bar}>
      <div className={classes.bar} aria-hidden="true">
        {parts.map((part) => (
          <span key={part.state} data-state={part.state} style={{ flexGrow: part.count }} />
        ))}
      </div>
      <ul className={classes.legend}>
        {parts.map((part) => (
          <li key={part.state}>
            <span className={classes.swatch} data-state={part.state} aria-hidden="true" />
            <span className="numbers">{part.count.toLocaleString('en')}</span> {words.parts[part.state]}
          </li>
        ))}
      </ul>
    </figure>
  )
}
