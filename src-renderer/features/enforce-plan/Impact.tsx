import { Button, Modal } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { PlanView } from '../../../src-preload/contract/views/plans.ts'
import { planImpactQuery } from '../../api/plans.ts'
import { ErrorLine } from '../../components/Feedback.tsx'
import { texts } from '../../texts/texts.ts'
import classes from './impact.module.css'
import { ScheduleSentences } from './ScheduleSentences.tsx'

const words = texts.plan
const SHOWN_AT_FIRST = 6

interface ImpactProps {
  readonly plan: PlanView
  /** Lines that are not to be sent. */
  readonly leftOut: readonly string[]
}

/** Who gains or loses which door, before anybody approves; afterwards by what was approved. */
export function Impact(props: ImpactProps): ReactElement {
  return (
    <section className={classes.impact} aria-labelledby="impact-heading">
      <h2 id="impact-heading">{words.impact}</h2>
      <ImpactList {...props} shownAtFirst={SHOWN_AT_FIRST} />
    </section>
  )
}

/** The sums in the bar; all of it in a dialog, so that nobody loses their place in the plan. */
export function ImpactButton(props: ImpactProps): ReactElement | null {
  const [isOpen, setOpen] = useState(false)
  const impact = useInfiniteQuery(planImpactQuery(props.plan, props.leftOut))
  const sums = impact.data?.pages[0]?.sums
  if (sums === undefined) return null
  return (
    <>
      <button type="button" className={classes.sums} onClick={() => setOpen(true)}>
        {words.impactSums(sums, true)}
      </button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={words.impact} size="lg">
        <ImpactList {...props} shownAtFirst={null} />
      </Modal>
    </>
  )
}

interface ImpactListProps extends ImpactProps {
  /** Null: all that were read. */
  readonly shownAtFirst: number | null
}

function ImpactList({ plan, leftOut, shownAtFirst }: ImpactListProps): ReactElement | null {
  const impact = useInfiniteQuery(planImpactQuery(plan, leftOut))
  const [isFolded, setFolded] = useState(shownAtFirst !== null)
  const pages = impact.data?.pages ?? []
  const [first] = pages
  if (impact.isError) return <ErrorLine error={impact.error} />
  if (first === undefined) return null
  const read = pages.flatMap((page) => page.sentences)
  const shown = isFolded && shownAtFirst !== null ? read.slice(0, shownAtFirst) : read
  const more = first.total - shown.length
  return (
    <>
      <ScheduleSentences impact={first} />
      <p className="muted">{words.impactSums(first.sums, false)}</p>
      <ul className={classes.list}>
        {shown.map((sentence, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two persons of one name may have the same sentence
          <li key={index}>{sentence}</li>
        ))}
      </ul>
      {more > 0 && (
        <Button
          variant="subtle"
          size="compact-sm"
          className={classes.more}
          loading={impact.isFetchingNextPage}
          onClick={() => {
            if (shown.length < read.length) setFolded(false)
            else void impact.fetchNextPage()
          }}
        >
          {words.impactMore(more)}
        </Button>
      )}
    </>
  )
}
