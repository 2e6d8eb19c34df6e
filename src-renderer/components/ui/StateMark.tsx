import {
  IconArrowBackUp,
  IconBan,
  IconCheck,
  IconClockHour3,
  IconEqualNot,
  IconLock,
  IconPlayerPause,
  IconPoint,
  IconQuestionMark,
  IconScale,
  IconX,
} from '@tabler/icons-react'
import { type ReactElement, useState } from 'react'
import classes from './StateMark.module.css'

const GLYPHS = {
  check: IconCheck,
  differ: IconEqualNot,
  question: IconQuestionMark,
  clock: IconClockHour3,
  cross: IconX,
  lock: IconLock,
  pause: IconPlayerPause,
  decide: IconScale,
  point: IconPoint,
  ban: IconBan,
  back: IconArrowBackUp,
} as const

export type Tone = 'good' | 'warn' | 'wait' | 'bad' | 'quiet' | 'accent'
export type Glyph = keyof typeof GLYPHS | 'running' | 'dotted'

export interface StateMarkProps {
  readonly glyph: Glyph
  readonly word: string
  readonly tone: Tone
  /** Only the glyph is drawn; the word stays for screen readers. */
  readonly isGlyphOnly?: boolean
}

/** A state is a glyph, a word and then a colour. */
export function StateMark({ glyph, word, tone, isGlyphOnly = false }: StateMarkProps): ReactElement {
  const [firstWord] = useState(word)
  return (
    <span
      // Drawn anew with each word, so that a change is marked for a moment.
      key={word}
      className={classes.mark}
      data-changed={word !== firstWord || undefined}
      data-tone={tone}
      title={isGlyphOnly ? word : undefined}
    >
      <span className={classes.glyph} data-glyph={glyph} aria-hidden="true">
        <GlyphShape glyph={glyph} />
      </span>
      <span className={isGlyphOnly ? 'visually-hidden' : classes.word}>{word}</span>
    </span>
  )
}

function GlyphShape({ glyph }: { readonly glyph: Glyph }): ReactElement {
  if (glyph === 'running') return <RunningBar />
  if (glyph === 'dotted') return <DottedRing />
  const Icon = GLYPHS[glyph]
  return <Icon size={16} stroke={1.75} />
}

/** Looks as the icon of that name, which has a path for each of its dots: rows of long lists wear it. */
function DottedRing(): ReactElement {
  return (
    <svg width={16} height={16} viewBox="0 0 24 24" aria-hidden="true" className={classes.dottedRing}>
      <circle cx={12} cy={12} r={9} pathLength={12} />
    </svg>
  )
}

/** A thin moving bar, never a spinner: it may stand in a table for minutes. */
function RunningBar(): ReactElement {
  return (
    <span className={classes.track}>
      <span className={classes.runner} />
    </span>
  )
}
