import { Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { KeyboardEvent, ReactElement } from 'react'
import type { PlanDoorView, PlanLineHead, PlanLineView } from '../../../src-preload/contract/views/plans.ts'
import { LineSign } from '../../components/LineSign.tsx'
import { EvidenceMark, LineResultMark } from '../../components/marks.tsx'
import { TakenPinButtons } from '../../components/TakenPin.tsx'
import { WindowText } from '../../components/WindowText.tsx'
import { formatCountdown, formatFullMoment } from '../../lib/time.ts'
import { useNow } from '../../lib/useNow.ts'
import { texts } from '../../texts/texts.ts'
import type { RowActions } from './PlanListRow.tsx'
import classes from './plan.module.css'

const words = texts.plan

interface PlanLineProps {
  readonly line: PlanLineHead
  /** Null until the door's lines were read. */
  readonly detail: PlanLineView | null
  readonly door: PlanDoorView
  /** Null where nothing can be chosen. */
  readonly isSelected: boolean | null
  /** True where the whole why is shown. */
  readonly isOpen: boolean
  /** A person has chosen what to do about its PIN since the plan was made. */
  readonly isDecided?: boolean
  readonly isInTabOrder: boolean
  /** Null for a code that is only shown. */
  readonly actions: RowActions | null
}

export function PlanLine(props: PlanLineProps): ReactElement {
  const { line, detail, door, isSelected, isOpen, isDecided = false, isInTabOrder, actions } = props
  const canSelect = isSelected !== null && line.isSelectable
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget || actions === null) return
    if (event.key === 'Enter') actions.toggleWhy(line.lineId)
    else if (event.key === ' ' && canSelect) actions.onSelect([line.lineId], !isSelected)
    else return
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrows walk these rows; each has its own controls
    <div
      className={classes.line}
      data-kind={line.kind}
      data-left-out={(isSelected === false && line.isSelectable) || undefined}
      data-row-key={line.lineId}
      tabIndex={isInTabOrder ? 0 : -1}
      onKeyDown={onKeyDown}
      onFocus={() => actions?.onFocus(line.lineId)}
    >
      <span className={classes.lineCheck}>
        {canSelect && (
          <Checkbox
            aria-label={words.selectLine(texts.words.lineKind[line.kind], line.title, door.doorName)}
            checked={isSelected}
            tabIndex={-1}
            onChange={(event) => actions?.onSelect([line.lineId], event.currentTarget.checked)}
          />
        )}
      </span>
      <LineSign kind={line.kind} />
      <span className={classes.lineTitle}>
        {detail === null || detail.personId === null ? (
          <span>{line.title}</span>
        ) : (
          <Link to="/people/$personId" params={{ personId: String(detail.personId) }} tabIndex={-1}>
            {line.title}
          </Link>
        )}
        {detail !== null && detail.codeName !== null && detail.codeName !== line.title && (
          <span className={classes.codeName}>{detail.codeName}</span>
        )}
      </span>
      <span className={classes.lineWindow}>
        {detail !== null && detail.window !== null && (
          <WindowText window={detail.window} zone={door.timezone} />
        )}
      </span>
      <LineWhy
        detail={detail}
        door={door}
        isOpen={isOpen}
        isDecided={isDecided}
        onTakenPin={actions?.onTakenPin ?? null}
      />
      <span className={classes.lineEnd}>
        {line.result !== null ? (
          <LineResultMark result={line.result} />
        ) : (
          detail !== null && <EvidenceMark grade={detail.evidence} />
        )}
      </span>
    </div>
  )
}

interface LineWhyProps {
  readonly detail: PlanLineView | null
  readonly door: PlanDoorView
  readonly isOpen: boolean
  readonly isDecided: boolean
  readonly onTakenPin: RowActions['onTakenPin']
}

/** The why as one sentence of at most two lines; opened, the whole of it with what the lock's list says. */
function LineWhy({ detail, door, isOpen, isDecided, onTakenPin }: LineWhyProps): ReactElement {
  if (detail === null) return <span className={classes.lineWhy} />
  const zone = door.timezone
  const isCounting = detail.kind === 'blocked_by_grace' && detail.eligibleAt !== null
  return (
    <span className={classes.lineWhy}>
      <span className={isOpen ? undefined : classes.clamped} title={isOpen ? undefined : detail.why}>
        {detail.why}
        {isCounting && <Countdown eligibleAt={detail.eligibleAt} zone={zone} />}
      </span>
      {detail.resultSentence !== null && <span className={classes.resultText}>{detail.resultSentence}</span>}
      {detail.pinTaken !== null && (
        <TakenPinPart taken={detail.pinTaken} {...{ detail, door, isDecided, onTakenPin }} />
      )}
      {isOpen && (
        <span className={classes.whyFacts}>
          {detail.vendorPinId === null ? words.notListed : words.listedAs(detail.vendorPinId)}
          {detail.evidenceAt !== null &&
            words.asOf(texts.words.evidence[detail.evidence], formatFullMoment(detail.evidenceAt, zone))}
          {detail.eligibleAt !== null && (
            <span>{words.eligibleAt(formatFullMoment(detail.eligibleAt, zone))}</span>
          )}
        </span>
      )}
    </span>
  )
}

interface TakenPinPartProps extends Pick<LineWhyProps, 'door' | 'isDecided' | 'onTakenPin'> {
  readonly taken: NonNullable<PlanLineView['pinTaken']>
  readonly detail: PlanLineView
}

/** While the plan is open the choice stands here; afterwards the door's page has it. */
function TakenPinPart({ taken, detail, door, isDecided, onTakenPin }: TakenPinPartProps): ReactElement {
  if (isDecided) return <span className={classes.resultText}>{texts.takenPin.decided}</span>
  if (onTakenPin === null) {
    return (
      <Link to="/doors/$doorId" params={{ doorId: String(door.doorId) }}>
        {texts.takenPin.onDoor}
      </Link>
    )
  }
  return (
    <TakenPinButtons
      about={`${detail.title}, ${door.doorName}`}
      onChoose={(choice) =>
        onTakenPin(choice, { ...taken, doorId: door.doorId, person: detail.title, key: detail.lineId })
      }
    />
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
