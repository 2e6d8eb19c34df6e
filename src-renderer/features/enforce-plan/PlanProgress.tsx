import type { ReactElement } from 'react'
import type { PlanView } from '../../../src-preload/contract/views/plans.ts'
import { texts } from '../../texts/texts.ts'
import classes from './plan.module.css'

const words = texts.plan

/** How far the reading or the apply has come; afterwards what became of it, in one line. */
export function PlanProgress({ plan }: { readonly plan: PlanView }): ReactElement | null {
  const lines = plan.doors.flatMap((door) => door.lines)
  const settled = lines.filter((line) => line.result !== null)
  switch (plan.row.status) {
    case 'reading':
      return (
        <Progress
          text={words.reading(plan.doorsRead, plan.doorsToRead)}
          hint={words.readingHint}
          done={plan.doorsRead}
          total={plan.doorsToRead}
        />
      )
    case 'applying': {
      const total = lines.filter((line) => line.isSelectable || line.result !== null).length
      return (
        <Progress
          text={words.progress(settled.length, total)}
          hint={words.stopHint}
          done={settled.length}
          total={total}
        />
      )
    }
    case 'applied':
    case 'partly_applied': {
      const ok = settled.filter((line) => line.result === 'ok' || line.result === 'already_so').length
      return <p className={classes.resultLine}>{words.results(ok, settled.length - ok)}</p>
    }
    default:
      return null
  }
}

interface ProgressProps {
  readonly text: string
  readonly hint: string
  readonly done: number
  readonly total: number
}

function Progress({ text, hint, done, total }: ProgressProps): ReactElement {
  return (
    <div className={classes.progress} role="status">
      <p>
        <strong className="numbers">{text}</strong> <span className="muted">{hint}</span>
      </p>
      <div className={classes.progressTrack}>
        <span style={{ width: `${total === 0 ? 0 : (done / total) * 100}%` }} />
      </div>
    </div>
  )
}
