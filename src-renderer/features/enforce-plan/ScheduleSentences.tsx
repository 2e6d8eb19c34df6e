import { IconDoor } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { PlanImpactView } from '../../../src-preload/contract/views/plans.ts'
import { texts } from '../../texts/texts.ts'
import classes from './impact.module.css'

interface ScheduleSentencesProps {
  /** Undefined until it was read. */
  readonly impact: PlanImpactView | undefined
}

/** When doors will stand open, in plain words, wherever somebody decides about it. */
export function ScheduleSentences({ impact }: ScheduleSentencesProps): ReactElement | null {
  if (impact === undefined) return null
  const { schedules: sentences, sums } = impact
  const more = sums.schedules - sentences.length
  if (sentences.length === 0) return null
  return (
    <ul className={classes.schedules} aria-label={texts.openSchedule.label}>
      {sentences.map((sentence) => (
        <li key={sentence}>
          <IconDoor size={16} stroke={1.75} aria-hidden="true" /> {sentence}
        </li>
      ))}
      {more > 0 && <li>{texts.plan.impactMore(more)}</li>}
    </ul>
  )
}
