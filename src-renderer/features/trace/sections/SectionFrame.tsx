import type { ReactElement, ReactNode } from 'react'
import { texts } from '../../../texts/texts.ts'
import classes from '../trace.module.css'

interface SectionFrameProps {
  readonly id: 'changed' | 'decided' | 'sent' | 'timeline'
  readonly note?: ReactNode
  readonly children: ReactNode
}

export function SectionFrame({ id, note, children }: SectionFrameProps): ReactElement {
  return (
    <section className={classes.section} id={`trace-${id}`} aria-labelledby={`trace-${id}-heading`}>
      <div className={classes.sectionHead}>
        <h2 id={`trace-${id}-heading`}>{texts.trace.detail.sections[id]}</h2>
        {note}
      </div>
      {children}
    </section>
  )
}
