import type { ReactElement } from 'react'
import type { PlanLineHead, PlanView } from '../../../src-preload/contract/views/plans.ts'
import { texts } from '../../texts/texts.ts'
import { gatewayTimes } from './gatewayTimes.ts'
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
      const total = lines.filter((line) => line.isApproved === true).length
      const proven = settled.filter(isProven).length
      return <Progress text={words.progress(proven, total)} hint={hintOf(plan)} done={proven} total={total} />
    }
    case 'applied':
    case 'partly_applied': {
      const ok = settled.filter(isProven).length
      const leftOut = settled.filter((line) => line.result === 'skipped' || line.result === 'stale').length
      return <p className={classes.resultLine}>{words.results(ok, settled.length - ok - leftOut, leftOut)}</p>
    }
    default:
      return null
  }
}

function isProven(line: PlanLineHead): boolean {
  return line.result === 'ok' || line.result === 'already_so'
}

/** How long each gateway still has to work, the busiest first. */
function hintOf(plan: PlanView): string {
  return [...gatewayTimes(plan), words.stopHint].join(' ')
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
