import { Drawer } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { CodeStoryEvent } from '../../../src-preload/contract/views/traces.ts'
import { type CodeInQuestion, codeStoryQuery } from '../../api/traces.ts'
import { DateTime } from '../../components/DateTime.tsx'
import { ErrorState } from '../../components/Feedback.tsx'
import { BlockSkeleton } from '../../components/ui/Skeletons.tsx'
import { type Glyph, StateMark, type Tone } from '../../components/ui/StateMark.tsx'
import { texts } from '../../texts/texts.ts'
import classes from './codeStory.module.css'

const words = texts.codeStory
const LOOKS: Readonly<Record<CodeStoryEvent['kind'], readonly [Glyph, Tone]>> = {
  decided: ['decide', 'quiet'],
  sent: ['point', 'accent'],
  failed: ['cross', 'bad'],
  seen: ['dotted', 'quiet'],
  proven: ['check', 'good'],
}

interface CodeStoryProps {
  readonly code: CodeInQuestion
  readonly title: string
  readonly why: string
  readonly onClose: () => void
}

/** The life of one code on this door, from the same records as the traces. */
export function CodeStory({ code, title, why, onClose }: CodeStoryProps): ReactElement {
  const story = useQuery(codeStoryQuery(code))
  return (
    <Drawer opened onClose={onClose} title={title} size={520}>
      <p className={classes.why}>{why}</p>
      {story.isPending && <BlockSkeleton lines={5} />}
      {story.isError && (
        <ErrorState error={story.error} what={words.failed} onRetry={() => void story.refetch()} />
      )}
      {story.isSuccess && story.data.events.length === 0 && <p className="muted">{words.empty}</p>}
      {story.isSuccess && (
        <ol className={classes.events} aria-label={words.list}>
          {story.data.events.map((event, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: recorded events never change their order
            <li key={index}>
              <StoryEvent event={event} zone={story.data.timezone} />
            </li>
          ))}
        </ol>
      )}
    </Drawer>
  )
}

function StoryEvent({
  event,
  zone,
}: {
  readonly event: CodeStoryEvent
  readonly zone: string
}): ReactElement {
  const [glyph, tone] = LOOKS[event.kind]
  return (
    <>
      <span className={classes.head}>
        <StateMark glyph={glyph} tone={tone} word={words.kinds[event.kind]} />
        <span className="muted">
          <DateTime iso={event.at} zone={zone} />
        </span>
        {event.correlationId !== null && (
          <Link
            to="/traces/$correlationId"
            params={{ correlationId: event.correlationId }}
            className={classes.trace ?? ''}
          >
            {words.trace}
          </Link>
        )}
      </span>
      <span className={classes.sentence}>{event.sentence}</span>
    </>
  )
}
