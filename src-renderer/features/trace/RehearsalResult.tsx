import { type ReactElement, useState } from 'react'
import type {
  DecisionView,
  RehearsalView,
  RehearsedCode,
  RehearsedDoor,
} from '../../../src-preload/contract/views/traces.ts'
import { StateMark } from '../../components/ui/StateMark.tsx'
import { formatFullMoment } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import classes from './rehearsal.module.css'

const words = texts.rehearsal
/** Rows that are drawn before one asks for more. */
const SHOWN_AT_ONCE = 200

export function RehearsalResult({ rehearsal }: { readonly rehearsal: RehearsalView }): ReactElement {
  const { doors, leftOut, timezone } = rehearsal
  const assumed = [...new Set(doors.flatMap((door) => door.assumed))]
  return (
    <div className={classes.result}>
      <p className={classes.verdict} role="status">
        {verdictOf(rehearsal)}
      </p>
      {doors.map((door) => (
        <DoorResult key={door.lock_key} door={door} zone={timezone} />
      ))}
      {leftOut > 0 && <p className={classes.note}>{words.leftOut(leftOut)}</p>}
      {assumed.length > 0 && (
        <section className={classes.note}>
          {words.assumedTitle}
          <ul>
            {assumed.map((fact) => (
              <li key={fact}>{words.assumed[fact]}</li>
            ))}
          </ul>
        </section>
      )}
      <p className={classes.note}>{words.safe}</p>
    </div>
  )
}

function DoorResult({ door, zone }: { readonly door: RehearsedDoor; readonly zone: string }): ReactElement {
  const [shown, setShown] = useState(SHOWN_AT_ONCE)
  const { codes, firstDifference, missing } = door
  return (
    <section>
      <h3 className={classes.door}>
        {door.doorName ?? `Door #${door.doorId}`} <span className="mono">{door.lock_key}</span>{' '}
        <span className={classes.when}>
          {words.planned} {formatFullMoment(door.plannedAt, zone)}
        </span>
      </h3>
      {missing.map((fact) => (
        <p key={fact} className={classes.missing}>
          <strong>{words.missingTitle}</strong> {words.missing[fact]}
        </p>
      ))}
      {missing.length === 0 && codes.length === 0 && <p className={classes.note}>{words.alike}</p>}
      {codes.length > 0 && (
        <table className={classes.table} aria-label={words.table}>
          <thead>
            <tr>
              <th scope="col">{words.columns.code}</th>
              <th scope="col">{words.columns.recorded}</th>
              <th scope="col">{words.columns.today}</th>
              <th scope="col">
                <span className="visually-hidden">{words.columns.sign}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {codes.slice(0, shown).map((code, place) => (
              <CodeRow key={keyOf(code)} code={code} isFirst={place === firstDifference} />
            ))}
          </tbody>
        </table>
      )}
      {codes.length > shown && (
        <button type="button" className={classes.more} onClick={() => setShown(shown + SHOWN_AT_ONCE)}>
          {words.showMore(codes.length - shown)}
        </button>
      )}
    </section>
  )
}

function keyOf({ code, recorded, today }: RehearsedCode): string {
  return [code, recorded?.kind, today?.kind].join(' ')
}

function CodeRow({
  code,
  isFirst,
}: {
  readonly code: RehearsedCode
  readonly isFirst: boolean
}): ReactElement {
  return (
    <tr data-first={isFirst || undefined} {...(isFirst ? { 'aria-label': words.firstDifference } : {})}>
      <td className="mono">{code.code}</td>
      <td>{decisionText(code.recorded)}</td>
      <td>{decisionText(code.today)}</td>
      <td>
        {code.isSame ? (
          <StateMark glyph="check" tone="good" word={words.same} />
        ) : (
          <StateMark glyph="differ" tone="warn" word={words.different} />
        )}
      </td>
    </tr>
  )
}

function decisionText(decision: DecisionView | null): string {
  return decision === null ? words.nothing : words.decision(decision)
}

function verdictOf({ verdict, doors }: RehearsalView): string {
  if (verdict === 'same')
    return words.verdicts.same(doors.reduce((count, door) => count + door.codes.length, 0))
  if (verdict !== 'different') return words.verdicts[verdict]
  const [first] = doors.flatMap((door) =>
    door.firstDifference === null ? [] : (door.codes[door.firstDifference] ?? []),
  )
  return words.verdicts.different(
    first?.code ?? '',
    decisionText(first?.recorded ?? null),
    decisionText(first?.today ?? null),
  )
}
