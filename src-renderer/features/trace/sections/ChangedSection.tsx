import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { TraceSource, TraceView } from '../../../../src-preload/contract/views/traces.ts'
import { recordQuery } from '../../../api/traces.ts'
import { DateTime } from '../../../components/DateTime.tsx'
import { texts } from '../../../texts/texts.ts'
import { DiffView } from '../DiffView.tsx'
import { isSelected, type Selection } from '../model/selection.ts'
import classes from '../trace.module.css'
import { SectionFrame } from './SectionFrame.tsx'
import { MORE, ShowMore } from './ShowMore.tsx'

const words = texts.trace.detail
/** Work on hundreds of doors would bury the timeline; the rest comes on request. */
const SHOWN_AT_ONCE = 10

interface ChangedSectionProps {
  readonly source: TraceSource
  readonly trace: TraceView
  readonly selection: Selection | null
  readonly onSelect: (selection: Selection) => void
}

export function ChangedSection({ source, trace, selection, onSelect }: ChangedSectionProps): ReactElement {
  const [shown, setShown] = useState(SHOWN_AT_ONCE)
  return (
    <SectionFrame id="changed">
      {trace.app_audit.length === 0 ? (
        <p className="muted">{words.changedEmpty}</p>
      ) : (
        <ul className={classes.records}>
          {trace.app_audit.slice(0, shown).map((audit) => (
            <li key={audit.id} aria-label={`${audit.entity} ${audit.action}`}>
              <button
                type="button"
                className={classes.record}
                aria-pressed={isSelected(selection, 'audit', audit.id)}
                onClick={() => onSelect({ kind: 'audit', id: audit.id })}
              >
                <DateTime iso={audit.time} zone={trace.timezone} isPrecise />
                <span className={classes.recordName}>
                  <strong>{audit.entity}</strong> {audit.action}
                </span>
                <span className="muted">{words.by(audit.operator)}</span>
              </button>
              <div className={classes.inlineDiff}>
                {audit.shortened ? (
                  <LongChange source={source} id={audit.id} />
                ) : (
                  <DiffView before={audit.before} after={audit.after} />
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
      <ShowMore left={trace.app_audit.length - shown} onMore={() => setShown(shown + MORE)} />
    </SectionFrame>
  )
}

/** What changed in a long record is fetched when it is asked for. */
function LongChange({ source, id }: { readonly source: TraceSource; readonly id: number }): ReactElement {
  const [isAsked, setAsked] = useState(false)
  const whole = useQuery({ ...recordQuery(source, { kind: 'audit', id }), enabled: isAsked })
  if (whole.isSuccess && 'before' in whole.data)
    return <DiffView before={whole.data.before} after={whole.data.after} />
  return (
    <>
      {whole.isError && <p className={classes.recordError}>{words.recordFailed}</p>}
      <Button
        variant="subtle"
        size="compact-sm"
        loading={whole.isFetching}
        onClick={() => (isAsked ? void whole.refetch() : setAsked(true))}
      >
        {words.showChange}
      </Button>
    </>
  )
}
