import type { ReactElement } from 'react'
import type { HoldView } from '../../src-preload/contract/views/holds.ts'
import { texts } from '../texts/texts.ts'
import { DateTime } from './DateTime.tsx'

interface HoldTextProps {
  readonly hold: HoldView
  readonly zone: string
}

/** Why nothing is sent, and until when: "the site is frozen until 18:00, by Maria". */
export function HoldText({ hold, zone }: HoldTextProps): ReactElement {
  const { until } = hold
  return (
    <>
      {texts.words.heldBy(hold.by)}
      {until !== null && (
        <>
          {' '}
          {texts.words.until} <DateTime iso={until} zone={zone} isAmongSites />
        </>
      )}
      {hold.who !== null && `, ${texts.words.by(hold.who)}`}
      {hold.reason !== null && `: “${hold.reason}”`}
    </>
  )
}
