import { Button } from '@mantine/core'
import { IconCalendarPlus, IconEye, IconKeyOff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ReactElement, useEffect, useRef } from 'react'
import type { CodeOnDoorView, CredentialView } from '../../../src-preload/contract/views/people.ts'
import { DateTime } from '../../components/DateTime.tsx'
import { EvidenceMark, StandingMark } from '../../components/marks.tsx'
import { describeLimits } from '../../components/windowWords.ts'
import { readLocalZone } from '../../lib/time.ts'
import { useNow } from '../../lib/useNow.ts'
import { texts } from '../../texts/texts.ts'
import classes from './people.module.css'

const words = texts.people.detail

const OVER: readonly CodeOnDoorView['standing'][] = ['ended', 'being_removed', 'still_on_lock']

interface CredentialSectionProps {
  readonly credential: CredentialView
  /** It was searched for: it comes into sight and has the focus. */
  readonly isSought: boolean
  /** Null for a code that has ended, and for who may not. */
  readonly onDo: ((kind: 'extend' | 'revoke' | 'reveal') => void) | null
}

/** One code of the person: its window, and on each door whether it works now. */
export function CredentialSection({ credential, isSought, onDo }: CredentialSectionProps): ReactElement {
  const nowMs = useNow()
  const zone = credential.doors[0]?.timezone ?? readLocalZone()
  const { startsAt, doors } = credential
  const isAhead = startsAt !== null && Date.parse(startsAt) > nowMs
  const sure = doors.filter(({ standing }) => standing === (isAhead ? 'will_work_from' : 'works_now')).length
  const said = isAhead ? words.ready : words.worksNow
  const isOver = doors.length > 0 && doors.every(({ standing }) => OVER.includes(standing))
  const headRef = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (isSought) headRef.current?.focus()
  }, [isSought])
  return (
    <section className={classes.credential} aria-label={credential.codeName}>
      <div className={classes.credentialHead}>
        <h2 className={classes.codeName} ref={headRef} tabIndex={-1}>
          {credential.codeName}
        </h2>
        <p className={classes.window}>
          {describeLimits(credential.startsAt, credential.endsAt, { zone, nowMs })}
          <span className="muted">
            {!credential.isActive && `, ${words.revoked}`}
            {credential.isActive && isOver && `, ${words.ended}`}
            {credential.isActive && !isOver && doors.length > 0 && `, ${said(sure, doors.length)}`}
            {credential.doorGroups.length > 0 && `, ${words.groups(credential.doorGroups)}`}
          </span>
        </p>
        {onDo !== null && (
          <div className={classes.credentialActions}>
            <Button
              size="compact-sm"
              leftSection={<IconCalendarPlus size={16} stroke={1.75} />}
              onClick={() => onDo('extend')}
            >
              {words.extend}
            </Button>
            <Button
              size="compact-sm"
              leftSection={<IconEye size={16} stroke={1.75} />}
              onClick={() => onDo('reveal')}
            >
              {words.reveal}
            </Button>
            <Button
              size="compact-sm"
              color="red"
              leftSection={<IconKeyOff size={16} stroke={1.75} />}
              onClick={() => onDo('revoke')}
            >
              {words.revoke}
            </Button>
          </div>
        )}
      </div>
      {credential.doors.length === 0 ? (
        <p className={classes.noDoors}>{words.noDoors}</p>
      ) : (
        <ul className={classes.doors}>
          {credential.doors.map((door) => (
            <CodeOnDoor key={door.doorId} door={door} />
          ))}
        </ul>
      )}
    </section>
  )
}

function CodeOnDoor({ door }: { readonly door: CodeOnDoorView }): ReactElement {
  return (
    <li>
      <span className={classes.standing}>
        <StandingMark standing={door.standing} />
        {door.standing === 'will_work_from' && door.from !== null && (
          <DateTime iso={door.from} zone={door.timezone} />
        )}
      </span>
      <span className={classes.doorName}>
        <Link to="/doors/$doorId" params={{ doorId: String(door.doorId) }}>
          {door.doorName}
        </Link>
        {door.waitsBecause !== null && <span className={classes.waits}>{door.waitsBecause}</span>}
      </span>
      <span className={classes.evidence}>
        {(door.standing !== 'ended' || door.evidence !== 'none') && <EvidenceMark grade={door.evidence} />}
        {door.evidenceAt !== null && (
          <span className="muted">
            <DateTime iso={door.evidenceAt} zone={door.timezone} />
          </span>
        )}
      </span>
    </li>
  )
}
