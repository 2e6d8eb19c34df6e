import { Link } from '@tanstack/react-router'
import type { KeyboardEvent, ReactElement } from 'react'
import type { PlanDoorView, PlanLineKind, PlanLineView } from '../../../src-preload/contract/views/plans.ts'
import { LineSign } from '../../components/LineSign.tsx'
import { EvidenceMark, LineResultMark } from '../../components/marks.tsx'
import { RowCheckbox } from '../../components/RowCheckbox.tsx'
import { RowLink } from '../../components/RowLink.tsx'
import { TakenPinButtons } from '../../components/TakenPin.tsx'
import { WindowText } from '../../components/WindowText.tsx'
import { formatCountdown, formatFullMoment } from '../../lib/time.ts'
import { useNow } from '../../lib/useNow.ts'
import { texts } from '../../texts/texts.ts'
import type { RowActions } from './PlanListRow.tsx'
import classes from './plan.module.css'

const words = texts.plan

interface PlanLineProps {
  readonly rowKey: string
  readonly kind: PlanLineKind
  /** Null until the door's lines were read. */
  readonly line: PlanLineView | null
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
  const { rowKey, kind, line, door, isSelected, isOpen, isDecided = false, isInTabOrder, actions } = props
  const canSelect = isSelected !== null && line?.isSelectable === true
  const select = (isWanted: boolean): void => {
    if (line !== null) actions?.onSelect(door.doorId, [line], isWanted)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget || actions === null) return
    if (event.key === 'Enter') actions.toggleWhy(rowKey)
    else if (event.key === ' ' && canSelect) select(!isSelected)
    else return
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrows walk these rows; each has its own controls
    <div
      className={classes.line}
      data-kind={kind}
      data-left-out={(canSelect && !isSelected) || undefined}
      data-row-key={rowKey}
      tabIndex={isInTabOrder ? 0 : -1}
      onKeyDown={onKeyDown}
      onFocus={() => actions?.onFocus(rowKey)}
    >
      <span className={classes.lineCheck}>
        {canSelect && (
          <RowCheckbox
            label={words.selectLine(texts.words.lineKind[kind], line.title, door.doorName)}
            isChecked={isSelected}
            onChange={select}
          />
        )}
      </span>
      <LineSign kind={kind} />
      {line !== null && (
        <LineText {...{ rowKey, line, door, isOpen, isDecided }} onTakenPin={actions?.onTakenPin ?? null} />
      )}
    </div>
  )
}

interface LineTextProps {
  readonly rowKey: string
  readonly line: PlanLineView
  readonly door: PlanDoorView
  readonly isOpen: boolean
  readonly isDecided: boolean
  readonly onTakenPin: RowActions['onTakenPin']
}

function LineText(props: LineTextProps): ReactElement {
  const { line, door } = props
  return (
    <>
      <span className={classes.lineTitle}>
        {line.personId === null ? (
          <span>{line.title}</span>
        ) : (
          <RowLink to={`/people/${line.personId}`}>{line.title}</RowLink>
        )}
        {line.codeName !== null && line.codeName !== line.title && (
          <span className={classes.codeName}>{line.codeName}</span>
        )}
      </span>
      <span className={classes.lineWindow}>
        {line.window !== null && <WindowText window={line.window} zone={door.timezone} />}
      </span>
      <LineWhy {...props} />
      <span className={classes.lineEnd}>
        {line.result !== null ? (
          <LineResultMark result={line.result} />
        ) : (
          <EvidenceMark grade={line.evidence} />
        )}
      </span>
    </>
  )
}

/** The why as one sentence of at most two lines; opened, the whole of it with what the lock's list says. */
function LineWhy(props: LineTextProps): ReactElement {
  const { line, door, isOpen } = props
  const zone = door.timezone
  const isCounting = line.kind === 'blocked_by_grace' && line.eligibleAt !== null
  return (
    <span className={classes.lineWhy}>
      <span className={isOpen ? undefined : classes.clamped} title={isOpen ? undefined : line.why}>
        {line.why}
      </span>
      {isCounting && <Countdown eligibleAt={line.eligibleAt} zone={zone} />}
      {line.resultSentence !== null && <span className={classes.resultText}>{line.resultSentence}</span>}
      {line.pinTaken !== null && <TakenPinPart {...props} taken={line.pinTaken} />}
      {isOpen && (
        <span className={classes.whyFacts}>
          {!line.isAboutSchedule &&
            (line.vendorPinId === null ? words.notListed : words.listedAs(line.vendorPinId))}
          {line.evidenceAt !== null &&
            words.asOf(texts.words.evidence[line.evidence], formatFullMoment(line.evidenceAt, zone))}
          {line.eligibleAt !== null && (
            <span>{words.eligibleAt(formatFullMoment(line.eligibleAt, zone))}</span>
          )}
        </span>
      )}
    </span>
  )
}

interface TakenPinPartProps extends LineTextProps {
  readonly taken: NonNullable<PlanLineView['pinTaken']>
}

/** While the plan is open the choice stands here; afterwards the door's page has it. */
function TakenPinPart({ rowKey, taken, line, door, isDecided, onTakenPin }: TakenPinPartProps): ReactElement {
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
      about={`${line.title}, ${door.doorName}`}
      onChoose={(choice) =>
        onTakenPin(choice, { ...taken, doorId: door.doorId, person: line.title, key: rowKey })
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
