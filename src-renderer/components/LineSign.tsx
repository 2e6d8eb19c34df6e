import { IconClockHour3, IconEye, IconPlayerPause } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { PlanLineKind } from '../../src-preload/contract/views/plans.ts'
import { texts } from '../texts/texts.ts'
import classes from './LineSign.module.css'

type SignKind = PlanLineKind | 'unknown'

const SIGNS: Partial<Record<SignKind, string>> = {
  add: '+',
  change: '~',
  replace: '~',
  delete: '−',
  schedule: '~',
  invalid_expected: '!',
  unchanged: '=',
  unknown: '?',
}

/** The sign in the gutter of a plan line; the word is there for screen readers and on hover. */
export function LineSign({ kind }: { readonly kind: SignKind }): ReactElement {
  const word = kind === 'unknown' ? texts.words.outcome.unknown : texts.words.lineKind[kind]
  return (
    <span className={classes.sign} data-kind={kind} title={word}>
      <span aria-hidden="true" className={classes.glyph}>
        {kind === 'blocked_by_grace' ? (
          <IconPlayerPause size={16} stroke={1.75} />
        ) : kind === 'under_way' ? (
          <IconClockHour3 size={16} stroke={1.75} />
        ) : kind === 'reported' ? (
          <IconEye size={16} stroke={1.75} />
        ) : (
          SIGNS[kind]
        )}
      </span>
      <span className="visually-hidden">{word}</span>
    </span>
  )
}
