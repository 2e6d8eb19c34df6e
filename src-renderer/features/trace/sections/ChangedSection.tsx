import type { ReactElement } from 'react'
import type { TraceView } from '../../../../src-preload/contract/views/traces.ts'
import { DateTime } from '../../../components/DateTime.tsx'
import { texts } from '../../../texts/texts.ts'
import { DiffView } from '../DiffView.tsx'
import { isSelected, type Selection } from '../model/selection.ts'
import classes from '../trace.module.css'
import { SectionFrame } from './SectionFrame.tsx'

const words = texts.trace.detail

interface ChangedSectionProps {
  readonly trace: TraceView
  readonly selection: Selection | null
  readonly onSelect: (selection: Selection) => void
}

export function ChangedSection({ trace, selection, onSelect }: ChangedSectionProps): ReactElement {
  return (
    <SectionFrame id="changed">
      {trace.app_audit.length === 0 ? (
        <p className="muted">{words.changedEmpty}</p>
      ) : (
        <ul className={classes.records}>
          {trace.app_audit.map((audit) => (
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
                <DiffView before={audit.before} after={audit.after} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </SectionFrame>
  )
}
