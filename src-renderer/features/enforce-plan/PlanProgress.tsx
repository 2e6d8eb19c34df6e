import type { ReactElement } from 'react'
import type { PlanView } from '../../../src-preload/contract/views/plans.ts'
import { texts } from '../../texts/texts.ts'
import { gatewayTimes } from './gatewayTimes.ts'
import classes from './plan.module.css'

const words = texts.plan

/** How far the reading or the apply has come; afterwards what became of it, in one line. */
export function PlanProgress({ plan }: { readonly plan: PlanView }): ReactElement | null {
  const { approved, proven, failed, leftOut } = plan.progress
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
      const text = words.progress(proven, approved)
      // How long each gateway still has to work, the busiest first.
      const hint = gatewayTimes(plan).join(' ')
      return <Progress text={text} hint={hint} done={proven} total={approved} />
    }
    case 'applied':
    case 'partly_applied':
      return <p className={classes.resultLine}>{words.results(proven, failed, leftOut)}</p>
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
