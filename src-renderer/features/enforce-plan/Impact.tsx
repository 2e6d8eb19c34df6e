import { type ReactElement, useState } from 'react'
import { texts } from '../../texts/texts.ts'
import classes from './plan.module.css'

const words = texts.plan
const SHOWN_AT_FIRST = 6

/** Who gains or loses which door, before anybody approves. */
export function Impact({
  sentences,
  count,
}: {
  readonly sentences: readonly string[]
  readonly count: number
}): ReactElement {
  const [showsAll, setShowsAll] = useState(false)
  const shown = showsAll ? sentences : sentences.slice(0, SHOWN_AT_FIRST)
  const more = sentences.length - shown.length
  return (
    <section className={classes.impact} aria-labelledby="impact-heading">
      <h2 id="impact-heading">{words.impact}</h2>
      {sentences.length === 0 ? (
        <p className="muted">{words.impactNone}</p>
      ) : (
        <ul>
          {shown.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {more === 0 && count > sentences.length && (
        <p className="muted">{words.impactUntold(count - sentences.length)}</p>
      )}
      {more > 0 && (
        <button type="button" className={classes.unchanged} onClick={() => setShowsAll(true)}>
          {words.impactMore(count - shown.length)}
        </button>
      )}
    </section>
  )
}
