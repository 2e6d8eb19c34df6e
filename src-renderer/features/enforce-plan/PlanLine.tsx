import { Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { PlanLineView } from '../../../src-preload/contract/views/plans.ts'
import { LineSign } from '../../components/LineSign.tsx'
import { EvidenceMark, LineResultMark } from '../../components/marks.tsx'
import { WindowText } from '../../components/WindowText.tsx'
import { formatCountdown, formatFullMoment } from '../../lib/time.ts'
import { useNow } from '../../lib/useNow.ts'
import { texts } from '../../texts/texts.ts'
import classes from './plan.module.css'

const words = texts.plan

interface PlanLineProps {
  readonly line: PlanLineView
  readonly doorName: string
  readonly zone: string
  /** Null where nothing can be chosen. */
  readonly isSelected: boolean | null
  readonly onSelect: (isSelected: boolean) => void
}

export function PlanLine({ line, doorName, zone, isSelected, onSelect }: PlanLineProps): ReactElement {
  return (
    <li
      className={classes.line}
      data-kind={line.kind}
      data-left-out={(isSelected === false && line.isSelectable) || undefined}
      data-plan-line
      tabIndex={-1}
    >
      <span className={classes.lineCheck}>
        {isSelected !== null && line.isSelectable && (
          <Checkbox
            aria-label={words.selectLine(texts.words.lineKind[line.kind], line.title, doorName)}
            checked={isSelected}
            onChange={(event) => onSelect(event.currentTarget.checked)}
          />
        )}
      </span>
      <LineSign kind={line.kind} />
      <span className={classes.lineTitle}>
        {line.personId === null ? (
          <span>{line.title}</span>
        ) : (
          <Link to="/people/$personId" params={{ personId: String(line.personId) }}>
            {line.title}
          </Link>
        )}
        {line.codeName !== null && line.codeName !== line.title && (
          <span className={classes.codeName}>{line.codeName}</span>
        )}
      </span>
      <span className={classes.lineWindow}>
        {line.window !== null && <WindowText window={line.window} zone={zone} />}
      </span>
      <span className={classes.lineWhy}>
        {line.why}
        {line.kind === 'blocked_by_grace' && line.eligibleAt !== null && (
          <Countdown eligibleAt={line.eligibleAt} zone={zone} />
        )}
        {line.resultSentence !== null && <span className={classes.resultText}>{line.resultSentence}</span>}
      </span>
      <span className={classes.lineEnd}>
        {line.result === null ? (
          <EvidenceMark grade={line.evidence} />
        ) : (
          <LineResultMark result={line.result} />
        )}
      </span>
    </li>
  )
}

function Countdown({
  eligibleAt,
  zone,
}: {
  readonly eligibleAt: string
  readonly zone: string
}): ReactElement {
  const nowMs = useNow()
  const left = formatCountdown(eligibleAt, nowMs)
  return (
    <span className={classes.countdown} title={formatFullMoment(eligibleAt, zone)}>
      {left === null ? words.countdownOver : words.countdown(left)}
    </span>
  )
}
